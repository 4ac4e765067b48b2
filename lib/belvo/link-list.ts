import type { z } from "zod"
import type { Send } from "@/lib/belvo/call"
import { type BelvoLink, type BelvoLinkPart, toLink, toLinkPart } from "@/lib/belvo/link"
import { type LinkText, readAlready, splitLinkPage } from "@/lib/belvo/link-text"
import { getPage, type Page, toPage } from "@/lib/belvo/pages"
import {
  calendarDate,
  calendarRange,
  externalId,
  institutionName,
  institutionUserId,
  pageNumber,
  pageSize,
  refreshRate,
  uuid,
  word,
} from "@/lib/belvo/patterns"
import { many, one, type ParamsOf, personal, toQuery } from "@/lib/belvo/query"
import { linkPageSchema, linkPartSchema, pageSchema } from "@/lib/belvo/schema"

/** Every filter that Belvo documents for links; there is none by last access, storage, country or text. */
const filters = {
  id: one("id", uuid),
  idIn: many("id__in", uuid),
  institution: one("institution", institutionName),
  institutionIn: many("institution__in", institutionName),
  accessMode: one("access_mode", word),
  createdAt: one("created_at", calendarDate),
  createdAtGt: one("created_at__gt", calendarDate),
  createdAtGte: one("created_at__gte", calendarDate),
  createdAtLt: one("created_at__lt", calendarDate),
  createdAtLte: one("created_at__lte", calendarDate),
  createdAtRange: one("created_at__range", calendarRange),
  createdByNotIn: many("created_by__not_in", uuid),
  externalId: personal(one("external_id", externalId)),
  externalIdIn: personal(many("external_id__in", externalId)),
  institutionUserId: personal(one("institution_user_id", institutionUserId)),
  institutionUserIdIn: personal(many("institution_user_id__in", institutionUserId)),
  refreshRate: one("refresh_rate", refreshRate),
  status: one("status", word),
  statusIn: many("status__in", word),
}
const paging = { page: one("page", pageNumber), pageSize: one("page_size", pageSize) }
const narrowing = { fields: many("fields", word), omit: many("omit", word) }
const listParams = { ...filters, ...paging }
const partParams = { ...listParams, ...narrowing }

export type LinkFilter = ParamsOf<typeof filters>
export type LinkListRequest = ParamsOf<typeof listParams>
/** `fields` and `omit` in Belvo's spelling, first level only. */
export type LinkPartsRequest = ParamsOf<typeof partParams>
export type LinkPage = Page<BelvoLink>

const linkPartPage = pageSchema(linkPartSchema)
const where = { method: "GET", path: "/api/links/" } as const
/** Belvo's sandbox gives 10 where nothing is asked for, production 100. */
const DEFAULT_PAGE_SIZE = 100

export async function listLinks(send: Send, request: LinkListRequest = {}): Promise<LinkPage> {
  const query = toQuery(where, listParams, withSize(request))
  return getPage(send, { where, query, page: request.page, schema: linkPageSchema, to: toLink })
}

/** The same list, its links unread where they can be told apart without. */
export async function listLinkTexts(send: Send, request: LinkListRequest): Promise<Page<LinkText>> {
  const query = toQuery(where, listParams, withSize(request))
  const { page = 1 } = request
  return send({
    where,
    query,
    schema: linkPageSchema,
    fromText: (meta) => {
      const split = splitLinkPage(meta.text, meta.where)
      return split && toPage(meta, { items: split.links, count: split.count, page, next: split.next })
    },
    to: ({ count, next, results }, meta) =>
      toPage(meta, { items: results.map((link) => readAlready(toLink(link))), count, page, next }),
  })
}

/** The same list with less of each link. Narrow it to `["id"]` and one a page to learn only the count. */
export async function listLinkParts(send: Send, request: LinkPartsRequest): Promise<Page<BelvoLinkPart>> {
  const query = toQuery(where, partParams, withSize(request))
  return getPage(send, { where, query, page: request.page, schema: linkPartPage, to: toLinkPart })
}

const withSize = <R extends { pageSize?: z.input<typeof pageSize> | undefined }>(request: R) => ({
  ...request,
  pageSize: request.pageSize ?? DEFAULT_PAGE_SIZE,
})
