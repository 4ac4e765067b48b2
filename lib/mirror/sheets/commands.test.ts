import { hash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { toRow } from "@/lib/mirror/rows/rules"
import { toSheet } from "@/lib/mirror/sheets/commands"

const texts = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom('"', "\\", "\0", "\ud800", "\n"))
const seenAt = new Date("2026-03-01T12:00:00Z")

describe("toSheet", () => {
  it("writes and digests whatever a link says as JSON does, without what PostgreSQL can't store", () => {
    const unknown = fc.dictionary(fc.string(), fc.oneof(texts, fc.double(), fc.constant(null)))
    fc.assert(
      fc.property(
        texts,
        fc.option(texts),
        fc.array(texts),
        unknown,
        (institution, externalId, fetchResources, more) => {
          const link = makeLink({ institution, externalId, fetchResources, unknown: more })
          const [said] = toSheet([link])
          const json = JSON.stringify({
            id: link.id,
            institution,
            access_mode: link.accessMode,
            status: link.status,
            refresh_rate: link.refreshRate,
            created_by: link.createdBy,
            last_accessed_at: link.lastAccessedAtText,
            external_id: externalId,
            created_at: link.createdAtText,
            institution_user_id: link.institutionUserId,
            credentials_storage: link.credentialsStorage,
            stale_in: link.staleIn,
            fetch_resources: fetchResources,
            extra: more,
          })
          expect(said?.digest).toBe(hash("md5", json))
          const clean = JSON.stringify(JSON.parse(json), (_name, value: unknown) =>
            typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
          )
          expect(JSON.parse(said?.json ?? "")).toEqual(JSON.parse(clean))
        },
      ),
    )
  })

  it("takes the later of two with one id, and sorts by id", () => {
    const [a, b] = [makeLink({ id: "0a" }), makeLink({ id: "0b" })]
    const later = { ...b, status: "invalid" }
    expect(toSheet([b, a, later]).map(({ link }) => link)).toEqual([a, later])
  })
})

describe("toRow", () => {
  it("adds what follows from the sight", () => {
    const [said] = toSheet([makeLink({ lastAccessedAt: null })])
    if (!said) throw new Error("no link")
    const row = JSON.parse(toRow(said, null, seenAt))
    expect(row).toMatchObject({ status_since: seenAt.toISOString(), refresh_due_at: null, digest: said.digest })
  })
})
