import type { Ctx } from "@/lib/ctx"
import type { Permission } from "@/lib/permissions"
import type { Place } from "@/test/guards/place"

export type Outcome = { value: unknown } | { error: unknown }

export type Row = {
  run: unknown
  /** Whoever holds all of it is let in, nobody else. `null`: asks for nothing, and `why` says why it need not. */
  needs: readonly Permission[] | null
  why: string
  /** The call with valid input, made ready in the place's environment; `ctx` is of whoever is going to call. */
  prepare: (place: Place, ctx: Ctx) => Promise<{ input: readonly unknown[]; call: (ctx: Ctx) => unknown }>
  /** What comes of ids that belong to another environment, where that is not NOT_FOUND. */
  elsewhere: Outcome | undefined
  /** What must be done with an answer before it is thrown away. */
  finish: (value: unknown) => unknown
}

type Callee<Input extends unknown[], Value> = (ctx: Ctx, ...input: Input) => Value
type Ready<Input> = (place: Place, ctx: Ctx) => Input | Promise<Input>
type More<Value> = { elsewhere?: Outcome; finish?: (value: Awaited<Value>) => unknown }

/** Let in: whoever holds these permissions. */
export function needs<Input extends unknown[], Value>(
  permissions: Permission | readonly [Permission, ...Permission[]],
  run: Callee<Input, Value>,
  ready: NoInfer<Ready<Input>>,
  more: NoInfer<More<Value>> = {},
): Row {
  return { ...rowOf(run, ready, more), needs: [permissions].flat(), why: "" }
}

/** Let in: everybody, because of what `why` says. */
export function open<Input extends unknown[], Value>(
  why: string,
  run: Callee<Input, Value>,
  ready: NoInfer<Ready<Input>>,
): Row {
  return { ...rowOf(run, ready, {}), needs: null, why }
}

function rowOf<Input extends unknown[], Value>(run: Callee<Input, Value>, ready: Ready<Input>, more: More<Value>) {
  const prepare: Row["prepare"] = async (place, ctx) => {
    const input = await ready(place, ctx)
    return { input, call: (caller) => run(caller, ...input) }
  }
  // Only ever called with what `run` answered.
  const finish = (value: unknown) => more.finish?.(value as Awaited<Value>)
  return { run, prepare, elsewhere: more.elsewhere, finish }
}
