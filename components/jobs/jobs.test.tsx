// @vitest-environment jsdom
import { act, fireEvent, waitFor } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { FailuresTable } from "@/components/jobs/failures-table"
import { JobName, jobNames } from "@/components/jobs/job-name"
import type { FailedJob } from "@/lib/jobs/queries"
import { jobs } from "@/lib/jobs/registry"
import { renderApp } from "@/test/render"

const retry = vi.hoisted(() => vi.fn(async () => ({ ok: true, data: { retried: 1, folded: 0 } })))
vi.mock("@/lib/jobs/actions", () => ({ retryJobsAction: retry }))

const job = (more: Partial<FailedJob> = {}): FailedJob => ({
  ...{ id: crypto.randomUUID(), name: "reread", state: "failed", attempts: 11, failedAt: new Date(), nextAt: null },
  ...{ failure: { name: "BelvoNetwork", text: "Belvo could not be reached" }, doneSince: false, ofInstallation: false },
  ...more,
})

describe("JobName", () => {
  it("has words for every job of the product", () => {
    expect(jobs.map(({ name }) => name).toSorted()).toEqual([...jobNames])
  })

  it("shows under its own name what an older version left behind", async () => {
    const { container } = await renderApp(<JobName name="old-job" />)
    expect(container.textContent).toBe("old-job")
  })
})

describe("FailuresTable", () => {
  const countedAt = "2026-03-14T12:00:00.000Z"

  it("offers to run one again that has failed for good, and all of them", async () => {
    const [failed, trying] = [job(), job({ state: "retry", nextAt: new Date() })]
    const view = await renderApp(
      <FailuresTable environment="sandbox" failures={[failed, trying]} failed={7} countedAt={countedAt} />,
    )
    expect(view.container.querySelectorAll("tbody button[aria-label='Run again']")).toHaveLength(1)
    const click = (name: string) => act(async () => void fireEvent.click(view.getByRole("button", { name })))
    await click("Run again")
    await waitFor(() => expect(retry).toHaveBeenCalledWith("sandbox", { jobIds: [failed.id] }))
    await click("Run all 7 failed again")
    const all = { allFailedBefore: countedAt, expectedCount: 7 }
    await waitFor(() => expect(retry).toHaveBeenLastCalledWith("sandbox", all))
  })

  it("sends to the log for what may hold a person's values", async () => {
    const failure = { name: "PrismaClientKnownRequestError P2010", text: null }
    const { container } = await renderApp(
      <FailuresTable environment="sandbox" failures={[job({ failure })]} failed={1} countedAt={countedAt} />,
    )
    expect(container.textContent).toContain("look in the worker's log")
  })
})
