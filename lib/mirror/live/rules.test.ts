import { describe, expect, it } from "vitest"
import { linkListParams } from "@/lib/links/schema"
import { toBelvoRequest } from "@/lib/mirror/live/rules"

const asked = (query: string) => toBelvoRequest(linkListParams.parse(Object.fromEntries(new URLSearchParams(query))))
const login = "sooE7XJWEKypZJR603ecaWYk-8Ap0oD7Nr1pBQ4eG9c="

describe("toBelvoRequest", () => {
  it("asks for everything that Belvo can filter by", () => {
    const query = new URLSearchParams({
      status: "invalid,token_required",
      externalId: "usr_1,usr_2",
      institution: "erebor_mx_retail",
      institutionUserId: login,
      accessMode: "recurrent",
      refreshRate: "24h",
      createdFrom: "2026-01-01",
      createdTo: "2026-02-01",
      live: "1",
      page: "3",
    })
    expect(asked(query.toString())).toEqual({
      request: {
        page: 3,
        pageSize: 50,
        statusIn: ["invalid", "token_required"],
        externalIdIn: ["usr_1", "usr_2"],
        institutionIn: ["erebor_mx_retail"],
        institutionUserIdIn: [login],
        accessMode: "recurrent",
        refreshRate: "24h",
        createdAtGte: "2026-01-01",
        createdAtLte: "2026-02-01",
      },
      notApplied: [],
    })
  })

  it.each([
    ["country=MX", "country"],
    ["type=retail", "type"],
    ["statusFrom=2026-01-01", "statusFrom"],
    ["accessedTo=2026-01-01", "accessedTo"],
    ["overdue=1", "overdue"],
    ["duplicate=yes", "duplicate"],
    ["orphan=yes", "orphan"],
    ["presence=removed", "presence"],
    ["sort=lastAccessedAt", "sort"],
    ["accessMode=single,recurrent", "accessMode"],
    ["accessMode=null", "accessMode"],
    ["externalId=ab", "externalId"],
    ["institution=Bank-9", "institution"],
    ["status=null,valid", "status"],
    ["q=usr_0012", "q"],
  ])("says that %s is not applied, and does not send it", (query, name) => {
    expect(asked(query)).toEqual({ request: { page: 1, pageSize: 50 }, notApplied: [name] })
  })

  it("looks a whole link id up, and asks for single links by Belvo's word for no rate", () => {
    const id = "16f68516-bcbc-4cf7-b815-c500d4204e28"
    expect(asked(`q=${id}`)).toMatchObject({ request: { id }, notApplied: [] })
    expect(asked("refreshRate=null")).toMatchObject({ request: { refreshRate: "null" }, notApplied: [] })
  })
})
