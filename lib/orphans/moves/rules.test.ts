import { expect, it } from "vitest"
import type { Tracked } from "@/lib/history/rules"
import { peopleOf } from "@/lib/orphans/moves/rules"

const link: Tracked = {
  ...{ institution: "erebor_mx_retail", institutionUserId: "one", externalId: "usr_1", status: "valid", present: true },
  ...{ accessMode: null, refreshRate: null, credentialsStorage: null },
}

it("names the logins that links have and had, each once and as PostgreSQL takes them", () => {
  const before = { ...link, institutionUserId: "one\0" }
  const after = { ...link, institutionUserId: "two\ud800" }
  expect(
    peopleOf([
      { linkId: "a", before, after },
      { linkId: "b", before: null, after: link },
      { linkId: "c", before: null, after: { ...link, institutionUserId: null } },
    ]).map(({ institutionUserId }) => institutionUserId),
  ).toEqual(["one", "two\ufffd"])
})
