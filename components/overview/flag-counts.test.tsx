// @vitest-environment jsdom
import { expect, it } from "vitest"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { locales } from "@/lib/format"
import { linkListParams } from "@/lib/links/schema"
import { renderApp } from "@/test/render"
import { FlagCounts } from "./flag-counts"

const total = (count: number, exact = true) => ({ count, exact })

it.each(locales)("opens the very list whose rows it counts, in %s", async (locale) => {
  const { getAllByRole } = await renderApp(
    <FlagCounts environment="sandbox" duplicates={total(2)} shared={total(10_000, false)} orphans={total(1)} />,
    { locale },
  )
  const links = getAllByRole("link").map((link) => new URL(link.getAttribute("href") ?? "", "http://console.invalid"))
  expect(links.map(({ pathname }) => pathname)).toEqual([
    "/sandbox/duplicates",
    "/sandbox/duplicates",
    "/sandbox/links",
  ])
  const [same, shared, orphans] = links.map(({ searchParams }) => Object.fromEntries(searchParams))
  expect(duplicateListParams.parse(same ?? {}).queue).toBe("customer")
  expect(duplicateListParams.parse(shared ?? {}).queue).toBe("shared")
  expect(linkListParams.parse(orphans ?? {}).orphan).toBe(true)
  expect(getAllByRole("link").map(({ textContent }) => /^[\d.,]+\+?/.exec(textContent ?? "")?.[0])).toEqual([
    "2",
    locale === "pt-BR" ? "10.000+" : "10,000+",
    "1",
  ])
})

it("says nothing of what there is none of", async () => {
  const { container } = await renderApp(
    <FlagCounts environment="sandbox" duplicates={total(0)} shared={total(0)} orphans={total(0)} />,
  )
  expect(container.textContent).toBe("")
})
