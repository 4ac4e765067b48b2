import type { Page } from "@playwright/test"
import { Client } from "pg"
import { stackFacts } from "@/e2e/stack"

/** What the stack does one at a time, whoever asks: another test that wants it meanwhile waits for its turn. */
export async function alone<T>(what: "sweep" | "file", work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: stackFacts().env.DATABASE_URL })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('e2e'), hashtext($1))", [what])
    return await work()
  } finally {
    await client.end()
  }
}

/** The file that comes of it, once it is whole: a member has one under way at a time. */
export function download(page: Page, press: () => Promise<void>): Promise<{ name: string; path: string }> {
  return alone("file", async () => {
    const arriving = page.waitForEvent("download")
    await press()
    const file = await arriving
    return { name: file.suggestedFilename(), path: await file.path() }
  })
}
