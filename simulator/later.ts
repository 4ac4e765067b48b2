/** What Belvo does some time after its answer. Nothing runs by itself: `run` is called with the time that it is. */
export interface Later {
  at(dueMicros: number, work: (dueMicros: number) => void): void
  run(nowMicros: number): void
  readonly waiting: number
}

export function createLater(): Later {
  const tasks: { due: number; work: (dueMicros: number) => void }[] = []
  return {
    at(due, work) {
      const later = tasks.findLastIndex((task) => task.due <= due)
      tasks.splice(later + 1, 0, { due, work })
    },
    run(now) {
      for (let next = tasks[0]; next && next.due <= now; next = tasks[0]) {
        tasks.shift()
        next.work(next.due)
      }
    },
    get waiting() {
      return tasks.length
    },
  }
}
