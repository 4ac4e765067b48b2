import { renderDocument } from "@/components/repair/document"
import { type Screen, textsOf } from "@/components/repair/texts"
import { repairPolicy } from "@/lib/content-security-policy"
import { locales } from "@/lib/format"
import { matchLocale } from "@/lib/i18n"
import { usualLook } from "@/lib/recovery/look/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { visitAddress } from "@/lib/recovery/visits/commands"
import { enterByToken, getVisitPage, type VisitPage } from "@/lib/recovery/visits/queries"
import type { Visited } from "@/lib/recovery/visits/schema"
import { answerKindly, type Visitor, visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

type Context = RouteContext<"/repair/[token]">

/** What the customer sees. Changes nothing, here or at Belvo: whatever scans a message opens it, too. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params
  const visitor = visitorOf(request)
  const look = async () => {
    const entered = await enterByToken(visitor.ctx, { token })
    if (!entered) return nobodys(request, visitor)
    const page = await getVisitPage(entered.ctx, entered)
    return document(request, visitor, { page, path: `/repair/${token}`, status: isOver(page) ? 410 : 200 })
  }
  return answerKindly(visitor, look, () => away(request, visitor))
}

/** The button: at most one read of the link and one token. Answers the script with JSON, a browser without one by a redirect. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params
  const visitor = visitorOf(request)
  if (!visitor.sameOrigin) return new Response(null, { status: 403, headers: uncached })
  const failed = () => Response.json({ kind: "failed" }, { status: 502, headers: uncached })
  return answerKindly(
    visitor,
    () => press(request, visitor, token),
    () => (visitor.wantsJson ? failed() : away(request, visitor)),
  )
}

async function press(request: Request, visitor: Visitor, token: string): Promise<Response> {
  const entered = await enterByToken(visitor.ctx, { token })
  if (!entered) {
    if (!visitor.wantsJson) return nobodys(request, visitor)
    return Response.json({ kind: "closed" }, { status: (await visitor.missed()) ? 429 : 404, headers: uncached })
  }
  const { addressId } = entered
  const visited = await visitAddress(entered.ctx, { addressId, client: visitor.client, locale: spokenBy(request) })
  if (visitor.wantsJson) return Response.json(visited, { status: statusOf(visited), headers: uncached })
  const path = `/repair/${token}`
  if (!("seconds" in visited) && visited.kind !== "failed") {
    return new Response(null, {
      status: 303,
      headers: { ...uncached, location: "address" in visited ? visited.address : path },
    })
  }
  const page = await getVisitPage(entered.ctx, entered)
  return document(request, visitor, { page, path, status: statusOf(visited), visited })
}

/** Throttles the answer, never the search: who has an address that is good may share a network with who guesses. */
async function nobodys(request: Request, visitor: Visitor): Promise<Response> {
  const isGuessing = await visitor.missed()
  const screen = isGuessing ? "guessing" : "unknown"
  return document(request, visitor, { page: null, path: null, screen, status: isGuessing ? 429 : 404 })
}

const away = (request: Request, visitor: Visitor): Promise<Response> =>
  document(request, visitor, { page: null, path: null, screen: "away", status: 500 })

const uncached = { "cache-control": "no-store" }

const over: readonly VisitPage["state"][] = ["expired", "broke", "revoked", "gone"]
const isOver = ({ state }: VisitPage): boolean => over.includes(state)

function statusOf({ kind }: Visited): number {
  if (kind === "wait") return 429
  if (kind === "busy") return 503
  return kind === "failed" ? 502 : 200
}

type Shown = { path: string | null; status: number; visited?: Visited } & (
  | { page: VisitPage; screen?: never }
  | { page: null; screen: Screen }
)

async function document(
  request: Request,
  { ctx: { env } }: Visitor,
  { page, path, status, visited, screen = screenOf(page) }: Shown,
): Promise<Response> {
  const look = page?.look ?? usualLook
  const locale = spokenBy(request) ?? page?.locale ?? "es"
  const { institution = null, worked = null } = page ?? {}
  const texts = await textsOf(locale, { operator: look.operatorName, institution, worked })
  const seconds = visited && "seconds" in visited ? visited.seconds : null
  const notice = visited && noticeOf(visited, texts)
  const body = renderDocument({
    ...{ locale, texts, look, path, screen, sdkUrl: env.belvoWidgetSdkUrl },
    ...(notice ? { notice } : {}),
  })
  const https = env.nextAuthUrl.startsWith("https://")
  const policy = {
    widgetUrl: env.belvoWidgetUrl,
    sdkUrl: env.belvoWidgetSdkUrl,
    portal: page?.portal ?? env.nextAuthUrl,
    https,
  }
  return new Response(body, {
    status,
    headers: {
      ...uncached,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": repairPolicy(policy),
      ...(seconds === null ? {} : { "retry-after": String(seconds) }),
      ...(https ? { "strict-transport-security": "max-age=31536000" } : {}),
    },
  })
}

/** Null where the browser asks for no language of ours. */
function spokenBy(request: Request): CustomerLocale | null {
  const wanted = request.headers.get("accept-language") ?? ""
  const isOurs = locales.some((locale) => wanted.toLowerCase().includes(locale.slice(0, 2)))
  return isOurs ? matchLocale(wanted) : null
}

function noticeOf(visited: Visited, { busy, wait, failed }: { busy: string; wait: string; failed: string }): string {
  if (visited.kind === "failed") return failed
  if (!("seconds" in visited)) return ""
  return (visited.kind === "busy" ? busy : wait).replace("{seconds}", String(visited.seconds))
}

function screenOf(page: VisitPage | null): Screen {
  if (page === null) return "unknown"
  if (page.consent && page.state === "again") return "consent"
  if (page.state !== "open") return page.state
  if (page.closing && page.visit === "open") return "checking"
  return page.consent ? "consent" : "open"
}
