import { createI18n } from 'vue-i18n'
import { en, zh } from '@/i18n/words'

export type Language = 'zh' | 'en'

const REMEMBERED = 'huiliu.language'

const remembered = localStorage.getItem(REMEMBERED)

/** Chinese first: English is for those who choose it. Screens add their words when they are opened, so the keys are open. */
export const i18n = createI18n<[Record<string, unknown>], Language, false>({
  legacy: false,
  locale: remembered === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

/** Switches and remembers the language. */
export function speak(language: Language): void {
  i18n.global.locale.value = language
  localStorage.setItem(REMEMBERED, language)
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
}

/** Adds a screen's own words when the screen is first opened. */
export function addWords(room: string, words: Record<Language, Record<string, unknown>>): void {
  for (const language of ['zh', 'en'] as const) {
    i18n.global.mergeLocaleMessage(language, { [room]: words[language] })
  }
}

document.documentElement.lang = i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
