export type Toast = {
  title: string
  detail?: string
  tone?: "good" | "bad"
  /** The next useful step, or Undo. */
  action?: { label: string } & ({ href: string } | { onSelect: () => void })
}

export type ShownToast = Toast & { id: number }

const lifeMs = 6_000
const actionLifeMs = 10_000
const most = 3

let shown: readonly ShownToast[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Says quietly that something went well or badly; it goes by itself unless it went badly. */
export function toast(next: Toast): void {
  lastId += 1
  const id = lastId
  publish([...shown, { ...next, id }].slice(-most))
  if (next.tone !== "bad") setTimeout(() => dismissToast(id), next.action === undefined ? lifeMs : actionLifeMs)
}

export function dismissToast(id: number): void {
  publish(shown.filter((one) => one.id !== id))
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function currentToasts(): readonly ShownToast[] {
  return shown
}

const none: readonly ShownToast[] = []

/** A server never has any to show. */
export function serverToasts(): readonly ShownToast[] {
  return none
}

function publish(next: readonly ShownToast[]) {
  shown = next
  for (const listener of listeners) listener()
}
