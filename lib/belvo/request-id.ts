/**
 * The same request carries a bare id in one answer and a dashed one in its webhook: 32 hex digits, so that they
 * compare. What is no such id is returned as it came.
 */
export function normaliseRequestId(text: string): string {
  const bare = text.trim().replaceAll("-", "").toLowerCase()
  return /^[0-9a-f]{32}$/.test(bare) ? bare : text
}
