import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"

/** A database of its own and the command in a process of its own. */
async function place() {
  const { url } = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), "enlace-directory-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const env = {
    DATABASE_URL: url,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: Buffer.alloc(32, 7).toString("base64"),
    BELVO_BASE_URL: "https://sandbox.belvo.com",
    BELVO_SECRET_ID: "an id",
    BELVO_SECRET_PASSWORD: "a password",
  }
  const run = async (text: string, ...more: string[]) => {
    const path = join(folder, "users.csv")
    await writeFile(path, text)
    const command = ["--import", "tsx", "scripts/directory.ts", "import", "--environment", "sandbox", path, ...more]
    const child = spawn(process.execPath, command, { env: { ...process.env, ...env } })
    const out = { stdout: "", stderr: "" }
    child.stdout.setEncoding("utf8").on("data", (said) => (out.stdout += said))
    child.stderr.setEncoding("utf8").on("data", (said) => (out.stderr += said))
    const [code] = await once(child, "close")
    return { code, ...out, summary: lastLine(out.stdout) }
  }
  const known = () =>
    withClient(url, async (client) => {
      const sql = "SELECT external_id FROM directory_entry WHERE removed_by IS NULL ORDER BY 1"
      return (await client.query<{ external_id: string }>(sql)).rows.map(({ external_id }) => external_id)
    })
  return { run, known }
}

function lastLine(stdout: string): unknown {
  const line = stdout.trim().split("\n").at(-1)
  return line ? JSON.parse(line) : null
}

const users = `external_id,link_id\nusr_1,${crypto.randomUUID()}\nusr_2,\nusr_3,none\n`

describe("npm run directory -- import", () => {
  it("imports a file and ends with one line of JSON; again, it changes nothing", async () => {
    const { run, known } = await place()

    const first = await run(users)
    expect(first, first.stderr).toMatchObject({ code: 0, summary: { rows: 3, imported: 2, unchanged: 0, refused: 1 } })
    expect(Object.keys(first.summary ?? {})).toEqual(["rows", "imported", "unchanged", "refused"])
    expect((await run(users)).summary).toEqual({ rows: 3, imported: 0, unchanged: 2, refused: 1 })
    expect(await known()).toEqual(["usr_1", "usr_2"])
  }, 60_000)

  it("replaces the whole directory, or imports nothing because of a bad row, where it is asked to", async () => {
    const { run, known } = await place()
    await run(users)

    const stopped = await run("external_id,link_id\nusr_4,\nusr_5,none\n", "--replace", "--all-or-nothing")
    expect(stopped).toMatchObject({ code: 1, summary: { rows: 2, imported: 0, refused: 1 } })
    expect(await known()).toEqual(["usr_1", "usr_2"])
    const replaced = await run("external_id\nusr_2\nusr_4\n", "--replace")
    expect(replaced).toMatchObject({ code: 0, summary: { rows: 2, imported: 1, unchanged: 1, refused: 0, removed: 1 } })
    expect(await known()).toEqual(["usr_2", "usr_4"])
  }, 60_000)

  it("exits with 1 and says what is wrong with a file", async () => {
    const { run, known } = await place()

    expect(await run("name,link_id\nAna,\n")).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining("no column external_id; the first row is name,link_id") },
    })
    expect(await run('external_id,link_id\nusr_1,\n"usr_2,\nusr_3,\n')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining("from line 3 on, where a quote begins that does not end") },
    })
    expect(await known()).toEqual([])
  }, 60_000)
})
