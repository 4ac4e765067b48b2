import { afterEach, beforeEach, expect, vi } from "vitest"

// A test that makes the product complain has failed, unless it expects the complaint and mocks console.error itself.
const complaints = vi.spyOn(console, "error")
beforeEach(() => {
  complaints.mockClear()
})
afterEach(() => {
  if (vi.isMockFunction(console.error)) expect(complaints.mock.calls).toEqual([])
})

// What comes is awaited for as long as a machine with other work may take.
if (typeof document !== "undefined") {
  const { configure } = await import("@testing-library/react")
  configure({ asyncUtilTimeout: 15_000 })
}
