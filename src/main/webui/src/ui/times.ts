/** China's civil time, whatever the machine in front of the operator says. */
const ZONE = 'Asia/Shanghai'

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hourCycle: 'h23', ...options })

const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' })
const short = format({ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
const timeOfDay = format({ hour: '2-digit', minute: '2-digit' })
const exactly = format({
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** The time of day for a clock on the wall. */
export function clock(now: number): string {
  return seconds.format(new Date(now))
}

/** The day with its name, as a wall shows it. */
export function longDate(now: number, language: string): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: ZONE, year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', options).format(new Date(now))
}

/** As short as it can be read: the time alone today, with the date otherwise. */
export function shortly(moment: string | Date, now = new Date()): string {
  const at = new Date(moment)
  return day.format(at) === day.format(now) ? timeOfDay.format(at) : short.format(at)
}

/** To the millisecond, with the offset. */
export function exact(moment: string | Date): string {
  return `${exactly.format(new Date(moment))} +08:00`
}

/** A span as people say it, in two units at most: `3天4时`, `12分`, `8秒`. */
export function span(milliseconds: number, language: string): string {
  const units: [number, string, string][] = [
    [86_400_000, '天', 'd'],
    [3_600_000, '时', 'h'],
    [60_000, '分', 'min'],
    [1_000, '秒', 's'],
  ]
  const [zh, space] = [language !== 'en', language === 'en' ? ' ' : '']
  let rest = Math.max(0, milliseconds)
  const parts: string[] = []
  for (const [size, chinese, english] of units) {
    const count = Math.floor(rest / size)
    if (count > 0 && parts.length < 2) {
      parts.push(`${count}${space}${zh ? chinese : english}`)
    } else if (parts.length > 0) {
      break
    }
    rest -= count * size
  }
  return parts.length > 0 ? parts.join(space) : `0${space}${zh ? '秒' : 's'}`
}
