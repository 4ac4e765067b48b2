import { expect } from "@playwright/test"
import { Client } from "pg"
import { stackFacts } from "@/e2e/stack"

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

/** Waits until Belvo's webhook has been followed up; one that met a busy web process comes again after a minute, and then after two. */
export async function untilMirrored(id: string, status: string): Promise<void> {
  const known = async () =>
    (await askDatabase<{ status: string }>("SELECT status FROM link WHERE id = $1 AND removed_at IS NULL", [id]))[0]
      ?.status
  await expect.poll(known, { message: `the mirror knows ${id} as ${status}`, timeout: 150_000 }).toBe(status)
}
