import { expect, expectAccessible, picture, test } from './hub'

interface Deliveries {
  items: { deliveryId: string; caseId: string; target: string; state: string }[]
}

test('what a unit refuses is parked, looked at and sent again @quick', async ({ page, hub, login }) => {
  const { caseId } = await hub.alarm('楼道堆放杂物堵住消防通道,与邻居发生争执', '丰财街道某花园3幢')
  const of = async () =>
    (await hub.call<Deliveries>('admin1', 'GET', `/v1/deliveries?caseId=${caseId}`)).items.filter((one) => !one.target.startsWith('line-'))
  await expect.poll(async () => (await of())[0]?.state).toBe('DELIVERED')
  const target = (await of())[0]!.target
  const { baseUrl } = await hub.call<{ baseUrl: string }>('admin1', 'GET', `/v1/targets/${target}`)

  // the unit's system refuses all that comes
  const refuse = await fetch(`${baseUrl}/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ shares: { ERROR: 1 }, errorStatus: 422 }),
  })
  expect(refuse.ok).toBe(true)
  try {
    await login('triage1', `/deliveries?caseId=${caseId}&target=${target}`)
    await page.getByRole('button', { name: '投递详情' }).first().click()
    const drawer = page.getByRole('dialog', { name: '投递详情' })
    await expect(drawer.getByText('请求(已脱敏)')).toBeVisible()
    await drawer.getByRole('button', { name: '重新投递' }).click()
    await page.locator('.el-message-box textarea').fill('对方要求补发')
    await page.getByRole('button', { name: '确定' }).click()
    await expect.poll(async () => (await of()).map((one) => one.state)).toContain('PARKED')

    await page.goto(`/deliveries?caseId=${caseId}&state=PARKED`)
    await expect(page.getByRole('cell', { name: '搁置' })).toBeVisible()
    await expect(page.getByRole('cell', { name: '被拒收' })).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'deliveries-parked')
  } finally {
    await fetch(`${baseUrl}/faults`, { method: 'DELETE' })
  }
  await page.getByRole('button', { name: '投递详情' }).first().click()
  await expect(page.getByText('422', { exact: true })).toBeVisible()
  await picture(page, 'delivery')
  await page.getByRole('button', { name: '重新投递' }).click()
  await page.locator('.el-message-box textarea').fill('对方已修复')
  await page.getByRole('button', { name: '确定' }).click()
  await expect.poll(async () => (await of()).every((one) => one.state === 'DELIVERED')).toBe(true)
})

test('many are counted before they are sent again', async ({ page, hub, login }) => {
  const { items } = await hub.call<Deliveries>('admin1', 'GET', '/v1/deliveries?state=DELIVERED&limit=1')
  await login('triage1', `/deliveries?target=${items[0]!.target}&state=DELIVERED`)
  await page.getByRole('button', { name: '批量重投' }).click()
  const dialog = page.getByRole('dialog', { name: '批量重投' })
  await dialog.getByRole('textbox').last().fill('对方数据丢失,请求补发')
  await expect(dialog.getByRole('button', { name: '开始重投' })).toBeDisabled()
  await dialog.getByRole('button', { name: '先数一数' }).click()
  await expect(dialog.getByText(/符合 \d+ 件/)).toBeVisible()
  await dialog.getByRole('button', { name: '开始重投' }).click()
  await expect(dialog.getByText(/已完成 \d+\/\d+/)).toBeVisible()
  await picture(page, 'replay-many')
})
