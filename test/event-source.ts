import { act } from "@testing-library/react"
import { vi } from "vitest"

/** The browser's `EventSource`, as jsdom has none: says what a test has it say. */
export class Stream {
  static last: Stream
  static opened = 0
  onmessage: (event: { data: string }) => void = () => {}
  onerror = () => {}
  closed = false

  constructor(readonly url: string) {
    Stream.last = this
    Stream.opened++
  }

  close() {
    this.closed = true
  }

  /** A word of the server's; none is heard any more once it is closed. */
  static say(word: unknown) {
    if (!Stream.last.closed) act(() => Stream.last.onmessage({ data: JSON.stringify(word) }))
  }

  static lose() {
    act(() => Stream.last.onerror())
  }
}

/** Somebody looks at the tab from now on, or nobody does. */
export function look({ hidden }: { hidden: boolean }) {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden)
  act(() => void document.dispatchEvent(new Event("visibilitychange")))
}
