import { describe, expect, it, test } from "vitest"
import published from "@/lib/belvo/fixtures/webhooks.json"
import { parseWebhook } from "@/lib/belvo/webhook"

describe("parseWebhook", () => {
  test.each(published.map((wire) => [wire.webhook_type, wire.webhook_code, wire] as const))(
    "reads the published %s %s",
    (type, code, wire) => {
      expect(parseWebhook(wire)).toEqual({
        webhookId: wire.webhook_id,
        type,
        code,
        processType: "process_type" in wire ? wire.process_type : null,
        linkId: wire.link_id,
        requestId: "request_id" in wire ? "4363b08b51eb43509c745df5ac92a7f6" : null,
        externalId: wire.external_id,
        data: wire.data,
        unknown: {},
      })
    },
  )

  it("keeps types, codes and fields that nobody has told us of", () => {
    const wire = { webhook_type: "LINK", webhook_code: "link_deleted", process_type: "manual", attempt: 2 }

    expect(parseWebhook(wire)).toMatchObject({
      code: "link_deleted",
      processType: "manual",
      requestId: null,
      linkId: null,
      data: null,
      unknown: { attempt: 2 },
    })
  })

  it("takes null for absent", () => {
    const wire = { webhook_type: "X", webhook_code: "y", process_type: null, request_id: null, external_id: null }

    expect(parseWebhook(wire)).toMatchObject({ processType: null, requestId: null, externalId: null })
  })

  it("names no link where the id is none", () => {
    expect(parseWebhook({ webhook_type: "X", webhook_code: "y", link_id: "1; DROP" })).toMatchObject({ linkId: null })
  })

  test.each([null, [], "LINK", {}, { webhook_type: "LINK" }, { webhook_type: 1, webhook_code: "x" }])(
    "makes nothing of %j",
    (json) => {
      expect(parseWebhook(json)).toBeNull()
    },
  )
})
