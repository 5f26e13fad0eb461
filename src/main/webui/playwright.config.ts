import { defineConfig } from '@playwright/test'

// ConsoleIT starts the hub and tells where it is; by hand: HUILIU_HUB=http://localhost:8080 npx playwright test
export default defineConfig({
  testDir: 'e2e',
  timeout: 30_000,
  expect: { timeout: 10_000 },
  // tests share one hub, and some publish rules
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../../../target/console-e2e',
  use: {
    baseURL: process.env.HUILIU_HUB ?? 'http://localhost:8080',
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
