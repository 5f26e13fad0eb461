import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'

/** The hub under test as its lines and units see it. */
export class Hub {
  private tokenEndpoint?: string

  constructor(readonly address: string) {}

  /** A client's or a user's token, as they would get it. */
  async token(name: string): Promise<string> {
    if (!this.tokenEndpoint) {
      const settings = (await (await fetch(`${this.address}/console/settings.json`)).json()) as { issuer: string }
      this.tokenEndpoint = `${settings.issuer}/token`
    }
    const user = /^(triage|author|approver|admin)\d$/.test(name)
    const form = user
      ? { grant_type: 'password', client_id: 'console', username: name, password: `${name}-password`, scope: 'openid' }
      : { grant_type: 'client_credentials', client_id: name, client_secret: `${name}-secret` }
    const answer = await fetch(this.tokenEndpoint, { method: 'POST', body: new URLSearchParams(form as unknown as Record<string, string>) })
    return ((await answer.json()) as { access_token: string }).access_token
  }

  async call<T>(who: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.address + path, {
      method,
      headers: { Authorization: `Bearer ${await this.token(who)}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    })
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    }
    return (await answer.json()) as T
  }

  /** A new alarm of the 110 line in 鼓楼区. */
  async alarm(text: string, place = '丰财街道某小区12幢', more: Record<string, string> = {}): Promise<{ caseId: string; outcome: string }> {
    const number = `320302${String(Date.now()).slice(-10)}${String(Math.floor(Math.random() * 1e4)).padStart(4, '0')}`
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19)
    return await this.call('feed-110', 'POST', '/v1/feeds/110/reports', {
      JJDBH: number,
      XZQHDM: '320302',
      JJLX: '01',
      BJSJ: now,
      BJDH: '13800000001',
      JQDZ: place,
      BJNR: text,
      JQLBDM: '600000',
      JQLXDM: '609900',
      SFBM: '0',
      ...more,
    })
  }
}

/** What every test of the console has. */
export const test = base.extend<{ hub: Hub; login: (user: string, path?: string) => Promise<void> }>({
  hub: async ({ baseURL }, use) => {
    await use(new Hub(baseURL!))
  },
  login: async ({ page }, use) => {
    await use(async (user, path = '/') => {
      await page.goto(path)
      await page.getByLabel('用户名').fill(user)
      await page.getByLabel('密码').fill(`${user}-password`)
      await page.getByRole('button', { name: '登录' }).click()
      await expect(page.getByRole('navigation')).toBeVisible()
    })
  },
})

/** Nothing serious for those who see or move otherwise. */
export async function expectAccessible(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze()
  const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  expect(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' ')}`)).toEqual([])
}

/** Keeps a picture for whoever wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.HUILIU_PICTURES) {
    await page.screenshot({ path: `${process.env.HUILIU_PICTURES}/${name}.png`, animations: 'disabled' })
  }
}

export { expect }
