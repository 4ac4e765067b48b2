// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { currentToasts } from "@/components/ui/toast-store"
import type { ActionResult } from "@/lib/action"
import { renderApp } from "@/test/render"
import { FailureBanner } from "./failure-banner"
import { useKeep } from "./use-keep"
import { useSubmit } from "./use-submit"

const unreached =
  "The console could not be reached. Nothing is known of what happened; look again before you repeat it."
type Run = () => Promise<ActionResult<string>>

function Form({ run, onDone = () => {} }: { run: Run; onDone?: (data: string) => void }) {
  const { submit, pending, failure } = useSubmit(run, onDone)
  const { keep } = useKeep()
  return (
    <>
      <FailureBanner failure={failure} />
      <button type="button" disabled={pending} onClick={() => submit(undefined)}>
        Send
      </button>
      <button type="button" onClick={() => keep(run)}>
        Keep
      </button>
    </>
  )
}

it.each([
  ["a lost network", new TypeError("Failed to fetch")],
  ["a server that restarts", new Error("An unexpected response was received from the server.")],
])("says of %s that nothing is known, and gives the button back", async (_what, lost) => {
  const run = vi.fn<Run>().mockRejectedValueOnce(lost).mockResolvedValue({ ok: true, data: "done" })
  const onDone = vi.fn()
  await renderApp(<Form run={run} onDone={onDone} />)
  fireEvent.click(screen.getByRole("button", { name: "Send" }))
  expect(await screen.findByText(unreached)).toBeTruthy()
  expect(screen.queryByText("Request")).toBeNull()

  const button = screen.getByRole("button", { name: "Send" })
  await waitFor(() => expect(button).toHaveProperty("disabled", false))
  fireEvent.click(button)
  await waitFor(() => expect(onDone).toHaveBeenCalledWith("done"))
  expect(screen.queryByText(unreached)).toBeNull()
})

it("leaves an answer as it is, with its id", async () => {
  const refused = { ok: false, code: "FORBIDDEN", message: "Not yours.", requestId: "req-1" } as const
  await renderApp(<Form run={async () => refused} />)
  fireEvent.click(screen.getByRole("button", { name: "Send" }))
  await waitFor(() => expect(screen.getByText("Not yours.").parentElement?.textContent).toContain("req-1"))
})

it("says in a toast that a choice could not be kept", async () => {
  await renderApp(<Form run={() => Promise.reject(new TypeError("Failed to fetch"))} />)
  fireEvent.click(screen.getByRole("button", { name: "Keep" }))
  await waitFor(() => expect(currentToasts().at(-1)).toMatchObject({ tone: "bad", title: unreached }))
})

it("lets Next lead elsewhere: a redirect is no failure", async () => {
  const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/sign-in;307;" })
  const { useCall } = await import("./use-call")
  let rejected: unknown
  function Caller() {
    const call = useCall()
    return (
      <button type="button" onClick={() => call(() => Promise.reject(redirect)).catch((error) => (rejected = error))}>
        Go
      </button>
    )
  }
  await renderApp(<Caller />)
  fireEvent.click(screen.getByRole("button", { name: "Go" }))
  await waitFor(() => expect(rejected).toBe(redirect))
})
