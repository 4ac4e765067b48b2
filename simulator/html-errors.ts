const openresty = (status: string): string =>
  [
    "<html>",
    `<head><title>${status}</title></head>`,
    "<body>",
    `<center><h1>${status}</h1></center>`,
    "<hr><center>openresty/1.15.8.2</center>",
    "</body>",
    "</html>",
    "",
  ].join("\r\n")

const names: Record<number, string> = {
  403: "403 Forbidden",
  404: "404 Not Found",
  500: "500 Internal Server Error",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
}

/** What stands in front of Belvo answers in HTML: throttling, blocked requests, gateways that are down, wrong addresses. */
export function htmlError(status: number): Response {
  const headers = { "content-type": "text/html", server: "openresty/1.15.8.2" }
  return new Response(openresty(names[status] ?? String(status)), { status, headers })
}
