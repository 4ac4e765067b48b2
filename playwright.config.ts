import { defineConfig } from "@playwright/test"
import { stackFacts, stackIsGiven } from "@/e2e/stack"
import { chromiumFlags, findChromium } from "@/scripts/chromium"

const executablePath = findChromium()
const base = { browserName: "chromium" } as const
const desktop = { width: 1440, height: 900 }
const outage = "outage.spec.ts"

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  forbidOnly: true,
  workers: 3,
  // Of a machine with other work besides: what holds is seen at once.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  use: {
    ...(stackIsGiven() ? { baseURL: stackFacts().url } : {}),
    // To keep what each step does to the page takes a good part of the processor: `--trace on` for the test in question.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: "desktop", use: { ...base, viewport: desktop }, grepInvert: /@mobile/, testIgnore: outage },
    {
      name: "mobile",
      use: { ...base, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      grep: /@mobile/,
    },
    // Breaks Belvo for everybody, so it waits until everybody is done.
    { name: "outage", use: { ...base, viewport: desktop }, testMatch: outage, dependencies: ["desktop", "mobile"] },
  ],
})
