import { chromium } from "@playwright/test"
import { atMost, type Figure, told } from "@/bench/figure"
import { type Stage, smallLinks } from "@/bench/stage"
import { chromiumFlags, findChromium } from "@/scripts/chromium"

const mostKb = 200

type Chunk = { path: string; kb: number }

/**
 * What Chromium, its cache empty, takes over the network for the scripts that the document of the links page names, as the server
 * compresses them. Browsers of today skip what is marked `nomodule`; what is fetched later for other pages is told apart.
 */
export async function measureJavascript({ site, log }: Stage): Promise<Figure[]> {
  const { url, cookie } = await site(smallLinks)
  const executablePath = findChromium()
  const browser = await chromium.launch({ args: chromiumFlags, ...(executablePath ? { executablePath } : {}) })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies(cookie.split("; ").map((pair) => toCookie(pair, url)))
    const page = await context.newPage()
    const chunks: Promise<Chunk>[] = []
    page.on("requestfinished", (request) => {
      if (request.resourceType() !== "script") return
      const sized = request.sizes().then(({ responseBodySize }) => responseBodySize / 1_000)
      chunks.push(sized.then((kb) => ({ path: new URL(request.url()).pathname, kb })))
    })
    const response = await page.goto(`${url}/sandbox/links`, { waitUntil: "networkidle" })
    const document = (await response?.text()) ?? ""
    const all = await Promise.all(chunks)
    const named = all.filter(({ path }) => document.includes(path))
    for (const { path, kb } of named.toSorted((a, b) => b.kb - a.kb).slice(0, 12)) log(`${kb.toFixed(1)} kB ${path}`)
    return [
      atMost(`first-load JavaScript, ${named.length} scripts compressed`, total(named), mostKb, "kB"),
      told("JavaScript fetched later, while nothing is done", `${(total(all) - total(named)).toFixed(1)} kB`),
    ]
  } finally {
    await browser.close()
  }
}

const total = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { kb }) => sum + kb, 0)

function toCookie(pair: string, url: string) {
  const [name = "", ...value] = pair.split("=")
  return { name, value: value.join("="), url }
}
