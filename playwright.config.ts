import { defineConfig } from "@playwright/test"
import { stackFacts, stackIsGiven } from "@/e2e/stack"
import { chromiumFlags, findChromium } from "@/scripts/chromium"

const executablePath = findChromium()
const base = { browserName: "chromium" } as const

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...(stackIsGiven() ? { baseURL: stackFacts().url } : {}),
    trace: "retain-on-failure",
    launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: "desktop", use: { ...base, viewport: { width: 1440, height: 900 } }, grepInvert: /@mobile/ },
    {
      name: "mobile",
      use: { ...base, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      grep: /@mobile/,
    },
  ],
})
