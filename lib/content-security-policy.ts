export type Policy = {
  nonce: string
  /** React's development build evaluates text and listens on a socket. */
  development: boolean
  https: boolean
}

/** What a document of ours may load and reach: scripts by this document's nonce, everything from here, no frames. */
export function contentSecurityPolicy({ nonce, development, https }: Policy): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
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
