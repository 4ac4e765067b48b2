import type { Page } from "@playwright/test"
import { Client, DatabaseError } from "pg"
import { stackFacts } from "@/e2e/stack"
import type { Role } from "@/lib/permissions"

/** What the stack does one at a time, or a member: another test that wants it meanwhile waits for its turn. */
export async function alone<T>(what: "sweep" | `file of ${Role}`, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: stackFacts().env.DATABASE_URL })
  await client.connect()
  try {
    await takeTurn(client, what)
    return await work()
  } finally {
    await client.end()
  }
}

const patienceS = 150

async function takeTurn(client: Client, what: string): Promise<void> {
  await client.query(`SET lock_timeout = '${patienceS}s'`)
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('e2e'), hashtext($1))", [what])
  } catch (error) {
    const isLate = error instanceof DatabaseError && error.code === "55P03"
    throw isLate ? new Error(`Another test has been at the ${what} for ${patienceS} seconds`) : error
  }
}

/** The file that comes of it, once it is whole: a member has one under way at a time. */
export function download(page: Page, role: Role, press: () => Promise<void>): Promise<{ name: string; path: string }> {
  return alone(`file of ${role}`, async () => {
    const [file] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), press()])
    return { name: file.suggestedFilename(), path: await file.path() }
  })
}
