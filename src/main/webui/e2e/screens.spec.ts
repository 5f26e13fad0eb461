import { expect, expectAccessible, picture, test } from './hub'

const screens = [
  { name: 'overview', path: '/overview', user: 'triage1' },
  { name: 'triage', path: '/triage', user: 'triage1' },
  { name: 'rules', path: '/rules', user: 'author1' },
  { name: 'partners', path: '/partners', user: 'admin1' },
  { name: 'deliveries', path: '/deliveries', user: 'triage1' },
  { name: 'system', path: '/system', user: 'admin1' },
] as const

for (const screen of screens) {
  test(`${screen.name} is for everybody to see and to use, in both languages @quick`, async ({ page, login }) => {
    const failures: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') {
        failures.push(message.text())
      }
    })
    await login(screen.user, screen.path)
    await expect(page.locator('.el-skeleton')).toHaveCount(0)
    await expectAccessible(page)
    await picture(page, screen.name)
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await picture(page, `${screen.name}-en`)
    // nothing wider than the window
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    expect(failures).toEqual([])
  })
}

test('the wall shows all without scrolling @quick', async ({ page, login }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await login('triage1', '/overview')
  await page.goto('/wall')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.locator('.el-skeleton')).toHaveCount(0)
  expect(
    await page.evaluate(
      () => document.documentElement.scrollHeight <= window.innerHeight && document.documentElement.scrollWidth <= window.innerWidth,
    ),
  ).toBe(true)
  await expectAccessible(page)
  await picture(page, 'wall')
})
