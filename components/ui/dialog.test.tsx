// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { useState } from "react"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { Button } from "./button"
import { DangerDialog } from "./danger-dialog"

beforeAll(installTopLayer)

function Deletion({ onConfirm, typed }: { onConfirm: () => void; typed?: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete…</Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete for good?"
        confirm="Delete 3 links"
        onConfirm={onConfirm}
        {...(typed === undefined ? {} : { typed })}
      >
        Belvo forgets 3 links.
      </DangerDialog>
    </>
  )
}

describe("DangerDialog", () => {
  it("starts on the way back, not on the deed nor on the first field", async () => {
    await renderApp(<Deletion onConfirm={vi.fn()} typed="erebor" />)
    fireEvent.click(screen.getByRole("button", { name: "Delete…" }))
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Cancel" }))
  })

  it("does the deed only once its name has been typed", async () => {
    const onConfirm = vi.fn()
    await renderApp(<Deletion onConfirm={onConfirm} typed="erebor" />)
    fireEvent.click(screen.getByRole("button", { name: "Delete…" }))
    const deed = screen.getByRole("button", { name: "Delete 3 links" })
    fireEvent.change(screen.getByLabelText("Type erebor to confirm"), { target: { value: "erebo" } })
    fireEvent.click(deed)
    expect(onConfirm).not.toHaveBeenCalled()
    fireEvent.change(screen.getByLabelText("Type erebor to confirm"), { target: { value: "erebor" } })
    fireEvent.click(deed)
    expect(onConfirm).toHaveBeenCalledOnce()
  })

  it("forgets what was typed when it is closed", async () => {
    await renderApp(<Deletion onConfirm={vi.fn()} typed="erebor" />)
    fireEvent.click(screen.getByRole("button", { name: "Delete…" }))
    fireEvent.change(screen.getByLabelText("Type erebor to confirm"), { target: { value: "erebor" } })
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }))
    fireEvent.click(screen.getByRole("button", { name: "Delete…" }))
    expect(screen.getByRole("button", { name: "Delete 3 links" })).toHaveProperty("disabled", true)
  })
})

it("a pending button keeps its words and swallows clicks", async () => {
  const onClick = vi.fn()
  await renderApp(
    <Button pending onClick={onClick}>
      Save
    </Button>,
  )
  fireEvent.click(screen.getByRole("button", { name: "Save" }))
  expect(onClick).not.toHaveBeenCalled()
})
