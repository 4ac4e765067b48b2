export const railCookie = "enlace_rail"
export const densityCookie = "enlace_density"
export const columnsCookie = "enlace_columns"
export const themeCookie = "enlace_theme"

const yearSeconds = 365 * 24 * 60 * 60

/** Keeps a preference of this browser in a cookie, so that the server renders it right the first time; "" forgets it. */
export function remember(cookie: string, value: string): void {
  const age = value === "" ? 0 : yearSeconds
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari before 18.4 and on plain http
  document.cookie = `${cookie}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax`
}
