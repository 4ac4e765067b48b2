import { expect, it } from "vitest"
import { isOutdone } from "@/lib/recovery/connecting/reporting/rules"

const silence = { reported: null, errorCode: null, newLinkId: null }
const refused = { reported: "exit", errorCode: "login_error", newLinkId: null }
const good = { reported: "success", errorCode: null, newLinkId: "16f68516-bcbc-4cf7-b815-c500d4204e28" }
const exit = { kind: "exit", code: null, linkId: null } as const
const failed = { kind: "error", code: "institution_down", linkId: null } as const
const success = { kind: "success", code: null, linkId: good.newLinkId } as const

it.each([
  ["the first word", exit, silence, false],
  ["a bare exit after a code", exit, refused, true],
  ["another code after a code", failed, refused, false],
  ["success after a code", success, refused, false],
  ["success without a link after a code", { ...success, linkId: null }, refused, false],
  ["an exit after success", exit, good, true],
  ["a code after success", failed, good, true],
  ["success without a link after one with", { ...success, linkId: null }, good, true],
])("judges %s by what has been said", (_what, told, known, outdone) => {
  expect(isOutdone(told, known)).toBe(outdone)
})
