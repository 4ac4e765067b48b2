/**
 * The same request carries a bare id in one answer and a dashed one in its webhook: 32 hex digits, so that they
 * compare. Another short word is returned as it came; empty for what is none, because ids go to logs and tables.
 */
export function normaliseRequestId(text: string): string {
  const bare = text.trim().replaceAll("-", "").toLowerCase()
  if (/^[0-9a-f]{32}$/.test(bare)) return bare
  return /^[\w-]{1,64}$/.test(text) ? text : ""
}
