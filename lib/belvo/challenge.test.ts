import { describe, expect, it, test } from "vitest"
import { toChallenge } from "@/lib/belvo/challenge"
import published from "@/lib/belvo/fixtures/challenges.json"
import samples from "@/lib/belvo/fixtures/links.json"
import { LINK_ID, rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const session = "be7a15d5f0b84d8ea60f6c12cb2a7b32"
const resumption = { session, linkId: LINK_ID, token: "111111" }
const refusal = (code: string, more: object = {}) => ({
  status: 400,
  json: [{ code, message: code, request_id: session, ...more }],
})

describe("a published 428", () => {
  const kinds: Record<keyof typeof published, object> = {
    inputless: { kind: "inputless", expiresInSeconds: 720 },
    numeric: { kind: "numeric", code: "703837", expiresInSeconds: 60 },
    qr: { kind: "qr", imageBase64: "...", expiresInSeconds: 60 },
    text: { kind: "text", question: "Where were you born?", expiresInSeconds: 720 },
    specification: { kind: "numeric", code: "12345", expiresInSeconds: 9600 },
    "older, without expects_user_input": { kind: "numeric", code: "12345", expiresInSeconds: 9600 },
  }
  const cases = Object.entries(published).map(
    ([name, body]) => [name, body, kinds[name as keyof typeof published]] as const,
  )

  test.each(cases)("%s is a challenge of its kind, whichever call it answers", async (_name, json, expected) => {
    const answer = { status: 428, json }
    const { belvo, requests } = scriptedBelvo([answer, answer, answer, answer])
    const outcomes = [
      await belvo.resumeMfa(resumption),
      await belvo.updateCredentials({ id: LINK_ID, password: "new" }),
      await belvo.changeAccessMode({ id: LINK_ID, accessMode: "single" }),
      await belvo.refreshLink({ id: LINK_ID }),
    ]

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: "token_required", challenge: { ...expected, expectsUserInput: true } })
    }
    expect(requests).toHaveLength(4)
  })
})

describe("toChallenge", () => {
  const [wire] = published.numeric

  it("believes Belvo that no answer is to be typed, whatever the type", () => {
    const data = { ...wire?.token_generation_data, expects_user_input: false }

    expect(toChallenge({ ...wire, token_generation_data: data })).toMatchObject({
      kind: "numeric",
      expectsUserInput: false,
    })
  })

  it("keeps a type that nobody has told us of", () => {
    const data = { type: "face", value: "smile" }

    expect(toChallenge({ ...wire, token_generation_data: data })).toMatchObject({
      kind: "other",
      type: "face",
      value: "smile",
      expectsUserInput: true,
    })
  })

  it("does not need an expiry, and makes one of nothing where there is no session", () => {
    expect(toChallenge({ ...wire, expiry: undefined })).toMatchObject({ expiresInSeconds: null })
    expect(toChallenge({ ...wire, session: undefined })).toBeNull()
  })
})

describe("resumeMfa", () => {
  test.each([200, 201])("takes %i for the link that works again", async (status) => {
    const { belvo, requests } = scriptedBelvo([{ status, json: samples.single }])

    expect(await belvo.resumeMfa(resumption)).toMatchObject({ kind: "resumed", link: { status: "valid" } })
    expect(requests).toMatchObject([{ method: "PATCH", path: "/api/links/" }])
    expect(requests[0]?.body).toEqual({ session, link: LINK_ID, token: "111111" })
  })

  it("sends no token where the customer confirmed elsewhere", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: samples.single }])

    await belvo.resumeMfa({ session, linkId: LINK_ID })
    expect(requests[0]?.body).toEqual({ session, link: LINK_ID })
  })

  it("says that the session is over", async () => {
    const { belvo } = scriptedBelvo([refusal("session_expired")])

    expect(await belvo.resumeMfa(resumption)).toEqual({ kind: "session_expired", requestId: session })
  })

  it("says whose link it would duplicate", async () => {
    const institution_user_id = "sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c="
    const { belvo } = scriptedBelvo([refusal("duplicated", { institution_user_id }), refusal("duplicated")])

    expect(await belvo.resumeMfa(resumption)).toEqual({
      kind: "duplicated",
      institutionUserId: institution_user_id,
      requestId: session,
    })
    expect(await belvo.resumeMfa(resumption)).toMatchObject({ kind: "duplicated", institutionUserId: null })
  })

  it("does not take a user without web access for a question of MFA", async () => {
    const message = "This user doesn't have web access activated yet."
    const json = [{ ...published.inputless[0], code: "activation_required", message }]
    const { belvo } = scriptedBelvo([{ status: 428, json }])

    expect(await rejection(belvo.resumeMfa(resumption))).toMatchObject({ kind: "api", status: 428 })
  })

  test.each([{ session: "nope" }, { linkId: "nope" }, { token: "" }])("sends nothing for %j", async (change) => {
    const { belvo, requests } = scriptedBelvo([])

    expect(await rejection(belvo.resumeMfa({ ...resumption, ...change }))).toMatchObject({
      kind: "invalid_request",
      field: Object.keys(change)[0],
    })
    expect(requests).toEqual([])
  })
})
