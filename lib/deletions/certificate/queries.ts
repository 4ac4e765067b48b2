import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { aroundLinks, canonical, outcomeOf } from "@/lib/deletions/certificate/rules"
import { type Certificate, type CertifiedLink, certificate } from "@/lib/deletions/certificate/schema"
import { deletionFailure } from "@/lib/deletions/schema"
import { notFound } from "@/lib/errors"

/** So many are read at once. */
const pageSize = 5_000
const firstId = "00000000-0000-0000-0000-000000000000"

export type ShownCertificate = { certificate: Certificate; sha256: string }

/** With the first `most` of its links by id; null where the request has none yet. */
export async function findCertificate(
  ctx: Ctx,
  { requestId, most }: { requestId: string; most: number },
): Promise<ShownCertificate | null> {
  const found = await findHeader(ctx, requestId)
  if (!found) return null
  const { header, sha256 } = found
  const links = await read(ctx, "links:read", (db) => listCertified(db, { ctx, requestId, after: firstId, most }))
  return { certificate: { ...certificate.parse(JSON.parse(header)), links }, sha256 }
}

/** `{"certificate":…,"sha256":"…"}`: the hash is of the canonical text of `certificate`, as it stands there. Throws NOT_FOUND. */
export async function openCertificate(
  ctx: Ctx,
  { requestId }: { requestId: string },
): Promise<AsyncGenerator<string, void, undefined>> {
  const found = await findHeader(ctx, requestId)
  if (!found) throw notFound()
  const { header, sha256 } = found
  return (async function* () {
    const [before, after] = aroundLinks(header)
    yield `{"certificate":${before}`
    yield* eachLinkText((from) => read(ctx, "links:read", (db) => listPage(db, { ctx, requestId, after: from })))
    yield `${after},"sha256":"${sha256}"}\n`
  })()
}

/** The links' own part of the canonical text, page by page. */
export async function* eachLinkText(
  readPage: (after: string) => Promise<CertifiedLink[]>,
): AsyncGenerator<string, void, undefined> {
  let [after, glue] = [firstId, ""]
  for (;;) {
    const links = await readPage(after)
    const last = links.at(-1)
    if (!last) return
    yield glue + links.map(canonical).join(",")
    after = last.id
    glue = ","
  }
}

type Page = { ctx: Ctx; requestId: string; after: string }

export const listPage = (db: Pick<ReadDb, "$queryRaw">, page: Page): Promise<CertifiedLink[]> =>
  listCertified(db, { ...page, most: pageSize })

async function findHeader(ctx: Ctx, requestId: string): Promise<{ header: string; sha256: string } | null> {
  if (!uuid.safeParse(requestId).success) return null
  const row = await read(ctx, "links:read", (db) =>
    db.deletionRequest.findFirst({
      where: { environmentId: ctx.environment.id, id: requestId },
      select: { certificate: true, sha256: true },
    }),
  )
  if (!row?.certificate || !row.sha256) return null
  return { header: row.certificate, sha256: Buffer.from(row.sha256).toString("hex") }
}

async function listCertified(
  db: Pick<ReadDb, "$queryRaw">,
  { ctx, requestId, after, most }: Page & { most: number },
): Promise<CertifiedLink[]> {
  const rows = await db.$queryRaw<CertifiedRow[]>`
    SELECT link_id::text AS id, state, skipped, failure, belvo_request_id AS "belvoRequestId", accepted_at AS "acceptedAt",
      webhook_at AS "webhookAt", confirmed_at AS "confirmedAt", confirmed_by AS "confirmedBy"
    FROM deletion WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid AND link_id > ${after}::uuid
    ORDER BY link_id LIMIT ${most}`
  return rows.map(({ state, skipped, failure, acceptedAt, webhookAt, confirmedAt, ...row }) => ({
    ...row,
    outcome: outcomeOf(state),
    reason: skipped ?? deletionFailure.nullable().catch(null).parse(failure)?.code ?? null,
    acceptedAt: acceptedAt?.toISOString() ?? null,
    webhookAt: webhookAt?.toISOString() ?? null,
    confirmedAt: confirmedAt?.toISOString() ?? null,
  }))
}

type CertifiedRow = {
  id: string
  state: string
  skipped: string | null
  failure: unknown
  belvoRequestId: string | null
  acceptedAt: Date | null
  webhookAt: Date | null
  confirmedAt: Date | null
  confirmedBy: string | null
}
