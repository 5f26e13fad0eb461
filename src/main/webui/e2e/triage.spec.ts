import { expect, expectAccessible, picture, test } from './hub'

test('a suspected repeat is decided by keyboard, and nobody else is given it @quick', async ({ page, hub, login }) => {
  const open = async () =>
    (await hub.call<{ items: { kind: string; open: number }[] }>('triage1', 'GET', '/v1/reviews/counts')).items.find((one) => one.kind === 'SUSPECTED')!.open
  const before = await open()
  expect(before, 'the pack has some').toBeGreaterThan(1)

  await login('triage1', '/triage?kind=SUSPECTED')
  await expect(page.getByRole('button', { name: /领取下一件/ })).toBeVisible()
  await page.keyboard.press('n')
  await expect(page).toHaveURL(/id=/)
  const mine = new URL(page.url()).searchParams.get('id')!
  await expect(page.getByText('疑似同一事项')).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'triage-item')

  // a colleague at another desk
  const other = await hub.call<{ reviewId: string }>('triage2', 'POST', '/v1/reviews/next', { kinds: ['SUSPECTED'] })
  expect(other.reviewId).not.toBe(mine)

  await page.keyboard.press('2')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').filter({ hasText: '请填写理由' })).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.type('两处地点不同,分别办理')
  await page.keyboard.press('Control+Enter')
  await expect.poll(open).toBe(before - 1)
  await expect.poll(() => new URL(page.url()).searchParams.get('id')).not.toBe(mine)
  const decided = await hub.call<{ state: string; decision: string; decidedBy: string }>('triage1', 'GET', `/v1/reviews/${mine}`)
  expect(decided).toMatchObject({ state: 'DECIDED', decision: 'SEPARATE' })
  expect(decided.decidedBy).toContain('triage1')
})
