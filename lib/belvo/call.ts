import type { z } from "zod"
import type { Where } from "@/lib/belvo/errors"
import type { Query } from "@/lib/belvo/query"
import type { Refusal } from "@/lib/belvo/refusal"
import type { Log } from "@/lib/log"

export type Priority = "member" | "visitor" | "webhook" | "sweep"

/** Resolves once `cost` requests may leave: with that moment by the clock that observations are dated by, where it knows it. */
export type Acquire = (cost: number, priority: Priority) => Promise<Date | undefined>

export type SendOptions = {
  readonly baseUrl: URL
  readonly secretId: string
  readonly secretPassword: string
  readonly priority: Priority
  readonly acquire: Acquire
  readonly throttled: ((pause: { seconds: number }) => Promise<void>) | undefined
  readonly recentRequests: (() => Promise<number>) | undefined
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  readonly random: () => number
  readonly log: Log | undefined
}

export type Meta = {
  readonly sentAt: Date
  readonly where: Where
  /** Whether an address that Belvo names stays on the base address and on this call's path. */
  readonly isHere: (address: string) => boolean
  /** What was parsed, as it came; empty where the body does not matter. */
  readonly text: string
}

/** `W` is what a 2xx carries, `R` what we make of it, `O` a refusal that belongs to the job. */
export type Call<W, R, O> = {
  readonly where: Where
  readonly query?: Query
  readonly body?: Record<string, unknown>
  readonly headers?: Record<string, string>
  /** The token endpoint reads the key from its body and wants no Authorization. */
  readonly keyIn?: "header" | "body"
  readonly timeoutMs?: number
  /** Any 2xx will do; `schema` is given null. */
  readonly ignoreBody?: boolean
  /** Values in the body that no error may repeat. */
  readonly secrets?: readonly string[]
  readonly schema: z.ZodType<W>
  readonly to: (wire: W, meta: Meta) => R
  /** From the text of a 2xx, where it need not be parsed as a whole; null where it must be. */
  readonly fromText?: (meta: Meta) => R | null
  /** Null leaves the refusal an error. */
  readonly refuse?: (refusal: Refusal) => O | null
}

export type Send = <W, R, O = never>(call: Call<W, R, O>) => Promise<R | O>
