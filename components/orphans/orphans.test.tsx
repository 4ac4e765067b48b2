// @vitest-environment jsdom
import { expect, it } from "vitest"
import { MissingTable } from "@/components/orphans/missing-table"
import { OrphansTable } from "@/components/orphans/orphans-table"
import { missingListParams, orphanListParams } from "@/lib/orphans/schema"
import { noRows } from "@/lib/page"
import { now, renderApp } from "@/test/render"

const orphans = (swept: boolean) => (
  <OrphansTable
    environment="sandbox"
    page={noRows}
    params={orphanListParams.parse({})}
    readAt={now.toISOString()}
    institutions={[]}
    swept={swept}
    may={{ resolve: false, delete: false }}
  />
)
const missing = (swept: boolean) => (
  <MissingTable
    environment="sandbox"
    page={noRows}
    params={missingListParams.parse({})}
    swept={swept}
    mayExport={false}
  />
)

it.each([
  ["orphans", orphans, "No link here"],
  ["ids that Belvo has not", missing, "Belvo has every link that your users know"],
])("says of %s that there are none only once a sweep has finished", async (_of, table, none) => {
  const { getByText, queryByText, rerenderApp } = await renderApp(table(true))
  getByText(none)
  rerenderApp(table(false))
  expect(queryByText(none)).toBeNull()
  getByText("No sweep has finished yet")
  expect(getByText("Go to sync").closest("a")?.getAttribute("href")).toBe("/sandbox/sync")
})
