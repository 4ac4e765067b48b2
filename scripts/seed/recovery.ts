import type { Ctx } from "@/lib/ctx"
import { saveEndpoint } from "@/lib/outgoing/commands"
import { saveLook } from "@/lib/recovery/look/commands"
import { minuteMs } from "@/lib/time"
import { playAddresses } from "@/scripts/seed/addresses"
import { playBatch } from "@/scripts/seed/batch"
import { playEnd, playMinute, playOpenings, playStart } from "@/scripts/seed/campaigns"
import { asRole, type Stage, timeOf } from "@/scripts/seed/stage"

export type RecoveryPlay = {
  /** Before a day of the history, of which so many are left, this one counted. */
  day: (date: string, left: number) => Promise<void>
  /** The last hours before the present. */
  end: () => Promise<void>
}

/** The last ten days of recovery: a campaign that has ended, one that runs, an agent's addresses, and a batch. Null without its people. */
export async function createRecoveryPlay(stage: Stage): Promise<RecoveryPlay | null> {
  const [admin, engineer, agent] = await Promise.all([
    asRole(stage.ctx, "admin"),
    asRole(stage.ctx, "engineer"),
    asRole(stage.ctx, "support"),
  ])
  if (!admin || !engineer || !agent) return null
  let first: string | null = null
  let second: string | null = null
  const beforePresent = (minutes: number) => new Date(stage.present.getTime() - minutes * minuteMs)

  const days: Record<number, (date: string) => Promise<void>> = {
    11: (date) => dress(stage, admin, timeOf(date, 10)),
    10: async (date) => {
      first = await playStart(stage, engineer, { ...outages, at: timeOf(date, 9.2) })
    },
    5: (date) => playAddresses(stage, agent, { at: timeOf(date, 14) }),
    3: async (date) => {
      if (first) await playEnd(stage, engineer, { campaignId: first, at: timeOf(date, 10) })
    },
    2: async (date) => {
      await connect(stage, admin, timeOf(date, 9))
      second = await playStart(stage, engineer, { ...week, at: timeOf(date, 10.1) })
      await playBatch(stage, engineer, { at: timeOf(date, 15.5) })
    },
  }
  return {
    day: async (date, left) => {
      if (left > 11 || left === 1) return
      await playMinute(stage, timeOf(date, 0.2))
      await days[left]?.(date)
      const share = openDays[left]
      if (first && share)
        await playOpenings(stage, { campaignId: first, from: timeOf(date, 10), to: timeOf(date, 21), share })
      if (second)
        await playOpenings(stage, { campaignId: second, from: timeOf(date, 11), to: timeOf(date, 22), share: [0, 0.6] })
      await playMinute(stage, timeOf(date, 23.5))
    },
    end: async () => {
      if (second)
        await playOpenings(stage, {
          campaignId: second,
          from: beforePresent(55),
          to: beforePresent(5),
          share: [0.6, 0.8],
        })
      await playMinute(stage, beforePresent(1))
    },
  }
}

const outages = { name: "After the outages of the week", links: 130, validDays: 6, heldOutPercent: 10 }
const week = { name: "Broken this week", links: 160, validDays: 7, heldOutPercent: 5 }

/** Who opens the first campaign's address does so within some days, most of them at once. */
const openDays: Record<number, readonly [number, number]> = {
  10: [0, 0.4],
  9: [0.4, 0.65],
  8: [0.65, 0.8],
  7: [0.8, 0.9],
  5: [0.9, 1],
}

/** How the customers' page looks. */
function dress({ setClock }: Stage, admin: Ctx, at: Date): Promise<void> {
  setClock(at)
  return saveLook(admin, {
    ...{ operatorName: "Andina Conecta", accent: "#0f766e", background: null },
    contact: "+52 55 0000 0000, ayuda@andinaconecta.example",
  })
}

/** Where the operator's own system hears of addresses from now on: the worker tells it once it runs. */
async function connect({ setClock }: Stage, admin: Ctx, at: Date): Promise<void> {
  const [place] = admin.env.webhookAllowedHosts
  setClock(at)
  if (place) await saveEndpoint(admin, { url: `http://${place}/operator/hook` })
}
