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

export type RepairPolicy = { widgetUrl: string; sdkUrl: string; portal: string; https: boolean }

/** The customer's page: one script of ours, Belvo's beside it with the styles that it brings, and Belvo's widget in a frame. */
export function repairPolicy({ widgetUrl, sdkUrl, portal, https }: RepairPolicy): string {
  const [widget, sdk] = [new URL(widgetUrl).origin, new URL(sdkUrl).origin]
  const directives = [
    "default-src 'none'",
    `script-src 'self' ${sdk}`,
    `style-src 'unsafe-inline' ${sdk}`,
    `img-src 'self' data: ${sdk} ${widget}`,
    `font-src ${sdk} ${widget}`,
    `connect-src 'self' ${sdk} ${widget}`,
    `frame-src ${widget}`,
    "base-uri 'none'",
    // The form is answered by a redirect to one of them.
    `form-action 'self' ${widget} ${new URL(portal).origin}`,
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ]
  return directives.join("; ")
}
