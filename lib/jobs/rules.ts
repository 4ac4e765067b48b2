import { z } from "zod"

/** Whose messages are written by this product for people to read, and hold no value of anybody's. */
const told = /^(Belvo[A-Za-z]*|AppError|BudgetBusy|RunLost|WorkerStopping)$/
const longestText = 400

const failure = z.object({ name: z.string().optional(), message: z.string().optional(), code: z.string().optional() })
const ofTheQueue = z.object({ value: z.object({ message: z.string() }) })

export type JobFailure = {
  /** The error's name, with its code where it has one. */
  name: string
  /** Null where only the log may say more: what a driver or a library writes can hold values of people. */
  text: string | null
}

/** What may be shown of how a job failed; null where nothing was noted. */
export function failureOf(output: unknown): JobFailure | null {
  const queued = ofTheQueue.safeParse(output)
  if (queued.success) return { name: "Queue", text: queued.data.value.message.slice(0, longestText) }
  const parsed = failure.safeParse(output)
  if (!parsed.success) return null
  const { name = "Error", message, code } = parsed.data
  const shown = told.test(name) && message !== undefined ? message.slice(0, longestText) : null
  return { name: code && /^[A-Za-z0-9_]{1,40}$/.test(code) ? `${name} ${code}` : name, text: shown }
}
