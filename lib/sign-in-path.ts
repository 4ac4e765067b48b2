/** The header in which proxy.ts names the page that is asked for, whatever the request itself said. */
export const askedHeader = "x-enlace-asked"

type Asked = {
  /** Path and query of the page that is asked for. */
  path: string
  /** Somebody was signed in here, and is no longer. */
  ended: boolean
}

/** The sign-in, which says why one is there and leads back. */
export function signInPath({ path, ended }: Asked): string {
  const query = new URLSearchParams()
  if (ended) query.set("ended", "1")
  if (path !== "/") query.set("callbackUrl", path)
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`
}
