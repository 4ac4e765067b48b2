// @vitest-environment jsdom
import { expect, it } from "vitest"
import { type Locale, locales } from "@/lib/format"
import { causes, eventKinds } from "@/lib/history/schema"
import type { TimelineItem } from "@/lib/link-pages/timeline/schema"
import { renderApp } from "@/test/render"
import { TimelineText } from "./timeline-text"

const event: TimelineItem = {
  ...{
    key: "e1",
    source: "event",
    at: "2026-03-01T09:12:00.000000Z",
    kind: "status",
    before: "valid",
    after: "invalid",
  },
  ...{ cause: "sweep", requestId: null, actor: null, state: null, text: null, ticket: null },
}

async function wordsOf(more: Partial<TimelineItem>, locale: Locale): Promise<string> {
  const { container, unmount } = await renderApp(<TimelineText item={{ ...event, ...more }} />, { locale })
  const words = container.textContent ?? ""
  unmount()
  return words
}

it.each(locales)(
  "tells in %s every cause of an event and every kind of it apart, none by its code name",
  async (locale) => {
    const unheardOf = await wordsOf({ cause: "no_such_cause", kind: "no_such_kind" }, locale)
    expect(unheardOf).toContain("no_such_cause")
    const byCause = await Promise.all(causes.map((cause) => wordsOf({ cause }, locale)))
    const byKind = await Promise.all(eventKinds.map((kind) => wordsOf({ kind }, locale)))
    expect(new Set(byCause).size).toBe(causes.length)
    expect(new Set(byKind).size).toBe(eventKinds.length)
    for (const [index, cause] of causes.entries()) if (cause.includes("_")) expect(byCause[index]).not.toContain(cause)
  },
)
