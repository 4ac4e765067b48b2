export type BenchInstitution = { name: string /** The share of all links up to and with this one. */; upTo: number }

const countries = ["mx", "mx", "mx", "mx", "br", "br", "br", "co", "co", "cl"]
const types = [
  "retail",
  "retail",
  "retail",
  "retail",
  "retail",
  "retail",
  "business",
  "business",
  "fiscal",
  "employment",
]

export const institutionCount = 100
/** The fourth largest broke this morning. */
export const brokenInstitution = 3

/** A few large ones and a long tail, as banks are. */
export function benchInstitutions(): BenchInstitution[] {
  const weights = Array.from({ length: institutionCount }, (_, index) => 1 / (index + 2) ** 0.9)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let upTo = 0
  return weights.map((weight, index) => {
    upTo += weight / total
    return { name: nameOf(index), upTo }
  })
}

export function nameOf(index: number): string {
  const country = countries[(index * 7) % countries.length]
  const type = types[(index * 3) % types.length]
  return `bank${String(index).padStart(3, "0")}_${country}_${type}`
}
