// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react"
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { ColumnMemory } from "@/components/ui/column-memory"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { Sort } from "@/lib/list-params"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { DataTable, type DataTableProps } from "./data-table"
import { columnsOf } from "./features"
import type { Selection } from "./selection"

type Row = { id: string; name: string; seen: number }

const rows: Row[] = ["a", "b", "c"].map((id, index) => ({ id, name: `name ${id}`, seen: index }))
const column = columnsOf<Row>()
const columns = column.columns([
  column.accessor("name", {
    enableSorting: true,
    enableHiding: false,
    meta: { label: "Name", opens: true, narrow: "lead" },
  }),
  column.accessor("seen", { enableSorting: true, sortDescFirst: true, meta: { label: "Seen", align: "end" } }),
])

beforeAll(() => {
  installTopLayer()
  Element.prototype.scrollIntoView = () => undefined
})
beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other
  document.cookie = "enlace_columns=; max-age=0"
})

const seen: Selection[] = []

function renderTable(props: Partial<DataTableProps<Row>> = {}, cookie?: string) {
  return renderApp(
    <ShortcutsProvider>
      <ColumnMemory cookie={cookie}>
        <DataTable
          name="things"
          label="Things"
          columns={columns}
          page={{ rows, total: { count: 4312, exact: true }, after: null, before: null }}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          rowHref={(row) => `/things/${row.id}`}
          sort={null}
          sortHref={(sort: Sort | null) => (sort === null ? "?" : `?sort=${sort.descending ? "-" : ""}${sort.key}`)}
          empty={<p>Nothing matches</p>}
          selectionActions={(selection) => {
            seen.push(selection)
            return null
          }}
          {...props}
        />
      </ColumnMemory>
    </ShortcutsProvider>,
  )
}

const press = (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(document.body, { key })
}
const activeRow = () => document.querySelector("tr[data-active]")?.id

describe("keys", () => {
  it("j and k move, stop at the ends, and Enter opens", async () => {
    const { visited } = await renderTable()
    press("j")
    expect(activeRow()).toBe("row-a")
    press("j", "j", "j", "j", "k")
    expect(activeRow()).toBe("row-b")
    press("Enter")
    expect(visited).toEqual(["push /things/b"])
  })

  it("x selects the active row and takes it back", async () => {
    await renderTable()
    press("x", "j", "x", "j", "x")
    expect(screen.getByText("2 selected")).toBeDefined()
    press("x")
    expect(seen.at(-1)).toEqual({ kind: "rows", ids: ["a"] })
  })

  it("x does nothing where nothing can be done with a selection", async () => {
    await renderTable({ selectionActions: undefined })
    press("j", "x")
    expect(screen.queryByRole("checkbox")).toBeNull()
    expect(screen.queryByText("1 selected")).toBeNull()
  })

  it("with a row open beside the list, j and k open its neighbours in its place", async () => {
    const { visited } = await renderTable({ currentId: "b" })
    expect(activeRow()).toBe("row-b")
    press("j", "k")
    expect(visited).toEqual(["replace /things/c", "replace /things/a"])
  })
})

describe("a row", () => {
  it("opens wherever it is clicked, except on its controls", async () => {
    const { visited } = await renderTable()
    fireEvent.click(screen.getByText("2"))
    expect(visited).toEqual(["push /things/c"])
    fireEvent.click(screen.getByRole("checkbox", { name: "Select name a" }))
    expect(visited).toHaveLength(1)
    expect(screen.getByText("1 selected")).toBeDefined()
  })

  it("opens in a new tab with Ctrl, and has a real link for it", async () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null)
    const { visited } = await renderTable()
    fireEvent.click(screen.getByText("2"), { ctrlKey: true })
    expect(open).toHaveBeenCalledWith("/things/c", "_blank", "noopener")
    expect(visited).toEqual([])
    expect(screen.getByRole("link", { name: "name a" }).getAttribute("href")).toBe("/things/a")
    open.mockRestore()
  })
})

describe("selection", () => {
  it("widens from the page to all that match, and is given up again", async () => {
    await renderTable()
    fireEvent.click(screen.getByRole("checkbox", { name: "Select all rows on this page" }))
    expect(seen.at(-1)).toEqual({ kind: "rows", ids: ["a", "b", "c"] })
    fireEvent.click(screen.getByRole("button", { name: "Select all 4,312 that match" }))
    expect(seen.at(-1)).toEqual({ kind: "matching", count: 4312, exact: true })
    fireEvent.click(screen.getByRole("button", { name: "Clear selection" }))
    expect(screen.getByText("4,312 rows")).toBeDefined()
    fireEvent.click(screen.getByRole("checkbox", { name: "Select name a" }))
    expect(seen.at(-1)).toEqual({ kind: "rows", ids: ["a"] })
  })

  it("offers no widening while some of the page are left out", async () => {
    await renderTable()
    press("j", "x")
    expect(screen.queryByRole("button", { name: /that match/ })).toBeNull()
  })
})

describe("sorting", () => {
  const next = (label: string) => screen.getByRole("link", { name: label }).getAttribute("href")

  it("goes up, down and off for words, down first for what is best seen newest", async () => {
    const { rerenderApp } = await renderTable()
    expect([next("Name"), next("Seen")]).toEqual(["?sort=name", "?sort=-seen"])
    rerenderApp(null)
    await renderTable({ sort: { key: "name", descending: false } })
    expect(next("Name")).toBe("?sort=-name")
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending")
  })

  it("stops at the third click", async () => {
    await renderTable({ sort: { key: "name", descending: true } })
    expect(next("Name")).toBe("?")
  })
})

describe("columns", () => {
  it("are hidden from the first paint where the cookie says so", async () => {
    await renderTable({}, "things:seen")
    expect(screen.queryByRole("columnheader", { name: "Seen" })).toBeNull()
  })

  it("are chosen among those that may be hidden, and the choice is remembered", async () => {
    await renderTable()
    fireEvent.click(screen.getByRole("button", { name: "Columns" }))
    const chooser = within(screen.getByRole("dialog", { name: "Columns" }))
    expect(chooser.queryByLabelText("Name")).toBeNull()
    fireEvent.click(chooser.getByLabelText("Seen"))
    expect(screen.queryByRole("columnheader", { name: "Seen" })).toBeNull()
    expect(decodeURIComponent(document.cookie)).toContain("enlace_columns=things:seen")
  })
})

it("says why it is empty", async () => {
  await renderTable({ page: { rows: [], total: { count: 0, exact: true }, after: null, before: null } })
  expect(screen.getByText("Nothing matches")).toBeDefined()
})
