/** Takes every one of `secrets` out of a text, also where it stands percent-encoded or escaped for JSON. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => {
    const whole = secret.toWellFormed()
    return [secret, encodeURIComponent(whole), JSON.stringify(whole).slice(1, -1)]
  })
  const longestFirst = [...new Set(forms)].filter((form) => form !== "").sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((clean, form) => clean.replaceAll(form, "[redacted]"), text)
}
