import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { grepBuild, grepLogs } from "@/scripts/grep-build"

const secrets = { ENLACE_KEY: "c2VjcmV0LXNlY3JldC1zZWNyZXQ=" }

async function folderOf(files: Record<string, string | Uint8Array>) {
  const folder = await mkdtemp(join(tmpdir(), "enlace-grep-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [path, content] of Object.entries({ "static/a.js": "", "server/a.js": "", ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

it("finds nothing in a build as it should be", async () => {
  const folder = await folderOf({ "server/chunks/[root].js": "process.env.ENLACE_KEY; require('pg-boss')" })
  expect(await grepBuild(folder, secrets)).toEqual([])
})

it("names what of the server's side has come into a file for browsers", async () => {
  const folder = await folderOf({ "static/chunks/x/1.js": 'import"@prisma/client";process.env.ENLACE_KEY' })
  expect(await grepBuild(folder, secrets)).toEqual([
    "ENLACE_KEY in chunks/x/1.js of static",
    "@prisma in chunks/x/1.js of static",
  ])
})

it("names a secret by its name, on either side, also among bytes that are no text", async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(secrets.ENLACE_KEY)])
  const folder = await folderOf({ "server/app/page.js": bytes, "static/page.js": `"${secrets.ENLACE_KEY}"` })
  expect(await grepBuild(folder, secrets)).toEqual([
    "the value of ENLACE_KEY in page.js of static",
    "the value of ENLACE_KEY in app/page.js of server",
  ])
})

it("does not take a build that is not there for a clean one", async () => {
  await expect(grepBuild(join(tmpdir(), "enlace-no-build"), secrets)).rejects.toThrow("There is no")
})

it("finds a secret in a log", async () => {
  const folder = await folderOf({ "web.log": `{"message":"x","key":"${secrets.ENLACE_KEY}"}\n`, "worker.log": "{}\n" })
  expect(await grepLogs(folder, { ...secrets, unset: "" })).toEqual(["the value of ENLACE_KEY in web.log"])
})
