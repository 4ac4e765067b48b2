import { existsSync } from "node:fs"
import { chromium } from "@playwright/test"
import { runProcess } from "@/scripts/processes"

/** The browser that is there: the one named by CHROMIUM_PATH, the machine's, or Playwright's own. */
export function findChromium(): string | null {
  const places = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", chromium.executablePath()]
  return places.find((path) => path && existsSync(path)) ?? null
}

/** Root of a Debian takes the distribution's, which brings its libraries; anybody else takes Playwright's. */
export async function installChromium(signal: AbortSignal): Promise<void> {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" }
    await runProcess(["apt-get", "update", "-q"], { env, signal })
    await runProcess(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], { env, signal })
  }
  if (!findChromium()) await runProcess(["playwright", "install", "chromium"], { signal })
  if (!findChromium()) throw new Error("No browser for the tests: install Chromium, or name one in CHROMIUM_PATH")
}

/** As root, and without a network, a browser needs to be told. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
]
