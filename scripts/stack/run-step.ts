/** Does a part of a longer work and says how long it took. */
export async function runStep<T>(log: (line: string) => void, name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const answer = await work()
  log(`${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  return answer
}
