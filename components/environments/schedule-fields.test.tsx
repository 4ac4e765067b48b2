// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { ScheduleFields } from "@/components/environments/schedule-fields"
import { locales } from "@/lib/format"
import { renderApp } from "@/test/render"

const initial = { sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20 }
const load = { links: 1_000_000, broken: 30_000, usablePer30s: 76 }
const values = (container: HTMLElement) => Array.from(container.querySelectorAll("dd"), (value) => value.textContent)
const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

it("says while one types what a schedule costs and gives, before anything is saved", async () => {
  const { container } = await renderApp(<ScheduleFields initial={initial} load={load} errors={undefined} />)
  expect(values(container)).toEqual(["1,441", "15.8%", "1 h 8 min", "20 min"])
  type(/Minutes between sweeps/, "30")
  expect(values(container)).toEqual(["2,642", "29%", "38 min", "20 min"])
  type(/new and broken/, "0")
  expect(values(container)).toEqual(["2,402", "26.3%", "38 min", "38 min"])
})

it("says that a schedule is too dense, and what to do where the numbers are none", async () => {
  const { container } = await renderApp(<ScheduleFields initial={initial} load={load} errors={undefined} />)
  type(/Minutes between sweeps/, "9")
  expect(screen.getByText(/At most 80%/)).toBeDefined()
  type(/Minutes between sweeps/, "")
  expect(values(container)).toEqual([])
  expect(screen.getByText(/Correct the numbers above/)).toBeDefined()
})

it.each(locales)("shows the server's refusal at its field in %s", async (locale) => {
  const errors = { deltaRequests: ["no"] }
  await renderApp(<ScheduleFields initial={initial} load={load} errors={errors} />, { locale })
  expect(screen.getByText("no").parentElement?.id).toBe(
    document.querySelector("[name=deltaRequests]")?.getAttribute("aria-describedby"),
  )
})
