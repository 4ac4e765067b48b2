// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { FileInput } from "@/components/ui/file-input"
import { renderApp } from "@/test/render"

const file = new File(["external_id,link_id\n"], "users.csv", { type: "text/csv" })

async function show(name: string | null = null) {
  const onChoose = vi.fn()
  const input = (as: string | null) => <FileInput id="file" aria-label="Users" name={as} onChoose={onChoose} />
  const view = await renderApp(input(name))
  return { onChoose, rename: (as: string | null) => view.rerenderApp(input(as)) }
}

it("names the file that was taken, for as long as it is", async () => {
  const { rename } = await show("users.csv")
  expect(screen.getByText("users.csv")).toBeDefined()
  rename(null)
  expect(screen.queryByText("users.csv")).toBeNull()
})

it("forgets at once what was chosen, so that the same file can be chosen again", async () => {
  const { onChoose } = await show()
  const input = screen.getByLabelText<HTMLInputElement>("Users")
  const forget = vi.spyOn(input, "value", "set")
  fireEvent.change(input, { target: { files: [file] } })
  expect(onChoose).toHaveBeenCalledExactlyOnceWith(file)
  expect(forget).toHaveBeenCalledWith("")
  fireEvent.change(input, { target: { files: [] } })
  expect(onChoose).toHaveBeenCalledOnce()
})

it("takes a file that is dropped on it, and keeps the browser from opening it", async () => {
  const { onChoose } = await show()
  const label = screen.getByText("Choose a file")
  expect(fireEvent.dragOver(label)).toBe(false)
  expect(fireEvent.drop(label, { dataTransfer: { files: [file] } })).toBe(false)
  expect(onChoose).toHaveBeenCalledExactlyOnceWith(file)
})
