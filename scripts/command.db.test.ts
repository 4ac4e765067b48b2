import { expect, it, onTestFinished, vi } from "vitest"
import { runCommand } from "@/scripts/command"
import { emptyDatabase } from "@/test/database"

it("says of a database without this version's tables what to do, and does nothing", async () => {
  const { url } = await emptyDatabase()
  vi.stubEnv("DATABASE_URL", url)
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  onTestFinished(() => {
    vi.unstubAllEnvs()
    process.exitCode = undefined
  })
  const work = vi.fn(async () => {})
  await runCommand("audit", work)
  const calls = [...said.mock.calls]
  said.mockReset()
  expect(calls).toEqual([[expect.stringMatching(/^The database lacks \d+.*\. Run: npm run migrate$/)]])
  expect(work).not.toHaveBeenCalled()
  expect(process.exitCode).toBe(1)
})
