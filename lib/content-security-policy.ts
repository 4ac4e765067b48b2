export type Policy = {
  nonce: string
  /** The development build evaluates text, listens on a socket and brings style sheets of its own. */
  development: boolean
  https: boolean
}

/** What a document of ours may load and reach: scripts by this document's nonce, everything from here, no frames. */
export function contentSecurityPolicy({ nonce, development, https }: Policy): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ]
  return directives.join("; ")
}
