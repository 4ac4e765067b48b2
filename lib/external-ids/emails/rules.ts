const address = /[^\s@]+(?:@|%40)[^\s@]+\.[a-z]{2,}/i
const providers = new Set(["gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "protonmail"])
/** Too much of an everyday word without the rest of the domain. */
const providersWithDomain = new Set([
  "live",
  "msn",
  "uol",
  "bol",
  "terra",
  "globo",
  "ig",
  "prodigy",
  "vtr",
  "me",
  "aol",
])
const at = new Set(["at", "arroba"])
const endings = new Set(["com", "net", "org", "edu", "gov", "gob", "io", "co", "mx", "br", "cl"])

/** As it is written. */
export const isEmail = (text: string): boolean => address.test(text)

/** An address whose `@` and dots were replaced, since Belvo takes neither: `maria_lopez_gmail_com`. */
export function isEmailSpelledOut(segments: readonly string[]): boolean {
  const words = segments.map((segment) => segment.toLowerCase())
  return words.some((word, place) => {
    const [next, afterNext] = [words[place + 1], words[place + 2]]
    if (place === 0) return false
    if (providers.has(word)) return next === undefined || endings.has(next)
    if (providersWithDomain.has(word)) return next !== undefined && endings.has(next)
    return at.has(word) && next !== undefined && afterNext !== undefined && endings.has(words.at(-1) ?? "")
  })
}
