import type { Ctx } from "@/lib/ctx"
import { linkListParams } from "@/lib/links/schema"
import { applyGone, applyLinks, confirmGone, readLink, rereadLinks } from "@/lib/mirror/commands"
import { listLive, readLive } from "@/lib/mirror/live/commands"
import { readThrough } from "@/lib/mirror/reading/commands"
import { searchLive } from "@/lib/mirror/search/commands"
import { asMirror } from "@/lib/mirror/sights/commands"
import { collectTicket, withinPatience } from "@/lib/mirror/tickets/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { freshBelvo, linkOf, type Place } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const seen = (ctx: Ctx) => ({ observedAt: ctx.now(), cause: "live" }) as const
const forPeople = { priority: "member", cause: "live" } as const
const forMachines = { priority: "webhook", cause: "webhook" } as const

async function makeTicket({ db, here }: Place, { actor, now }: Ctx): Promise<string> {
  const memberId = actor.kind === "member" ? actor.id : crypto.randomUUID()
  const data = { environmentId: here.id, memberId, createdAt: now(), state: "done", result: { kind: "gone" } }
  return (await db.liveTicket.create({ data })).id
}

export const mirrorRows: readonly Row[] = [
  needs("links:live", readLive, ({ ids }) => [{ linkId: ids.link }], {
    elsewhere: { value: { kind: "fresh", value: { kind: "gone", known: false } } },
  }),
  needs("links:live", listLive, ({ ids }) => [{ query: linkListParams.parse({ id: ids.link }) }], {
    elsewhere: { value: { kind: "fresh", value: { count: 0, rows: [] } } },
  }),
  needs("links:live", searchLive, ({ ids }) => [{ q: ids.link }], {
    elsewhere: { value: { kind: "fresh", value: { hits: [], target: null } } },
  }),
  needs("links:live", collectTicket, async (place, ctx) => [await makeTicket(place, ctx)], {
    elsewhere: { error: { code: "NOT_FOUND" } },
  }),
  needs("links:live", readLink, ({ ids }) => [{ linkId: ids.link, ...forPeople }], {
    elsewhere: { value: { kind: "gone", known: false } },
  }),
  needs("keys:open", readLink, ({ ids }) => [{ linkId: ids.link, ...forMachines }], {
    elsewhere: { value: { kind: "gone", known: false } },
  }),
  needs("keys:open", rereadLinks, ({ ids }) => [{ linkIds: [ids.link], ...forMachines }], {
    elsewhere: { value: { inserted: 0, updated: 0, events: [] } },
  }),
  needs("keys:open", readThrough, ({ ids }) => [{ linkIds: [ids.link], ...forMachines }], {
    elsewhere: { value: new Map() },
  }),
  needs("keys:open", confirmGone, ({ ids }) => [{ linkId: ids.link, ...forMachines }], {
    elsewhere: { value: "gone" },
  }),
  needs("links:live", applyLinks, (_place, ctx) => [{ links: [linkOf(freshBelvo(), twelve.single)], ...seen(ctx) }]),
  needs("links:live", applyGone, ({ ids }, ctx) => [{ ids: [ids.link], ...seen(ctx) }], { elsewhere: { value: 0 } }),

  open("the work asks for what it needs", withinPatience<string>, () => [async () => "done"]),
  open("makes nothing of whoever may not ask Belvo", asMirror, () => []),
]
