// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { renderApp } from "@/test/render"
import { LinkStatusBadge, toTone } from "./link-status-badge"

describe("LinkStatusBadge", () => {
  it.each(["valid", "invalid", "token_required", "unconfirmed", "removed", "paused"])(
    "says %s by shape and word",
    async (status) => {
      const { container } = await renderApp(<LinkStatusBadge status={status} />)
      expect(container.querySelector("svg[aria-hidden]")).not.toBeNull()
      expect(container.textContent).toContain(status.replace("_", " "))
    },
  )

  it("has a different shape for each", async () => {
    const statuses = ["valid", "invalid", "token_required", "unconfirmed", "removed", "paused"]
    const { container } = await renderApp(statuses.map((status) => <LinkStatusBadge key={status} status={status} />))
    const shapes = Array.from(container.querySelectorAll("svg"), (svg) => svg.innerHTML)
    expect(new Set(shapes).size).toBe(statuses.length)
  })

  it("is removed before it is anything else, and keeps Belvo's word where it knows none", async () => {
    expect(toTone("valid", true)).toBe("removed")
    expect(toTone("Valid")).toBe("unknown")
    const { container } = await renderApp(<LinkStatusBadge status="paused_by_bank" />)
    expect(container.textContent).toBe("unknown: paused_by_bank")
  })
})
