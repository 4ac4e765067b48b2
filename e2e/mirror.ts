import { expect } from "@playwright/test"
import { Client } from "pg"
import { carryOut } from "@/e2e/actions"
import { addBelvoLink } from "@/e2e/belvo"
import { signedInAgent } from "@/e2e/session"
import { stackFacts } from "@/e2e/stack"
import type { WireLink } from "@/simulator/wire"

/** The stack's database, asked past the console and all of its guards. */
export async function askDatabase<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: stackFacts().env.DATABASE_URL })
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Within which a webhook of Belvo's is followed up: one that met a busy web process comes again after a minute, and then after two. */
export const webhookTimeoutMs = 150_000

/** Waits until the mirror has it so, by a webhook. */
export async function untilMirrored(id: string, status: string): Promise<void> {
  const known = async () =>
    (await askDatabase<{ status: string }>("SELECT status FROM link WHERE id = $1 AND removed_at IS NULL", [id]))[0]
      ?.status
  await expect.poll(known, { message: `the mirror knows ${id} as ${status}`, timeout: webhookTimeoutMs }).toBe(status)
}

/** A link that Belvo has and the mirror knows, because an agent has looked at it: no webhook is waited for. */
export async function addMirroredLink(draft: Partial<WireLink> = {}): Promise<WireLink> {
  const [link] = await addMirroredLinks([draft])
  if (!link) throw new Error("no link")
  return link
}

/** The same of up to fifty, in the order of their drafts. */
export async function addMirroredLinks(drafts: readonly Partial<WireLink>[]): Promise<WireLink[]> {
  const links = await Promise.all(drafts.map(addBelvoLink))
  const ids = links.map(({ id }) => id)
  // Where others have just asked a lot of Belvo, the agent is told to come again.
  await expect(async () => {
    await carryOut(await signedInAgent(), "listLiveAction", ["sandbox", { query: `id=${ids.join(",")}` }])
    const known = await askDatabase("SELECT FROM link WHERE id = ANY ($1::uuid[])", [ids])
    expect(known, "the mirror knows what the agent has seen").toHaveLength(ids.length)
  }).toPass({ intervals: [250, 1_000, 3_000], timeout: 90_000 })
  return links
}
