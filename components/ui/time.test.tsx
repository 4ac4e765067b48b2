// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { now, renderApp } from "@/test/render"
import { Num } from "./num"
import { Time } from "./time"

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ["Date"] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe("Time", () => {
  it.each([
    ["en", "3 h ago"],
    ["es", "hace 3 h"],
    ["pt-BR", "há 3 h"],
  ] as const)("is relative in %s, exact for machines, absolute with its zone for who hovers", async (locale, words) => {
    await renderApp(<Time at="2026-03-14T08:30:00.123456Z" />, { locale })
    const time = screen.getByText(words).closest("time") ?? screen.getByText(words)
    expect(time.getAttribute("datetime")).toBe("2026-03-14T08:30:00.123Z")
    expect(time.getAttribute("data-tip")).toMatch(/2026.*08:30:00.*UTC/)
  })

  it.each([
    ["2026-03-14T06:59:00Z", "06:59"],
    ["2026-03-13T23:59:00Z", "13 Mar 2026, 23:59"],
  ])("names the day of a moment that is not today's: %s", async (at, words) => {
    const { container } = await renderApp(<Time at={at} show="moment" />)
    expect(container.textContent).toBe(words)
  })

  it("is a dash where there is none", async () => {
    const { container } = await renderApp(<Time at={null} />)
    expect(container.textContent).toBe("—")
  })
})

it("Num groups by language, says + at a bound and a dash for nothing", async () => {
  const { container } = await renderApp(
    <>
      <Num value={10_000} atLeast /> <Num value={0.5} share /> <Num value={null} />
    </>,
    { locale: "pt-BR" },
  )
  expect(container.textContent).toBe("10.000+ 50% —")
})
