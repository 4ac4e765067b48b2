/** Belvo's largest page is 1,000; the rest is room for what the mirror does not know yet. */
export const windowLinks = 950
/** More than this is not paged through where it can be halved: the longer a reading, the less it holds still. */
export const mostPagedLinks = 20_000
const leastPageSize = 500

/** Each page is one shorter than the page before, so that it repeats the end of it: a link that slips is still seen. */
export const pageSizeOf = (page: number): number => Math.max(1_001 - page, leastPageSize)

/** How many pages so many links take. */
export function pagesFor(links: number): number {
  let pages = 1
  while (pages * pageSizeOf(pages) < links) pages++
  return pages
}
