import { Html, html, json } from "@/components/repair/html"
import { styleOf } from "@/components/repair/style"
import type { Screen, Texts } from "@/components/repair/texts"
import { contactHref } from "@/lib/recovery/look/rules"
import type { Look } from "@/lib/recovery/look/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"

export type RepairDocument = {
  locale: CustomerLocale
  texts: Texts
  look: Look
  screen: Screen
  /** The path of this address; null where it is nobody's. */
  path: string | null
  /** Belvo's script, where there is a button to need it. */
  sdkUrl: string
  /** Why the button has come to nothing. */
  notice?: string
}

/** Screens with a button; the others say what is, and whom to ask. */
const withButton: readonly Screen[] = ["open", "again", "consent", "left", "refused", "bank"]

/** Screens after which nothing is left but to ask, so that whom stands right there. */
const ends: readonly Screen[] = ["expired", "broke", "revoked", "gone", "unknown"]
const isEnd = (screen: Screen): boolean => ends.includes(screen)

/** The whole page: readable without a script, one form, nothing personal in it. */
export function renderDocument({ locale, texts, look, screen, path, sdkUrl, notice = "" }: RepairDocument): string {
  const words = texts.screens[screen]
  const hasButton = path !== null && withButton.includes(screen)
  const { text } = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${texts.page}</title>
<link rel="icon" href="data:,">
<style>${new Html(styleOf(look))}</style>
</head>
<body>
<main data-screen="${screen}">
${heading(look, path)}
<h1 id="title" tabindex="-1">${words.title}</h1>
<p id="text">${words.text}</p>
${hasButton && html`<form id="form" method="post" action="${path}"><button id="button">${words.button}</button></form>`}
${isEnd(screen) && html`<div id="ask">${whomToAsk(texts, look)}</div>`}
<p id="status" role="status">${notice}</p>
${(screen === "open" || screen === "again") && html`<p id="never" class="muted">${texts.never}</p>`}
<div id="belvo"></div>
<p id="aside" class="muted" hidden>${texts.aside} <a id="hosted" rel="noreferrer" href="/">${texts.asideLink}</a></p>
${!isEnd(screen) && html`<footer class="muted">${whomToAsk(texts, look)}</footer>`}
</main>
${hasButton && script({ locale, texts, path, sdkUrl })}
</body>
</html>
`
  return text
}

function heading({ operatorName, logo }: Look, path: string | null): Html | null {
  if (logo !== null && path !== null) {
    return html`<header><img src="${path}/logo?${logo}" alt="${operatorName}" height="40"></header>`
  }
  return operatorName === "" ? null : html`<header>${operatorName}</header>`
}

function whomToAsk(texts: Texts, { contact }: Look): Html {
  const href = contactHref(contact)
  if (contact === "") return html`<p>${texts.askSender}</p>`
  return html`<p>${texts.ask} ${href === null ? html`<strong>${contact}</strong>` : html`<a href="${href}">${contact}</a>`}</p>`
}

type Script = Pick<RepairDocument, "locale" | "texts" | "path" | "sdkUrl">

/** What the script says later, in words of the server's. */
function script({ locale, texts, path, sdkUrl }: Script): Html {
  // What has a day in it is the server's to say: the script loads the page anew for it.
  const { again: _again, broke: _broke, ...screens } = texts.screens
  const { starting, busy, wait, failed } = texts
  const widgetLocale = locale === "pt-BR" ? "pt" : locale
  const data = json({ path, sdkUrl, locale: widgetLocale, screens, starting, busy, wait, failed })
  return html`<script id="data" type="application/json">${data}</script>
<script src="/repair.js" defer></script>`
}
