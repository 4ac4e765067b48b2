// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { SourceFields } from "@/components/directory/source-fields"
import { SourceSection } from "@/components/directory/source-section"
import { SourceTestResult } from "@/components/directory/source-test-result"
import {
  type SourceRunView,
  type SourceState,
  type SourceView,
  sourceFormData,
  sourceProblems,
} from "@/lib/directory/source/schema"
import { locales } from "@/lib/format"
import { now, renderApp } from "@/test/render"

vi.mock("@/lib/directory/source/actions", () => ({}))

const source: SourceView = {
  everyHours: 6,
  setUp: {
    ...{ host: "db.example.com", port: 5432, database: "users", user: "reader", sslmode: "verify-full" },
    ...{ statement: "SELECT external_id, link_id FROM customer", mode: "replace", savedAt: now },
  },
}
const run: SourceRunView = {
  id: "r",
  state: "failed",
  requestedAt: now,
  finishedAt: now,
  byPerson: false,
  requestedBy: null,
  superuser: true,
  counts: null,
  problem: "columns",
  detail: "external_id, id",
}
const state: SourceState = { source, runs: [run], nextAt: now, may: { setUp: true, run: true } }

it("spreads a pasted address over the fields that it is made of", async () => {
  const { container } = await renderApp(
    <form>
      <SourceFields source={null} errors={undefined} />
    </form>,
  )
  const paste = (text: string) =>
    fireEvent.paste(screen.getByLabelText("Host"), { clipboardData: { getData: () => text } })
  const form = container.querySelector("form")
  const given = () => sourceFormData(new FormData(form ?? undefined))
  expect(paste("db.example.com")).toBe(true)
  expect(given()).toMatchObject({ host: "", port: "5432", sslmode: "verify-full", mode: "replace", everyHours: "24" })
  expect(paste("postgresql://ana:s%40cret@db.example.com:6432/users?sslmode=require")).toBe(false)
  expect(given()).toMatchObject({
    ...{ host: "db.example.com", port: "6432", database: "users", user: "ana", password: "s@cret", sslmode: "require" },
  })
})

it("never shows the kept password, and asks for one where none is kept", async () => {
  const { container, rerenderApp } = await renderApp(<SourceFields source={source} errors={undefined} />)
  const password = () => container.querySelector<HTMLInputElement>("[name=password]")
  expect([password()?.value, password()?.required, password()?.type]).toEqual(["", false, "password"])
  rerenderApp(<SourceFields key="new" source={null} errors={undefined} />)
  expect(password()?.required).toBe(true)
})

it.each(locales)("says in %s what is wrong with a source, whatever it is", async (locale) => {
  for (const kind of sourceProblems) {
    const problem = { kind, detail: "a detail", message: "ERROR of the server" }
    const { container, unmount } = await renderApp(<SourceTestResult result={{ kind: "failed", problem }} />, {
      locale,
    })
    expect(container.textContent).toMatch(/a detail.*ERROR of the server/)
    expect(container.textContent).not.toContain("directory-source")
    unmount()
  }
})

it("shows the first rows, and warns of a superuser and of plain text", async () => {
  const rows = [{ externalId: "usr_1", linkId: null }]
  await renderApp(<SourceTestResult result={{ kind: "ok", rows, superuser: true, encrypted: false }} />)
  expect(screen.getByText("usr_1")).toBeDefined()
  expect(screen.getByText(/this is its only row/)).toBeDefined()
  expect(screen.getByText(/is a superuser/)).toBeDefined()
  expect(screen.getByText(/unencrypted/)).toBeDefined()
})

it("offers each role what it may do", async () => {
  const names = () => screen.queryAllByRole("button").map(({ textContent }) => textContent)
  const { rerenderApp } = await renderApp(<SourceSection environment="sandbox" state={state} />)
  expect(names()).toEqual(["Read now", "Change", "Remove"])
  expect(screen.getByText(/db.example.com:5432\/users/)).toBeDefined()
  expect(screen.getByText(/It answered/)).toBeDefined()
  const others = { source: { ...source, setUp: null }, runs: [], nextAt: null }
  rerenderApp(<SourceSection environment="sandbox" state={{ ...others, may: { setUp: false, run: true } }} />)
  expect(names()).toEqual(["Read now"])
  rerenderApp(
    <SourceSection environment="sandbox" state={{ ...others, source: null, may: { setUp: false, run: false } }} />,
  )
  expect(names()).toEqual([])
  expect(screen.getByText(/An administrator sets it up/)).toBeDefined()
})
