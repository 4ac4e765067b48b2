import { describe, expect, it } from "vitest"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { discardDraft, refreshDraft } from "@/lib/recovery/campaigns/commands"
import { endDrafts } from "@/lib/recovery/campaigns/keeping/commands"
import { getCohort } from "@/lib/recovery/campaigns/measuring/queries"
import { endCampaign, extendCampaign, pauseCampaign, resumeCampaign } from "@/lib/recovery/campaigns/moving/commands"
import { getBadLinesFile, listBadLines, listCampaigns } from "@/lib/recovery/campaigns/queries"
import { heldOutBelow } from "@/lib/recovery/campaigns/rules"
import { brokenLink, campaignWorld, drawOf, noon } from "@/test/campaigns"

describe("createCampaign", () => {
  it("says of every link that is left out why, and of the rest how many of which institution and status", async () => {
    const { ctx, db, observe, draft, matching, view, start, advance } = await campaignWorld()
    const incident = Array.from({ length: 25 }, () =>
      brokenLink({ institution: "gringotts_mx_retail", status: "valid" }),
    )
    const [kept, code, elsewhere, recently] = [
      brokenLink(),
      brokenLink({ status: "token_required" }),
      brokenLink(),
      brokenLink(),
    ]
    const healed = brokenLink()
    const consent = brokenLink({ institution: "ofmockbank_br_retail" })
    const nameless = brokenLink({ externalId: null })
    await observe([kept, code, elsewhere, recently, healed, consent, nameless, ...incident])
    advance(30)
    await observe(incident.map((link) => ({ ...link, status: "invalid" })))
    advance(30)
    await db.repairSession.create({
      data: {
        ...{
          environmentId: ctx.environment.id,
          linkId: recently.id,
          openedAt: new Date(noon - 86_400_000),
          state: "expired",
        },
        ...{ expiresAt: new Date(noon), tokenHash: new Uint8Array(32) },
      },
    })
    await start(await draft({ kind: "ids", text: elsewhere.id }, { heldOutPercent: 0 }))

    const id = await draft(matching("status=invalid,token_required"), { heldOutPercent: 0 })
    await observe([{ ...healed, status: "valid" }])
    await refreshDraft(ctx, { campaignId: id })

    const cohort = await getCohort(ctx, { campaignId: id })
    expect(cohort.leftOut).toEqual([
      { reason: "healed", links: 1 },
      { reason: "consent", links: 1 },
      { reason: "no_external_id", links: 1 },
      { reason: "incident", links: 25 },
      { reason: "in_campaign", links: 1 },
      { reason: "asked", links: 1 },
    ])
    expect(cohort).toMatchObject({
      ...{ chosen: 32, asked: 2, institutions: [{ name: "erebor_mx_retail", displayName: null, links: 2 }] },
      statuses: [
        { name: "invalid", links: 1 },
        { name: "token_required", links: 1 },
      ],
    })
    expect(await view(id)).toMatchObject({ state: "draft", members: 2, heldOut: 0, openingsPerMinute: 1 })
    expect(new Set([kept.id, code.id])).toEqual(
      new Set(
        (await db.campaignMember.findMany({ where: { campaignId: id, leftOut: null } })).map((one) => one.linkId),
      ),
    )
  })

  it("takes no more than the list showed, and nothing that came later", async () => {
    const { observe, draft, matching, advance, view } = await campaignWorld()
    await observe([brokenLink(), brokenLink()])
    const shown = matching("status=invalid", { exact: true, expectedCount: 1 })
    await expect(draft(shown)).rejects.toMatchObject({ key: "campaign.moreNow" })
    const snapshot = matching("status=invalid")
    advance(10)
    await observe([brokenLink()])
    expect(await view(await draft(snapshot))).toMatchObject({ members: 2 })
    await expect(draft(matching("status=token_required"))).rejects.toMatchObject({ key: "campaign.nothingChosen" })
  })

  it("finds the links of a pasted list by either id, and names every line that is of no use", async () => {
    const { ctx, as, observe, draft, view } = await campaignWorld()
    const [one, two, three] = [brokenLink(), brokenLink(), brokenLink()]
    const [twin, gone] = [brokenLink({ externalId: three.externalId }), brokenLink()]
    await observe([one, two, three, twin, gone])
    await applyGone(as("mirror:write"), { ids: [gone.id], observedAt: ctx.now(), cause: "sweep" })
    const text = [
      one.id,
      two.externalId,
      "external_id",
      three.externalId,
      twin.id,
      one.externalId,
      gone.id,
      two.externalId,
      "a\u0001",
    ]
    const id = await draft({ kind: "ids", text: text.join("\n") })
    expect(await view(id)).toMatchObject({ source: "ids", lines: 9, badLines: 6, members: 4, filter: null })
    const bad = [
      { line: 3, reason: "unknown" },
      { line: 5, reason: "repeated" },
      { line: 6, reason: "repeated" },
      { line: 7, reason: "gone" },
      { line: 8, reason: "repeated" },
      { line: 9, reason: "unreadable" },
    ]
    expect(await listBadLines(ctx, { campaignId: id })).toEqual(bad)
    const file = ["line,reason", ...bad.map(({ line, reason }) => `${line},${reason}`), ""].join("\n")
    expect(await getBadLinesFile(ctx, { campaignId: id })).toBe(file)
    await expect(draft({ kind: "ids", text: "nobody\nnothing" })).rejects.toMatchObject({ key: "campaign.noneKnown" })
  })

  it("takes 50,000 lines with rubbish in them, in seconds", async () => {
    const { observe, draft, view } = await campaignWorld()
    const links = Array.from({ length: 2_000 }, () => brokenLink())
    await observe(links)
    const lines = Array.from({ length: 50_000 }, (_, n) => {
      if (n % 25 === 0) return links[n / 25]?.externalId ?? ""
      return n % 3 === 0 ? `\u0002 rubbish ${n}` : n % 3 === 1 ? `nobody_${n}` : "nobody"
    })
    const startedAt = performance.now()
    const id = await draft({ kind: "ids", text: lines.join("\r\n") })
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    expect(await view(id)).toMatchObject({ lines: 50_000, members: 2_000, badLines: 48_000 })
  })

  it("holds out whoever the seed draws, as anybody can draw it again, near the share that was asked for", async () => {
    const { db, observe, draft, matching, view } = await campaignWorld()
    await observe(Array.from({ length: 1_000 }, () => brokenLink()))
    const id = await draft(matching("status=invalid"), { heldOutPercent: 10 })
    const { seed, heldOut } = await view(id)
    const members = await db.campaignMember.findMany({ where: { campaignId: id } })
    for (const { linkId, draw, wave } of members) {
      expect(Number(draw)).toBe(drawOf(seed, linkId))
      expect(wave).toBe(drawOf(seed, linkId) < heldOutBelow(10) ? 0 : null)
    }
    expect(heldOut).toBe(members.filter(({ wave }) => wave === 0).length)
    expect(Math.abs(heldOut - 100)).toBeLessThan(50)
  })

  it("leaves nothing of a draft that nobody wants", async () => {
    const { ctx, db, observe, draft, matching } = await campaignWorld()
    await observe([brokenLink()])
    const id = await draft(matching("status=invalid"))
    await discardDraft(ctx, { campaignId: id })
    expect(await db.campaignMember.count()).toBe(0)
    expect(await listCampaigns(ctx, { after: null })).toEqual({ rows: [], after: null })
  })
})

describe("a campaign under way", () => {
  it("asks wave by wave, and nobody whose link has healed meanwhile", async () => {
    const { db, observe, draft, matching, start, make, drive, advance, view, measured } = await campaignWorld()
    const links = Array.from({ length: 300 }, () => brokenLink())
    await observe(links)
    const id = await draft(matching("status=invalid"), { waveMinutes: 15, heldOutPercent: 0 })
    await start(id)
    expect(await view(id)).toMatchObject({ openingsPerMinute: 9, waves: 3, wave: 1 })
    await make(id)
    expect((await measured(id)).asked).toMatchObject({ sent: 135, states: { untouched: 135, waiting: 165 } })
    await make(id)
    expect(await db.repairAddress.count()).toBe(135)

    const waiting = await db.campaignMember.findMany({ where: { campaignId: id, wave: 2 }, take: 5 })
    const healed = new Set(waiting.map(({ linkId }) => linkId))
    advance(16)
    await observe(links.filter((link) => healed.has(link.id)).map((link) => ({ ...link, status: "valid" })))
    await make(id)
    expect((await measured(id)).asked).toMatchObject({ sent: 265, states: { healed: 5, untouched: 265, waiting: 30 } })
    await drive()
    expect((await measured(id)).asked.states).toMatchObject({ healed: 5 })
  })

  it("counts what is told of addresses and links once, however often it is read", async () => {
    const { observe, draft, matching, start, make, drive, tell, measured, advance, db } = await campaignWorld()
    const links = Array.from({ length: 60 }, (_, n) => brokenLink(n < 20 ? { institution: "gringotts_mx_retail" } : {}))
    await observe(links)
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 30 })
    await start(id)
    await make(id)
    const asked = (
      await db.campaignMember.findMany({ where: { campaignId: id, wave: 1 }, orderBy: { linkId: "asc" } })
    ).map(({ linkId }) => linkId)
    const held = (await db.campaignMember.findMany({ where: { campaignId: id, wave: 0 } })).map(({ linkId }) => linkId)
    await tell(id, "opened", asked.slice(0, 10))
    await tell(id, "gave_up", asked.slice(0, 3))
    await drive()
    await tell(id, "opened", asked.slice(0, 1))
    await tell(id, "repaired", asked.slice(0, 6))
    advance(5)
    const byItself = [...asked.slice(20, 24), ...held.slice(0, 2)]
    await observe(
      links.filter(({ id: linkId }) => byItself.includes(linkId)).map((link) => ({ ...link, status: "valid" })),
    )
    for (const minutes of [0, 1, 10]) {
      advance(minutes)
      await drive()
      const now = await measured(id)
      expect(now.asked).toMatchObject({
        ...{ members: asked.length, sent: asked.length, opened: 10 },
        states: { repaired: 6, opened: 4, gave_up: 0, healed: 4, untouched: asked.length - 14 },
      })
      expect(now.heldOut).toMatchObject({
        members: held.length,
        sent: 0,
        states: { healed: 2, waiting: held.length - 2 },
      })
      expect(now.days).toEqual([{ day: "2026-03-01", sent: asked.length, opened: 10, repaired: 6, healed: 4 }])
      expect(now.institutions.map(({ institution }) => institution)).toEqual([
        "erebor_mx_retail",
        "gringotts_mx_retail",
      ])
    }
  })

  it("stops by itself where too many fail at the widget, and after that only for new failures", async () => {
    const { ctx, db, observe, draft, matching, start, make, drive, tell, view, advance } = await campaignWorld()
    await observe(Array.from({ length: 300 }, () => brokenLink()))
    const id = await draft(matching("status=invalid"), { waveMinutes: 15, heldOutPercent: 0, stopPercent: 40 })
    await start(id)
    await make(id)
    const asked = (await db.campaignMember.findMany({ where: { campaignId: id, wave: 1 } })).map(({ linkId }) => linkId)
    await tell(id, "repaired", asked.slice(0, 10))
    await tell(id, "failed", asked.slice(10, 19))
    await drive()
    expect(await view(id)).toMatchObject({ state: "running" })
    await tell(id, "failed", asked.slice(19, 22))
    await drive()
    expect(await view(id)).toMatchObject({ state: "paused", pause: "failures" })
    expect(await db.auditEntry.count({ where: { action: "campaign.stopped" } })).toBe(1)
    advance(20)
    await make(id)
    expect(await db.repairAddress.count()).toBe(135)
    await resumeCampaign(ctx, { campaignId: id })
    await drive()
    expect(await view(id)).toMatchObject({ state: "running", pause: null })
    await make(id)
    expect(await db.repairAddress.count()).toBe(270)
  })

  it("can be paused, extended and ended by hand, and ends by itself once its addresses have", async () => {
    const { ctx, db, observe, draft, matching, start, make, drive, view, advance } = await campaignWorld()
    await observe([brokenLink(), brokenLink()])
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0, validDays: 2 })
    const input = { campaignId: id }
    await expect(pauseCampaign(ctx, input)).rejects.toMatchObject({ key: "campaign.movedOn" })
    await start(id)
    await pauseCampaign(ctx, input)
    await make(id)
    expect(await db.repairAddress.count()).toBe(0)
    await resumeCampaign(ctx, input)
    await make(id)
    await expect(extendCampaign(ctx, { ...input, days: 1 })).rejects.toMatchObject({ key: "campaign.notLonger" })
    await extendCampaign(ctx, { ...input, days: 5 })
    expect(await view(id)).toMatchObject({ expiresAt: new Date(noon + 5 * 86_400_000).toISOString() })
    advance(4 * 1_440)
    await drive()
    expect(await view(id)).toMatchObject({ state: "running" })
    advance(1_440 + 121)
    await drive()
    expect(await view(id)).toMatchObject({ state: "ended", endedBy: null })
    await expect(endCampaign(ctx, input)).rejects.toMatchObject({ key: "campaign.movedOn" })
  })

  it("stops one without waves, and a resume forgives who failed, whatever came of them since", async () => {
    const { ctx, db, observe, draft, matching, start, make, drive, tell, view } = await campaignWorld()
    await observe(Array.from({ length: 80 }, () => brokenLink()))
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0, stopPercent: 40 })
    await start(id)
    await make(id)
    const asked = (await db.campaignMember.findMany({ where: { campaignId: id } })).map(({ linkId }) => linkId)
    await tell(id, "repaired", asked.slice(0, 10))
    await tell(id, "failed", asked.slice(10, 25))
    await drive()
    expect(await view(id)).toMatchObject({ state: "paused", pause: "failures" })
    await resumeCampaign(ctx, { campaignId: id })
    await tell(id, "repaired", asked.slice(10, 25))
    await drive()
    await tell(id, "failed", asked.slice(25, 37))
    await tell(id, "repaired", asked.slice(37, 44))
    await drive()
    expect(await view(id)).toMatchObject({ state: "running" })
    await tell(id, "failed", asked.slice(44, 45))
    await drive()
    expect(await view(id)).toMatchObject({ state: "paused", pause: "failures" })
  })

  it("counts for twenty minutes more what had begun when it ended, and nothing after that", async () => {
    const { ctx, db, observe, draft, matching, start, make, drive, tell, advance, measured } = await campaignWorld()
    await observe(Array.from({ length: 5 }, () => brokenLink()))
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0 })
    await start(id)
    await make(id)
    const [one = "", two = "", three = ""] = (await db.campaignMember.findMany({ where: { campaignId: id } })).map(
      ({ linkId }) => linkId,
    )
    await tell(id, "opened", [one])
    await endCampaign(ctx, { campaignId: id })
    await tell(id, "repaired", [two], noon + 11 * 60_000)
    await tell(id, "repaired", [three], noon + 21 * 60_000)
    advance(22)
    await drive()
    expect((await measured(id)).asked).toMatchObject({ opened: 1, states: { repaired: 1 } })
  })

  it("counts a recovery of one held out that was seen before the start and kept afterwards, and none that was over by then", async () => {
    const { db, observe, draft, matching, start, drive, advance, measured, as, ctx } = await campaignWorld()
    const links = Array.from({ length: 40 }, () => brokenLink())
    await observe(links)
    advance(30)
    const id = await draft(matching("status=invalid"), { waveMinutes: 1_440, heldOutPercent: 50 })
    await start(id)
    const held = (await db.campaignMember.findMany({ where: { campaignId: id, wave: 0 } })).map(({ linkId }) => linkId)
    const [late, again] = links.filter((link) => held.includes(link.id))
    if (!late || !again) throw new Error("nobody is held out")
    const seen = new Date(ctx.now().getTime() - 5 * 60_000)
    const by = (link: typeof late, status: "valid" | "invalid", observedAt: Date) =>
      applyLinks(as("mirror:write"), { links: [{ ...link, status }], observedAt, cause: "sweep" })
    await by(late, "valid", seen)
    await by(again, "valid", seen)
    await by(again, "invalid", new Date(seen.getTime() + 60_000))
    advance(1)
    await drive()
    const { heldOut } = await measured(id)
    expect(heldOut.states).toMatchObject({ healed: 1, waiting: held.length - 1 })
  })

  it("takes a link that its customer repaired after all off the day on which it had healed", async () => {
    const { observe, draft, matching, start, make, drive, tell, advance, measured } = await campaignWorld()
    const link = brokenLink()
    await observe([link])
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0 })
    await start(id)
    await make(id)
    advance(10)
    await observe([{ ...link, status: "valid" }])
    await drive()
    advance(1_440)
    await tell(id, "repaired", [link.id], noon + 1_450 * 60_000)
    await drive()
    expect((await measured(id)).days).toEqual([
      { day: "2026-03-01", sent: 1, opened: 0, repaired: 0, healed: 0 },
      { day: "2026-03-02", sent: 0, opened: 0, repaired: 1, healed: 0 },
    ])
  })

  it("ends where nobody was left to ask, and where it stands still until all is over", async () => {
    const { ctx, db, observe, draft, matching, start, make, drive, advance, view } = await campaignWorld()
    const [first, second] = [brokenLink(), brokenLink({ institution: "gringotts_mx_retail" })]
    await observe([first, second])
    const settings = { waveMinutes: 60, heldOutPercent: 0, validDays: 1 }
    const passedOver = await draft(matching("institution=erebor_mx_retail"), settings)
    const still = await draft(matching("institution=gringotts_mx_retail"), settings)
    await start(passedOver)
    await start(still)
    await pauseCampaign(ctx, { campaignId: still })
    await observe([{ ...first, status: "valid" }])
    await make(passedOver)
    expect(await db.repairAddress.count()).toBe(0)
    advance(121)
    await drive()
    expect(await view(passedOver)).toMatchObject({ state: "ended" })
    expect(await view(still)).toMatchObject({ state: "paused" })
    advance(1_441)
    await drive()
    expect(await view(still)).toMatchObject({ state: "ended" })
  })

  it("takes from the budget until the last wave's interval is over, and goes on at the pace that is left", async () => {
    const { ctx, observe, draft, matching, start, make, advance, view } = await campaignWorld()
    const links = Array.from({ length: 300 }, () => brokenLink())
    await observe(links)
    const settings = { waveMinutes: 15, heldOutPercent: 0, askedWithinDays: 0 }
    const big = await draft(matching("status=invalid"), settings)
    await start(big)
    await make(big)
    await pauseCampaign(ctx, { campaignId: big })
    await observe([brokenLink({ institution: "gringotts_mx_retail" })])
    const small = await draft(matching("institution=gringotts_mx_retail"), settings)
    expect(await view(small)).toMatchObject({ openingsPerMinute: 1 })
    await start(small)
    await make(small)
    await resumeCampaign(ctx, { campaignId: big })
    expect(await view(big)).toMatchObject({ openingsPerMinute: 8, wave: 2, waves: 3 })
    await pauseCampaign(ctx, { campaignId: big })
    advance(16)
    await resumeCampaign(ctx, { campaignId: big })
    expect(await view(big)).toMatchObject({ openingsPerMinute: 9 })
  })

  it("extends those that end earlier, and shortens none", async () => {
    const { ctx, db, observe, draft, matching, start, make, view } = await campaignWorld()
    await observe([brokenLink(), brokenLink()])
    const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0, validDays: 2 })
    await start(id)
    await make(id)
    const { linkId } = await db.repairAddress.findFirstOrThrow()
    const late = new Date(noon + 20 * 86_400_000)
    await db.repairAddress.updateMany({ where: { linkId }, data: { expiresAt: late } })
    await db.campaign.updateMany({ data: { expiresAt: late } })
    await extendCampaign(ctx, { campaignId: id, days: 5 })
    const ends = (await db.repairAddress.findMany({ orderBy: { expiresAt: "asc" } })).map(({ expiresAt }) => expiresAt)
    expect(ends).toEqual([new Date(noon + 5 * 86_400_000), late])
    expect(await view(id)).toMatchObject({ expiresAt: late.toISOString() })
  })

  it("loses a draft that nobody has started for a month, and nothing else", async () => {
    const { db, as, observe, draft, matching, start, advance } = await campaignWorld()
    await observe([brokenLink(), brokenLink({ institution: "gringotts_mx_retail" })])
    await start(await draft(matching("institution=gringotts_mx_retail"), { heldOutPercent: 0 }))
    await draft(matching("status=invalid"), { heldOutPercent: 0 })
    await draft({ kind: "ids", text: `${(await db.link.findFirstOrThrow()).id}\nnobody` })
    advance(30 * 1_440 + 1)
    expect(await endDrafts(as("housekeeping"))).toBe(2)
    expect(await db.campaign.findMany({ select: { state: true } })).toEqual([{ state: "running" }])
    expect(await db.campaignMember.count()).toBe(1)
    expect(await db.campaignLine.count()).toBe(0)
  })

  it("asks nobody whom the page did not speak of, and no link twice where two drafts hold it", async () => {
    const { observe, draft, matching, start, view } = await campaignWorld()
    const link = brokenLink()
    await observe([link, brokenLink()])
    const [first, second] = [
      await draft(matching("status=invalid"), { heldOutPercent: 0 }),
      await draft({ kind: "ids", text: link.id }, { heldOutPercent: 0 }),
    ]
    await start(second)
    await start(first)
    expect(await view(first)).toMatchObject({ members: 1 })
    const third = await draft({ kind: "ids", text: link.id })
    await expect(start(third)).rejects.toMatchObject({ key: "campaign.nobodyToAsk" })
  })
})
