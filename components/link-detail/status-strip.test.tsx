// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import type { Locale } from "@/lib/format"
import type { Interval } from "@/lib/history/intervals/rules"
import { dayMs } from "@/lib/time"
import { renderApp } from "@/test/render"
import { StatusStrip } from "./status-strip"

const start = new Date("2026-01-01T00:00:00Z").getTime()
const piece = (status: string | null, from: number, to: number): Interval => ({
  status,
  from: new Date(start + from * dayMs),
  to: new Date(start + to * dayMs),
})
const intervals = [piece(null, 0, 12), piece("valid", 12, 40), piece("invalid", 40, 43), piece("valid", 43, 56)]

it.each<[Locale, string]>([
  ["en", "valid 41 d, invalid 3 d, not recorded 12 d"],
  ["es", "válido 41 d, inválido 3 d, sin registro 12 d"],
  ["pt-BR", "válido 41 d, inválido 3 d, sem registro 12 d"],
])("says in %s how long the link was what, for eyes and for screen readers", async (locale, times) => {
  await renderApp(<StatusStrip intervals={intervals} />, { locale })
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain(times)
  expect(screen.getByText(times)).toBeTruthy()
})

it("draws each stretch to scale, in its colour", async () => {
  await renderApp(<StatusStrip intervals={intervals} />)
  const pieces = [...screen.getByRole("img").children].filter((one) => one instanceof HTMLElement)
  expect(pieces.map(({ style }) => Math.round(Number.parseFloat(style.width) * 0.56))).toEqual([12, 28, 3, 13])
  expect(pieces.map(({ style }) => style.background)).toEqual([
    "",
    "var(--c-valid-solid)",
    "var(--c-invalid-solid)",
    "var(--c-valid-solid)",
  ])
})

it("shows nothing of a link without time", async () => {
  await renderApp(<StatusStrip intervals={[]} />)
  expect(screen.queryByRole("img")).toBeNull()
})
