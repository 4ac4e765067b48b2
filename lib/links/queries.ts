import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { linkId } from "@/lib/links/ids/schema"
import type { Prisma } from "@/prisma/generated/client"

const linkDetail = {
  id: true,
  institution: true,
  country: true,
  type: true,
  accessMode: true,
  status: true,
  refreshRate: true,
  createdBy: true,
  lastAccessedAt: true,
  externalId: true,
  createdAt: true,
  institutionUserId: true,
  credentialsStorage: true,
  staleIn: true,
  fetchResources: true,
  extra: true,
  statusSince: true,
  refreshDueAt: true,
  firstSeenAt: true,
  observedAt: true,
  removedAt: true,
  duplicate: true,
  orphan: true,
} satisfies Prisma.LinkSelect

const institutionDetail = {
  name: true,
  displayName: true,
  countryCodes: true,
  integrationType: true,
  status: true,
  resources: true,
} satisfies Prisma.InstitutionSelect

export type LinkDetail = Prisma.LinkGetPayload<{ select: typeof linkDetail }>
export type LinkInstitution = Prisma.InstitutionGetPayload<{ select: typeof institutionDetail }>
/** `institution` says more of it where Belvo's directory of institutions has been read. */
export type FoundLink = { link: LinkDetail; institution: LinkInstitution | null }

/** The link as the mirror has it, removed ones too. Throws NOT_FOUND. */
export function getLink(ctx: Ctx, id: string): Promise<FoundLink> {
  return read(ctx, "links:read", async (db) => {
    const link = await findLink(db, ctx, id)
    const institution = await db.institution.findUnique({
      where: { environmentId_name: { environmentId: ctx.environment.id, name: link.institution } },
      select: institutionDetail,
    })
    return { link, institution }
  })
}

async function findLink(db: ReadDb, ctx: Ctx, id: string): Promise<LinkDetail> {
  const parsed = linkId.safeParse(id)
  if (!parsed.success) throw notFound()
  const where = { environmentId_id: { environmentId: ctx.environment.id, id: parsed.data } }
  const link = await db.link.findUnique({ where, select: linkDetail })
  if (!link) throw notFound()
  return link
}

const siblingRow = {
  id: true,
  institution: true,
  status: true,
  externalId: true,
  createdAt: true,
  statusSince: true,
  lastAccessedAt: true,
  removedAt: true,
} satisfies Prisma.LinkSelect

export type SiblingRow = Prisma.LinkGetPayload<{ select: typeof siblingRow }>
export type Siblings = {
  /** Of the same `external_id`: the customer's other links. */
  sameCustomer: readonly SiblingRow[]
  /** Of the same institution and `institution_user_id`: the same person's login, connected again. */
  sameLogin: readonly SiblingRow[]
}

const mostSiblings = 50

/** Others of the same customer and of the same login, worst first, removed ones last; at most 50 of each. */
export function findSiblings(
  ctx: Ctx,
  {
    id,
    externalId,
    institution,
    institutionUserId,
  }: Pick<LinkDetail, "id" | "externalId" | "institution" | "institutionUserId">,
): Promise<Siblings> {
  const find = (db: ReadDb, where: Prisma.LinkWhereInput) =>
    db.link.findMany({
      where: { environmentId: ctx.environment.id, ...where, id: { not: id } },
      select: siblingRow,
      orderBy: [{ removedAt: { sort: "desc", nulls: "first" } }, { severity: "asc" }, { id: "asc" }],
      take: mostSiblings,
    })
  return read(ctx, "links:read", async (db) => ({
    sameCustomer: externalId === null ? [] : await find(db, { externalId }),
    sameLogin: institutionUserId === null ? [] : await find(db, { institution, institutionUserId }),
  }))
}
