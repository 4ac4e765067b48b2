import { Html, html } from "@/simulator/widget/html"
import type { Locale, Texts } from "@/simulator/widget/texts"

const style = new Html(`<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f4f5; color: #18181b }
main { max-width: 26rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border: 1px solid #d4d4d8; border-radius: 6px }
.banner { background: #fde68a; color: #422006; padding: .75rem 1rem; text-align: center; font-weight: 600 }
form { margin: 1rem 0 0 }
button, input, select { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; margin: .25rem 0; border: 1px solid #71717a; border-radius: 6px }
button { background: #1e40af; color: #fff; border-color: #1e40af }
button.quiet { background: #fff; color: #18181b; border-color: #71717a }
.error { color: #991b1b }
img { display: block; margin: 1rem auto; image-rendering: pixelated }
</style>`)

export interface Page {
  texts: Texts & { locale: Locale }
  title: string
  content: Html
  status?: number
  /** Where the widget hands the end user back; a browser follows an http address by itself. */
  callback?: string | null
}

/** A whole document: nothing is loaded from anywhere, nothing needs JavaScript. */
export function page({ texts, title, content, status = 200, callback = null }: Page): Response {
  const follows = callback?.startsWith("http") ? html`<meta http-equiv="refresh" content="2;url=${callback}">` : null
  const document = html`<!doctype html>
<html lang="${texts.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${follows}${style}</head>
<body>
<p class="banner" role="note" data-testid="simulator-banner">${texts.banner}</p>
<main>
<h1>${title}</h1>
${content}
${callback ? html`<p><a href="${callback}" data-testid="callback">${texts.back}</a></p>` : null}
</main>
</body>
</html>
`
  return new Response(document.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
    },
  })
}
