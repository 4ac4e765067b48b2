import { expect, type Page, test } from "@playwright/test"
import { callAction, listServerActions } from "@/e2e/actions"
import { askBelvo, newCustomer } from "@/e2e/belvo"
import { addMirroredLink, askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"

async function brokenLink(): Promise<string> {
  return (await addMirroredLink({ institution: "gringotts_mx_retail", status: "invalid" })).id
}

test("a viewer reads everything about a link and finds nothing to act with", async ({ page }) => {
  const id = await brokenLink()
  await signInAs(page, "viewer")
  const deeds =
    /session|refresh|delete|access mode|note|sync|run now|export|verify|read .*again|ask again|import|upload|undo|adopt|ignore|mark as|make the file/i
  const offered = () => page.getByRole("main").getByRole("button", { name: deeds })

  await open(page, `/sandbox/links/${id}`)
  await expect(page.getByText("The bank no longer accepts the stored credentials")).toBeVisible()
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible()
  await expect(offered()).toHaveCount(0)
  await expect(page.getByRole("textbox", { name: /note/i })).toHaveCount(0)
  await page.getByRole("button", { name: "More" }).click()
  await expect(page.getByRole("menuitem")).toHaveText(["Copy the address of this page"])

  for (const path of [
    "",
    "/links",
    "/external-ids",
    "/duplicates",
    "/duplicates/older",
    "/orphans",
    "/orphans/missing",
    "/orphans/adoptions",
    "/orphans/decisions",
    "/directory",
    "/recovery",
    "/trends",
    "/sync",
    "/webhooks",
    "/recovery/campaigns",
    "/recovery/outgoing",
  ]) {
    await page.goto(`/sandbox${path}`)
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await expect(offered()).toHaveCount(0)
    await expect(page.getByRole("link", { name: "Download CSV" })).toHaveCount(0)
  }
  await page.goto(`/sandbox/links?live=1`)
  await expect(page.getByText("Your role here does not allow this")).toBeVisible()
})

test("routes that hand something out refuse a viewer by status and code", async ({ page }) => {
  await signInAs(page, "viewer")
  for (const file of [
    "links.csv",
    "links.csv?raw=1",
    "duplicates.csv",
    "orphans.csv",
    "missing.csv",
    "adoptions.csv",
    "trends.csv",
    "audit.csv",
  ]) {
    const response = await page.request.get(`/api/sandbox/${file}`)
    expect([file, response.status(), (await response.json()).code]).toEqual([file, 403, "FORBIDDEN"])
  }
  const upload = await page.request.post("/api/sandbox/directory/uploads?name=users.csv", {
    ...{ data: "external_id\nusr_1\n", headers: { "x-enlace-sha256": "0".repeat(64) } },
  })
  expect([upload.status(), (await upload.json()).code]).toEqual([403, "FORBIDDEN"])
  const list = await page.request.post("/api/sandbox/campaigns", {
    data: {
      settings: { name: "x", validDays: 7, askedWithinDays: 0, heldOutPercent: 0, waveMinutes: 0, stopPercent: 30 },
      choice: { kind: "ids", text: "usr_1" },
    },
  })
  expect([list.status(), (await list.json()).code]).toEqual([403, "FORBIDDEN"])
  const webhook = await page.request.post("/api/webhooks/belvo/sandbox", { data: { webhook_id: "1" } })
  expect(webhook.status()).toBe(401)
  const moved = await page.request.get("/sandbox/recovery/widget", { maxRedirects: 0 })
  expect([moved.status(), moved.headers().location]).toEqual([308, "/settings/widget#environment-sandbox"])
  for (const path of ["exports", "audit", "audit?entry=1", "recovery/new"]) {
    await page.goto(`/sandbox/${path}`)
    await expect(page.getByRole("heading", { name: "Your role does not show this page" })).toBeVisible()
  }
})

/** What a member may do with what is their own, whatever the role. */
const own = [
  "acceptInvitationAction",
  "changePasswordAction",
  "setLocaleAction",
  "setThemeAction",
  "signOutAction",
  "signOutEverywhereAction",
]

/** What reads the mirror alone. */
const allowed = ["listLinkIdsAction"]

/** Of every action's input one that its schema accepts. */
function callsBy(linkId: string, memberId: string): Record<string, readonly unknown[]> {
  const some = crypto.randomUUID()
  const key = { secretId: "another", secretPassword: "key" }
  const settings = {
    name: "Taken over",
    kind: "sandbox",
    customerLocale: "es",
    rawWebhookDays: 1,
  }
  const schedule = { sweepEveryMinutes: 5, deltaEveryMinutes: 0, deltaRequests: 2 }
  const careless = { deletionHoldHours: 0, deletionThreshold: 100_000, personalDays: 1 }
  const baseUrl = "https://sandbox.belvo.com"
  const orphans = { ids: [linkId] }
  const campaign = { campaignId: some }
  const source = {
    ...{ host: "127.0.0.1", port: 5432, database: "users", user: "root", password: "toor", sslmode: "disable" },
    ...{ statement: "SELECT 1 AS external_id, 2 AS link_id", everyHours: 0, mode: "replace" },
  }
  const widget = {
    ...{
      companyName: "Mine",
      iconUrl: "https://a.example",
      logoUrl: "https://a.example",
      termsUrl: "https://a.example",
    },
    ...{ resources: ["ACCOUNTS"], staleDays: 365, storageDays: 365, returnUrl: "" },
  }
  return {
    addEnvironmentAction: [{ ...settings, ...key, slug: "mine", baseUrl }],
    addMemberAction: [{ email: `${newCustomer()}@example.com`, name: "", grant: { role: "admin" } }],
    addNoteAction: ["sandbox", { linkId, text: "A viewer was here" }],
    startBulkAction: [
      "sandbox",
      { deed: { kind: "ask" }, params: "", expectedCount: 1, snapshotAt: new Date().toISOString() },
    ],
    countBulkAction: ["sandbox", { kind: "ask", params: "" }],
    undoBulkAction: ["sandbox", { bulkId: some }],
    adoptNamedAction: ["sandbox", orphans],
    adoptOrphanAction: ["sandbox", { linkId, externalId: "usr_1", basis: "typed" }],
    answerChallengeAction: ["sandbox", { linkId, session: "0".repeat(32), token: "111111" }],
    askForCodeAction: ["sandbox", { linkId }],
    approveRequestAction: ["sandbox", { requestId: some }],
    cancelBatchAction: ["sandbox", { batchId: some }],
    cancelDeletionAction: ["sandbox", { deletionId: some }],
    cancelRequestAction: ["sandbox", { requestId: some }],
    cancelSweepAction: ["sandbox", { runId: some }],
    changeAccessModeAction: ["sandbox", { linkId, accessMode: "single" }],
    confirmBatchAction: ["sandbox", { batchId: some }],
    confirmRequestAction: ["sandbox", { requestId: some, confirmation: "1", reason: "Because I can" }],
    createBatchAction: ["sandbox", { deed: { kind: "refresh" }, selection: { kind: "links", ids: [linkId] } }],
    createDraftAction: ["sandbox", { selection: { kind: "links", ids: [linkId] } }],
    confirmRemovalsAction: ["sandbox", { runId: some }],
    applyPlanAction: ["sandbox", { planId: some }],
    cancelPlanAction: ["sandbox", { planId: some }],
    checkPlanAction: ["sandbox", { planId: some }],
    chooseSurvivorAction: ["sandbox", { planId: some, groupNo: 1, linkId, reason: "Because I can" }],
    createPlanAction: ["sandbox", { selection: { kind: "groups", ids: [some] } }],
    createInvitationAction: [{ memberId }],
    declineRemovalsAction: ["sandbox", { runId: some }],
    disableMemberAction: [{ memberId }],
    discardFileAction: ["sandbox", { importId: some }],
    enableMemberAction: [{ memberId }],
    exportAdoptionsAction: ["sandbox", undefined],
    ignoreOrphansAction: ["sandbox", { ...orphans, note: "Because I can", until: "2999-01-01" }],
    finishPlanAction: ["sandbox", { planId: some }],
    listLinkIdsAction: ["sandbox", { query: "" }],
    listLiveAction: ["sandbox", { query: "" }],
    makeAddressAction: ["sandbox", { linkId }],
    markAskedAction: ["sandbox", orphans],
    openSessionAction: ["sandbox", { linkId }],
    openConnectingAction: [
      "sandbox",
      { externalId: "usr_1", institution: null, accessMode: "single", known: 0, sure: true },
    ],
    pauseBatchAction: ["sandbox", { batchId: some }],
    readAccountsAction: ["sandbox", { linkId }],
    readyPlanAction: ["sandbox", { planId: some }],
    reopenPlanAction: ["sandbox", { planId: some }],
    readLiveAction: ["sandbox", { linkId }],
    refuseRequestAction: ["sandbox", { requestId: some, reason: "Because I can" }],
    removeSourceAction: ["sandbox", undefined],
    replaceKeyAction: ["sandbox", key],
    requestComparisonAction: ["sandbox", { institution: "erebor_mx_retail", externalId: null }],
    requestDeletionAction: ["sandbox", { linkId, confirmation: linkId.slice(-8), reason: "Because I can" }],
    requestRefreshAction: ["sandbox", { linkId }],
    requestSourceRunAction: ["sandbox", undefined],
    requestSweepAction: ["sandbox", {}],
    rereadWebhookAction: ["sandbox", { eventId: some }],
    rereadWebhooksAction: ["sandbox", { eventIds: [some] }],
    resumeBatchAction: ["sandbox", { batchId: some }],
    retryBatchAction: ["sandbox", { batchId: some }],
    retryDeletionAction: ["sandbox", { deletionId: some }],
    retryRequestAction: ["sandbox", { requestId: some }],
    retryJobsAction: ["sandbox", { jobIds: [some] }],
    revokeAddressAction: ["sandbox", { addressId: some }],
    rotateWebhookAuthorizationAction: ["sandbox", undefined],
    saveConnectingSetupAction: ["sandbox", widget],
    saveLookAction: ["sandbox", { operatorName: "", accent: "#000000", background: null, contact: "", logo: null }],
    saveSourceAction: ["sandbox", source],
    searchLiveAction: ["sandbox", { q: linkId }],
    setAdminAction: [{ memberId, admin: true }],
    setRoleAction: [{ memberId, environment: "sandbox", role: "engineer" }],
    showAddressAction: ["sandbox", { addressId: some }],
    startImportAction: [
      "sandbox",
      {
        ...{ importId: some, columns: { externalId: 0, linkId: 1, header: true } },
        ...{ mode: "replace", badRows: "skip" },
      },
    ],
    takeOutGroupAction: ["sandbox", { planId: some, groupNo: 1 }],
    testEnvironmentKeyAction: ["sandbox", undefined],
    testSourceAction: ["sandbox", source],
    undoDecisionsAction: ["sandbox", orphans],
    undoImportAction: ["sandbox", { importId: some }],
    updateEnvironmentAction: ["sandbox", { ...settings, ...schedule, ...careless }],
    verifyAuditAction: ["sandbox", { chain: "environment" }],
    ...{ discardDraftAction: ["sandbox", campaign], refreshDraftAction: ["sandbox", campaign] },
    ...{ startCampaignAction: ["sandbox", { ...campaign, expectedMembers: 1 }] },
    ...{ pauseCampaignAction: ["sandbox", campaign], resumeCampaignAction: ["sandbox", campaign] },
    ...{ extendCampaignAction: ["sandbox", { ...campaign, days: 3 }], endCampaignAction: ["sandbox", campaign] },
    remindUntouchedAction: ["sandbox", { ...campaign, remindedAt: null }],
    saveEndpointAction: ["sandbox", { url: "https://mailer.example.com/hook" }],
    ...{ rotateSecretAction: ["sandbox", undefined], endPreviousSecretAction: ["sandbox", undefined] },
    ...{ removeEndpointAction: ["sandbox", undefined], sendTestAction: ["sandbox", undefined] },
    ...{ resendDeliveryAction: ["sandbox", { deliveryId: some }], resendFailedAction: ["sandbox", undefined] },
  }
}

/** Everything that one of the calls could have left behind, whatever other tests do meanwhile. */
async function traces(linkId: string, memberId: string): Promise<unknown> {
  return askDatabase(
    `SELECT (SELECT to_jsonb(l) - 'observed_at' FROM link l WHERE id = $1::uuid) AS link,
       (SELECT count(*)::integer FROM note WHERE link_id = $1::uuid) AS notes,
       (SELECT count(*)::integer FROM repair_session WHERE link_id = $1::uuid) AS sessions,
       (SELECT count(*)::integer FROM refresh_request WHERE link_id = $1::uuid) AS refreshes,
       (SELECT count(*)::integer FROM deletion WHERE link_id = $1::uuid) AS deletions,
       (SELECT count(*)::integer FROM sweep_run WHERE requested_by = $2::text) AS sweeps,
       (SELECT count(*)::integer FROM invitation WHERE member_id = $2::uuid) AS invitations,
       (SELECT to_jsonb(m) FROM member m WHERE id = $2::uuid) AS member,
       (SELECT jsonb_agg(s) FROM membership s WHERE member_id = $2::uuid) AS roles,
       (SELECT jsonb_agg(e) FROM environment e WHERE slug IN ('sandbox', 'mine')) AS environments`,
    [linkId, memberId],
  )
}

async function ownId(page: Page): Promise<string> {
  await page.goto("/sandbox")
  const [row] = await askDatabase<{ id: string }>("SELECT id FROM member WHERE email = $1", [memberOf("viewer").email])
  return row?.id ?? ""
}

test("every server action called directly refuses a viewer, and nothing has changed", async ({ page }) => {
  const linkId = await brokenLink()
  await signInAs(page, "viewer")
  const memberId = await ownId(page)
  const calls = callsBy(linkId, memberId)
  const actions = (await listServerActions()).filter(({ name }) => !own.includes(name))
  expect(actions.map(({ name }) => name).toSorted()).toEqual(Object.keys(calls).toSorted())
  const before = await traces(linkId, memberId)

  for (const action of actions) {
    const { ok, code } = await callAction(page, action, calls[action.name] ?? [])
    expect([action.name, ok, code]).toEqual([
      action.name,
      ...(allowed.includes(action.name) ? [true, undefined] : [false, "FORBIDDEN"]),
    ])
  }
  expect(await traces(linkId, memberId)).toEqual(before)
  expect(await askBelvo(`links/${linkId}/`)).toMatchObject({
    status: 200,
    body: { status: "invalid", access_mode: "recurrent" },
  })
})

test("the same call by who may make it is answered: the refusal is the role's", async ({ page }) => {
  const linkId = await brokenLink()
  await signInAs(page, "support")
  const [note] = (await listServerActions()).filter(({ name }) => name === "addNoteAction")
  if (!note) throw new Error("The build has no addNoteAction")
  expect(await callAction(page, note, ["sandbox", { linkId, text: "An agent was here" }])).toMatchObject({
    ok: true,
  })

  await page.context().clearCookies()
  expect(await callAction(page, note, ["sandbox", { linkId, text: "A stranger was here" }])).toMatchObject({
    code: "UNAUTHENTICATED",
  })
})
