/** Takes every one of `secrets` out of a text, also where it stands percent-encoded. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => [secret, encode(secret)]).filter((form) => form.length > 0)
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((clean, form) => clean.replaceAll(form, "[redacted]"), text)
}

const encode = (secret: string): string => encodeURIComponent(secret.toWellFormed())
