// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { linkListParams } from "@/lib/links/schema"
import { renderApp } from "@/test/render"
import { LinksEmpty } from "./links-empty"

const synced = "2026-03-14T11:00:00Z"

it.each([
  ["never read", {}, null, false, "No links yet"],
  ["never read, filtered", { status: "invalid" }, null, false, "No links yet"],
  ["not swept, but mirrored by a webhook", { status: "invalid" }, null, true, "No link matches these filters"],
  ["not swept, and all that a webhook told of is gone", {}, null, true, "No links yet"],
  ["swept and filtered", { status: "invalid" }, synced, true, "No link matches these filters"],
  ["swept, and Belvo has none", {}, synced, false, "There are no links"],
])("says why nothing is shown: %s", async (_why, raw, syncedAt, mirrored, title) => {
  const params = linkListParams.parse(raw)
  await renderApp(
    <LinksEmpty environment="sandbox" params={params} syncedAt={syncedAt} mirrored={mirrored} sync={null} />,
  )
  expect(screen.getByText(title)).toBeTruthy()
})
