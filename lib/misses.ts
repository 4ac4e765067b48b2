const windowMs = 10 * 60_000
const mostMisses = 60
const mostClients = 10_000

const counted = new Map<string, { since: number; count: number }>()

/** Whether this client has lately asked this process for so much that is not there that it is told to stop. What is there it is given all the same: many share an address. */
export function isGuessing(client: string, now: number): boolean {
  const known = counted.get(client)
  return known !== undefined && now - known.since < windowMs && known.count >= mostMisses
}

/** One more address that was nobody's. */
export function countMiss(client: string, now: number): void {
  const known = counted.get(client)
  if (counted.size >= mostClients) counted.clear()
  const isOver = known === undefined || now - known.since >= windowMs
  counted.set(client, isOver ? { since: now, count: 1 } : { ...known, count: known.count + 1 })
}
