/** What Belvo does some time after its answer. Nothing runs by itself: `run` is called with the time that it is. */
export interface Later {
  at(dueMicros: number, work: (dueMicros: number) => void): void
  /** In the order of their times, what they bring about included. */
  run(nowMicros: number): void
  readonly waiting: number
}

interface Task {
  due: number
  serial: number
  work: (dueMicros: number) => void
}

/** A binary heap: a hundred thousand refreshes at once are nothing unusual. */
export function createLater(): Later {
  const heap: Task[] = []
  let serial = 0
  return {
    at(due, work) {
      heap.push({ due, serial: serial++, work })
      rise(heap)
    },
    run(now) {
      for (let next = heap[0]; next && next.due <= now; next = heap[0]) {
        const last = heap.pop()
        if (last && last !== next) sink(heap, last)
        next.work(next.due)
      }
    },
    get waiting() {
      return heap.length
    },
  }
}

const isSooner = (one: Task, other: Task): boolean =>
  one.due < other.due || (one.due === other.due && one.serial < other.serial)

function rise(heap: Task[]): void {
  let place = heap.length - 1
  const task = heap[place]
  while (task && place > 0) {
    const above = (place - 1) >>> 1
    const parent = heap[above]
    if (!parent || isSooner(parent, task)) break
    heap[place] = parent
    heap[above] = task
    place = above
  }
}

/** Puts a task in the place of the first and lets it down to where it belongs. */
function sink(heap: Task[], task: Task): void {
  let place = 0
  heap[0] = task
  for (;;) {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]]
    const child = left && right && isSooner(right, left) ? right : left
    if (!child || isSooner(task, child)) return
    const below = child === left ? 2 * place + 1 : 2 * place + 2
    heap[place] = child
    heap[below] = task
    place = below
  }
}
