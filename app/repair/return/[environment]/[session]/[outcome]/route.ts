import { getTranslations } from "next-intl/server"
import { installation } from "@/lib/ctx"
import { reportReturn } from "@/lib/recovery/connecting/reporting/commands"
import { enterByReturn } from "@/lib/recovery/connecting/reporting/queries"
import { parseReport } from "@/lib/recovery/connecting/reporting/schema"
import { runtime, systemCtx } from "@/lib/runtime"

export const dynamic = "force-dynamic"

/** Where Belvo's widget leads a customer back to. What it says is kept as a rumour; the answer says nothing of whose it was. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/repair/return/[environment]/[session]/[outcome]">,
): Promise<Response> {
  const { environment, session, outcome } = await params
  const report = parseReport(session, outcome, new URL(request.url).searchParams)
  const door = systemCtx(runtime(), installation, { name: "system:visitor", permissions: ["repair:visit"] })
  const ctx = report && (await enterByReturn(door, { slug: environment }))
  if (ctx) await reportReturn(ctx, report)
  const t = await getTranslations("connect.returned")
  const kind = report?.kind ?? "exit"
  return page({ lang: t("lang"), title: t(`${kind}.title`), text: t(`${kind}.text`) })
}

/** Loads nothing and needs no script; our own words, so nothing in it needs escaping. */
function page({ lang, title, text }: { lang: string; title: string; text: string }): Response {
  const body =
    "font:17px/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1.25rem;color-scheme:light dark"
  const document = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title></head><body style="${body}"><h1 style="font-size:1.4rem">${title}</h1><p>${text}</p></body></html>`
  return new Response(document, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    },
  })
}
