import { expect, test } from './hub'

test('the overview counts a new alarm by itself, and nothing moves @quick', async ({ page, hub, login }) => {
  await login('triage1', '/overview')
  const card = page.locator('article').filter({ hasText: '110 报警' })
  const figure = card.locator('.big')
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible()
  await expect(figure).toHaveText(/\d/)
  const before = Number((await figure.textContent())!.replaceAll(',', ''))
  const place = await card.boundingBox()
  await hub.alarm('广场舞音响声音过大,双方发生口角')
  await expect.poll(async () => Number((await figure.textContent())!.replaceAll(',', ''))).toBe(before + 1)
  expect(await card.boundingBox()).toEqual(place)
})
