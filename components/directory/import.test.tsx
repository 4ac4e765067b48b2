// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { ImportFacts } from "@/components/directory/import-facts"
import { ImportTable } from "@/components/directory/import-table"
import { MappingForm } from "@/components/directory/mapping-form"
import { RefusalTable } from "@/components/directory/refusal-table"
import { UndoButton } from "@/components/directory/undo-button"
import {
  type ImportPreview,
  type ImportView,
  importFailures,
  importStates,
  rowReasons,
  type StartImport,
} from "@/lib/directory/schema"
import { locales } from "@/lib/format"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"

const startImportAction = vi.hoisted(() =>
  vi.fn<(environment: string, order: StartImport) => Promise<{ ok: true; data: { importId: string } }>>(),
)
const router = vi.hoisted(() => ({ refresh: vi.fn(), push: vi.fn() }))
vi.mock("@/lib/directory/actions", () => ({ startImportAction, discardFileAction: vi.fn(), undoImportAction: vi.fn() }))
vi.mock("next/navigation", () => ({ useRouter: () => router, unstable_rethrow: () => {} }))

beforeAll(installTopLayer)

const one: ImportView = {
  ...{ id: "30000000-0000-4000-8000-000000000001", source: "file", state: "done", mode: "add", badRows: "skip" },
  ...{ fileName: "users.csv", bytes: 2_000, bytesRead: 2_000, sha256: "ab".repeat(32) },
  ...{ rows: 1_204, imported: 1_200, unchanged: 1, refused: 3, removed: 0, memberName: "Eva", failure: null },
  ...{ createdAt: "2026-03-01T12:00:00Z", finishedAt: "2026-03-01T12:00:03Z" },
  ...{ undoneAt: null, undoneByName: null, undoable: true },
}
const preview: ImportPreview = {
  format: { encoding: "utf-8", delimiter: ";" },
  rows: [
    ["enlace", "id_usuario"],
    ["", "usr_1"],
  ],
  columns: { externalId: 1, linkId: 0, header: true },
}

describe("an import", () => {
  it.each(locales)("has words for every state, failure and reason in %s", async (locale) => {
    for (const state of importStates)
      await renderApp(<ImportTable environment="sandbox" imports={[{ ...one, state }]} />, { locale })
    for (const failure of importFailures)
      await renderApp(<ImportFacts one={{ ...one, state: "failed", failure }} />, { locale })
    const rows = rowReasons.map((reason, line) => ({ line, reason, value: null }))
    await renderApp(<RefusalTable environment="sandbox" importId={one.id} refused={3} rows={rows} />, { locale })
  })

  it("names its file and leads to its page", async () => {
    await renderApp(<ImportTable environment="sandbox" imports={[one]} />)
    const row = screen.getAllByRole("row")[1]
    expect(row?.textContent).toContain("users.csv")
    expect(row?.textContent).toContain("1,200")
    expect(screen.getByRole("link").getAttribute("href")).toBe(`/sandbox/directory/imports/${one.id}`)
  })

  it("says before it is undone how many entries that changes", async () => {
    await renderApp(<UndoButton environment="sandbox" one={{ ...one, removed: 2 }} />)
    fireEvent.click(screen.getByRole("button", { name: "Undo this import" }))
    const dialog = screen.getByRole("dialog")
    expect(dialog.textContent).toContain("1,200 entries that it brought in are taken out again.")
    expect(dialog.textContent).toContain("2 entries that it took out come back.")
    expect(document.activeElement).toBe(within(dialog).getByRole("button", { name: "Cancel" }))
  })
})

describe("MappingForm", () => {
  it("begins with the columns that were guessed, and imports what was chosen", async () => {
    startImportAction.mockResolvedValue({ ok: true, data: { importId: one.id } })
    await renderApp(<MappingForm environment="sandbox" importId={one.id} preview={preview} />)
    expect(screen.getByRole("table", { name: "First rows" }).textContent).toContain("id_usuario → External id")

    fireEvent.change(screen.getByLabelText("Link id"), { target: { value: "none" } })
    fireEvent.change(screen.getByLabelText("What is known already"), { target: { value: "replace" } })
    fireEvent.click(screen.getByRole("button", { name: "Import" }))

    await vi.waitFor(() => expect(router.refresh).toHaveBeenCalled(), 15_000)
    expect(startImportAction).toHaveBeenCalledWith("sandbox", {
      ...{ importId: one.id, columns: { externalId: 1, linkId: null, header: true } },
      ...{ mode: "replace", badRows: "stop" },
    })
  })
})
