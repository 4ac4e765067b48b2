import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { endAddresses } from "@/lib/recovery/addresses/ending/commands"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { driveCampaigns } from "@/lib/recovery/campaigns/driving/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { endCampaign } from "@/lib/recovery/campaigns/moving/commands"
import { findCampaign } from "@/lib/recovery/campaigns/queries"
import { campaignSettings, cohortChoice, standardSettings } from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"
import { fateOf, playVisit } from "@/scripts/seed/customers"
import { asSystem, type Stage } from "@/scripts/seed/stage"

type Wanted = { name: string; at: Date; links: number; validDays: number; heldOutPercent: number }

/** An engineer pastes a list of broken links, and sets out at once. Null where there are too few of them. */
export async function playStart(stage: Stage, engineer: Ctx, wanted: Wanted): Promise<string | null> {
  const { ctx, setClock } = stage
  const { at, links, ...settings } = wanted
  setClock(at)
  const ids = await listBroken(ctx, links)
  if (ids.length < fewest) return null
  const { campaignId } = await createCampaign(engineer, {
    settings: campaignSettings.parse({ ...standardSettings, ...settings }),
    choice: cohortChoice.parse({ kind: "ids", text: ids.join("\n") }),
  })
  const members = (await findCampaign(engineer, { campaignId }))?.members ?? 0
  if (members === 0) return null
  await startCampaign(engineer, { campaignId, expectedMembers: members })
  await makeDueWaves(asDriver(ctx), { campaignId, signal: never })
  return campaignId
}

const fewest = 10
const never = new AbortController().signal
const asDriver = (ctx: Ctx): Ctx => asSystem(ctx, "system:job", ["campaigns:drive"])

type Opening = {
  campaignId: string
  from: Date
  to: Date /** Of all who ever open it, those drawn between these come now. */
  share: readonly [number, number]
}

/** Those whose turn it is open their address, one after another. */
export async function playOpenings(stage: Stage, { campaignId, from, to, share }: Opening): Promise<void> {
  const sent = await listSent(stage.ctx, campaignId)
  const now = sent.flatMap(({ addressId, linkId }) => {
    const { fate, turn } = fateOf(linkId)
    return fate !== "untouched" && turn >= share[0] && turn < share[1] ? [{ addressId, linkId, fate }] : []
  })
  const stepMs = (to.getTime() - from.getTime()) / (now.length + 1)
  for (const [index, visit] of now.entries()) {
    await playVisit(stage, { ...visit, at: new Date(from.getTime() + (index + 1) * stepMs) })
  }
}

/** What the minute's jobs do: addresses end, and what has become of them is counted. */
export async function playMinute({ ctx, setClock }: Stage, at: Date): Promise<void> {
  setClock(at)
  await endAddresses(asSystem(ctx, "system:job", ["sessions:settle"]), { signal: never })
  await driveCampaigns(asDriver(ctx))
}

export async function playEnd(
  { setClock }: Stage,
  engineer: Ctx,
  end: { campaignId: string; at: Date },
): Promise<void> {
  setClock(end.at)
  const campaign = await findCampaign(engineer, end)
  if (campaign && campaign.state !== "ended") await endCampaign(engineer, end)
}

/** Those that broke last, of whichever bank. */
function listBroken(ctx: Ctx, most: number): Promise<string[]> {
  return read(ctx, "links:read", async (db) => {
    const links = await db.link.findMany({
      where: { status: { in: ["invalid", "token_required"] }, removedAt: null, externalId: { not: null } },
      orderBy: [{ statusSince: "desc" }, { id: "asc" }],
      select: { id: true },
      take: most,
    })
    return links.map(({ id }) => id)
  })
}

function listSent(ctx: Ctx, campaignId: string): Promise<{ addressId: string; linkId: string }[]> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.repairAddress.findMany({
      where: { environmentId: ctx.environment.id, campaignId, state: "open" },
      orderBy: { id: "asc" },
      select: { id: true, linkId: true },
    })
    return rows.map(({ id, linkId }) => ({ addressId: id, linkId }))
  })
}
