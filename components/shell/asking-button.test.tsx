// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import { AskingButton } from "@/components/shell/asking-button"
import type { Answer } from "@/components/shell/use-call"
import { currentToasts } from "@/components/ui/toast-store"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"

const router = vi.hoisted(() => ({ refresh: vi.fn() }))
vi.mock("next/navigation", async (original) => ({ ...(await original()), useRouter: () => router }))
beforeEach(() => {
  installTopLayer()
  router.refresh.mockClear()
})

type Run = () => Promise<Answer<number>>

async function ask(run: Run, onDone?: (count: number) => void) {
  const { unmount } = await renderApp(
    <AskingButton
      {...{ label: "Forget", title: "Forget these?", confirm: "Forget 3 links", run, ...(onDone && { onDone }) }}
      done={(count) => `${count} forgotten`}
    >
      <p>Three links are forgotten.</p>
    </AskingButton>,
  )
  fireEvent.click(screen.getByRole("button", { name: "Forget" }))
  return { ...within(screen.getByRole("dialog", { name: "Forget these?" })), unmount }
}

/** A deed that is under way until it is told what came of it. */
function heldDeed() {
  const { promise, resolve } = Promise.withResolvers<Answer<number>>()
  return { run: vi.fn<Run>(() => promise), settle: (answer: Answer<number>) => act(async () => resolve(answer)) }
}
const failure = { ok: false, code: "CONFLICT", message: "Somebody was quicker" } as const

const press = (dialog: Pick<ReturnType<typeof within>, "getByRole">, name: string) =>
  fireEvent.click(dialog.getByRole("button", { name }))

it("does nothing at the first press; at the second it does the deed, says so, and reads the page anew", async () => {
  const run = vi.fn<Run>().mockResolvedValue({ ok: true, data: 3 })
  const dialog = await ask(run)
  expect(dialog.getByText("Three links are forgotten.")).toBeDefined()
  expect(run).not.toHaveBeenCalled()
  press(dialog, "Forget 3 links")
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull())
  expect(run).toHaveBeenCalledTimes(1)
  expect(currentToasts().at(-1)).toMatchObject({ title: "3 forgotten" })
  expect(router.refresh).toHaveBeenCalledTimes(1)
})

it("leaves the page as it is where the deed leads elsewhere", async () => {
  const onDone = vi.fn()
  press(await ask(async () => ({ ok: true, data: 3 }), onDone), "Forget 3 links")
  await waitFor(() => expect(onDone).toHaveBeenCalledWith(3))
  expect(router.refresh).not.toHaveBeenCalled()
})

it("says in the dialog what went wrong, and has forgotten it by the next time", async () => {
  const dialog = await ask(async () => failure)
  press(dialog, "Forget 3 links")
  expect(await dialog.findByText("Somebody was quicker")).toBeDefined()
  press(dialog, "Cancel")
  expect(screen.queryByRole("dialog")).toBeNull()
  fireEvent.click(screen.getByRole("button", { name: "Forget" }))
  expect(screen.queryByText("Somebody was quicker")).toBeNull()
})

it("begins on the way back, and runs once however often it is pressed", async () => {
  const { run, settle } = heldDeed()
  const dialog = await ask(run)
  expect(document.activeElement).toBe(dialog.getByRole("button", { name: "Cancel" }))
  press(dialog, "Forget 3 links")
  press(dialog, "Forget 3 links")
  expect(run).toHaveBeenCalledTimes(1)
  await settle({ ok: true, data: 3 })
  expect(screen.queryByRole("dialog")).toBeNull()
})

it("stays open while the deed is under way, whatever is pressed, and then says there what went wrong", async () => {
  const { run, settle } = heldDeed()
  const dialog = await ask(run)
  press(dialog, "Forget 3 links")
  for (const name of ["Cancel", "Close"]) press(dialog, name)
  const box = screen.getByRole<HTMLDialogElement>("dialog")
  expect(fireEvent(box, new Event("cancel", { cancelable: true }))).toBe(false)
  fireEvent.click(box)
  act(() => box.close())
  expect(screen.getByRole("dialog")).toBe(box)
  await settle(failure)
  expect(dialog.getByText("Somebody was quicker")).toBeDefined()
  press(dialog, "Cancel")
  expect(screen.queryByRole("dialog")).toBeNull()
})

it("tells a failure by a toast where the page has taken the button away meanwhile", async () => {
  const { run, settle } = heldDeed()
  const dialog = await ask(run)
  press(dialog, "Forget 3 links")
  dialog.unmount()
  await settle(failure)
  expect(currentToasts().at(-1)).toMatchObject({ title: "Somebody was quicker", tone: "bad" })
})
