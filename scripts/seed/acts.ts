import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { addNote } from "@/lib/notes/commands"
import { openSession } from "@/lib/recovery/commands"
import { settleSession } from "@/lib/recovery/settling/commands"
import { minuteMs } from "@/lib/time"
import { asSystem } from "@/scripts/seed/stage"

export type Acts = {
  /** Of the machines, as the history is played by. */
  ctx: Ctx
  /** The same as somebody of support. */
  agent: Ctx
  present: Date
  setClock: (at: Date) => void
}

const notes = [
  ["Customer changed the password at the bank last week; will enter it again tonight.", "SUP-1041"],
  ["Called twice, no answer. Sent the address by e-mail.", "SUP-1043"],
  ["The bank's own app is down for this customer, too.", "SUP-1047"],
  ["Asks why the balance is from yesterday: explained the refresh rate.", "SUP-1052"],
  ["Wants the old connection removed; waits for a reviewer.", "SUP-1058"],
] as const

/** The last three hours of an agent's shift: notes, sessions that the customer let pass, and one that is still open. */
export async function playActs({ ctx, agent, present, setClock }: Acts): Promise<void> {
  const asClock = asSystem(ctx, "system:job", settling)
  const links = await listBroken(ctx)
  for (const [index, [text, ticket]] of notes.entries()) {
    const linkId = links[index]
    if (!linkId) return
    const startedAt = new Date(present.getTime() - (180 - index * 30) * minuteMs)
    setClock(startedAt)
    await addNote(agent, { linkId, text, ticket })
    const opened = await openSession(agent, { linkId })
    if (opened.kind !== "opened") continue
    setClock(new Date(startedAt.getTime() + 11 * minuteMs))
    await settleSession(asClock, { sessionId: opened.session.id })
  }
  const [last] = links.slice(notes.length)
  setClock(new Date(present.getTime() - 2 * minuteMs))
  if (last) await openSession(agent, { linkId: last })
}

const settling = ["sessions:settle", "links:read", "keys:open", "mirror:write"] as const

function listBroken(ctx: Ctx): Promise<string[]> {
  return read(ctx, "links:read", async (db) => {
    const links = await db.link.findMany({
      where: { status: "invalid", removedAt: null, externalId: { not: null } },
      orderBy: [{ statusSince: "desc" }, { id: "asc" }],
      select: { id: true, institution: true },
      take: 50,
    })
    return links.filter(({ institution }) => !isOpenFinanceBrazil(institution)).map(({ id }) => id)
  })
}
