type Header = (name: string) => string | null

/**
 * Whether a form or script of our own page has sent this. Browsers say so by Sec-Fetch-Site; older ones by Origin, which a page without
 * referrers sends as `null`. What says neither is no browser.
 */
export function isSameOrigin(header: Header, ownUrl: string): boolean {
  const site = header("sec-fetch-site")
  if (site !== null) return site === "same-origin"
  const origin = header("origin")
  return origin === "null" || origin === new URL(ownUrl).origin
}
