import fc from "fast-check"
import { expect, it } from "vitest"
import { parseReport } from "@/lib/recovery/connecting/reporting/schema"

const id = "16f68516-bcbc-4cf7-b815-c500d4204e28"

it("reads what the widget's way back says", () => {
  const query = new URLSearchParams(
    "last_encountered_error_code=login_error&last_encountered_error_message=Ana+1977&meta_data_institution_name=amex_mx_retail",
  )
  expect(parseReport(id, "exit", query)).toEqual({
    ...{ sessionId: id, kind: "exit", code: "login_error", linkId: null, institution: "amex_mx_retail" },
  })
  const success = new URLSearchParams({ link: id.toUpperCase(), institution: "erebor_br_retail" })
  expect(parseReport(id, "success", success)).toMatchObject({ linkId: id, code: null })
  expect(parseReport(id, "error", new URLSearchParams("error=ACCESS_TOKEN_NOT_VALID"))).toMatchObject({
    code: "access_token_not_valid",
  })
  expect(parseReport(id, "elsewhere", query)).toBeNull()
  expect(parseReport("1", "exit", query)).toBeNull()
})

it("keeps nothing but words of Belvo's own kind, whatever comes", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (code, institution, link) => {
      const query = new URLSearchParams({ last_encountered_error_code: code, institution, link })
      const report = parseReport(id, "exit", query)
      expect(report?.code ?? "x").toMatch(/^[a-z_]{1,60}$/)
      expect(report?.institution ?? "x").toMatch(/^[a-z_]{1,40}$/)
    }),
  )
})
