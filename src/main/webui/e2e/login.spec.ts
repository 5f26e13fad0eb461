import { expect, test } from './hub'

test('a person logs in, reloads without being asked again, and logs out @quick', async ({ page, login }) => {
  await login('triage1')
  await expect(page).toHaveURL(/\/overview$/)
  await expect(page.getByText('triage1')).toBeVisible()

  await page.reload()
  await expect(page.getByText('triage1')).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('eyJ')
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('eyJ')

  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByLabel('密码')).toBeVisible()
})

test('a wrong password is told, and the way back leads where one wanted to go @quick', async ({ page }) => {
  await page.goto('/cases?state=DISPATCHED')
  await page.getByLabel('用户名').fill('triage1')
  await page.getByLabel('密码').fill('no')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('用户名或密码不对')
  await page.getByLabel('用户名').fill('triage1')
  await page.getByLabel('密码').fill('triage1-password')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/cases\?state=DISPATCHED$/)
})

test('a role sees its screens and no others, in both languages @quick', async ({ page, login }) => {
  await login('author1')
  const navigation = page.getByRole('navigation')
  await expect(navigation.getByText('规则')).toBeVisible()
  await expect(navigation.getByText('研判')).toHaveCount(0)
  await page.goto('/triage')
  await expect(page.getByText('您的角色不能查看此页')).toBeVisible()

  await page.getByRole('button', { name: 'English' }).click()
  await expect(navigation.getByText('Rules')).toBeVisible()
  await expect(page.getByText('Your role does not see this page')).toBeVisible()
  await page.reload()
  await expect(navigation.getByText('Rules')).toBeVisible()
})
