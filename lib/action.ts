import { revalidatePath } from "next/cache"
import { getTranslations } from "next-intl/server"
import type { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { AppError, type ErrorCode, type ErrorValues, type FieldErrors, invalid } from "@/lib/errors"
import { type Preferences, rememberPreferences } from "@/lib/preferences"
import { installationCtx, requestCtx, visitorCtx } from "@/lib/request"
import { newRequestId, runtime } from "@/lib/runtime"
import { forgetSession } from "@/lib/session"

export type ActionFailure = {
  ok: false
  code: ErrorCode
  message: string
  fields?: FieldErrors
  requestId: string
  belvoRequestId?: string
}
export type ActionResult<T> = { ok: true; data: T } | ActionFailure

type Command<S extends z.ZodType, O> = (ctx: Ctx, input: z.output<S>) => Promise<O>
type Options<O> = {
  /** Paths below the environment (or below / for the installation) whose pages are rendered anew after success. */
  refresh?: readonly string[]
  /** What the browser keeps for its next documents. */
  preferences?: (data: O) => Preferences
  /** Success signs this browser out. */
  endsSession?: true
}

/** A door for the browser: signs in, parses, runs the command in the named environment and maps what it throws. */
export function action<S extends z.ZodType, O>(schema: S, command: Command<S, O>, options: Options<O> = {}) {
  return async (environment: string, input: z.input<S>): Promise<ActionResult<O>> =>
    answer(options, `/${environment}`, async () => command(await requestCtx(environment), parse(schema, input)))
}

/** The same for members, environments and settings, which belong to no environment. */
export function installationAction<S extends z.ZodType, O>(
  schema: S,
  command: Command<S, O>,
  options: Options<O> = {},
) {
  return async (input: z.input<S>): Promise<ActionResult<O>> =>
    answer(options, "", async () => command(await installationCtx(), parse(schema, input)))
}

/** The same for doors that are open to strangers as well: the command decides by the context's actor. */
export function visitorAction<S extends z.ZodType, O>(schema: S, command: Command<S, O>, options: Options<O> = {}) {
  return async (input: z.input<S>): Promise<ActionResult<O>> =>
    answer(options, "", async () => command(await visitorCtx(), parse(schema, input)))
}

async function answer<O>(
  { refresh = [], preferences, endsSession }: Options<O>,
  below: string,
  run: () => Promise<O>,
): Promise<ActionResult<O>> {
  try {
    const data = await run()
    if (preferences) await rememberPreferences(preferences(data))
    if (endsSession) await forgetSession()
    for (const path of refresh) revalidatePath(`${below}${path}`)
    return { ok: true, data }
  } catch (error) {
    return failure(error)
  }
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: FieldErrors = {}
  for (const issue of parsed.error.issues) {
    const name = issue.path.join(".")
    fields[name] = [...(fields[name] ?? []), issue.message]
  }
  throw invalid("input", { fields, detail: `input refused: ${Object.keys(fields).join(", ")}` })
}

/** What the browser may know of an error: its code, its sentence in the reader's language, and an id to quote. */
export async function failure(error: unknown): Promise<ActionFailure> {
  const requestId = newRequestId()
  const t = await getTranslations("errors")
  if (!(error instanceof AppError)) {
    runtime().log.error("action failed", { requestId, error })
    return { ok: false, code: "INTERNAL", message: t("internal"), requestId }
  }
  const { fields, values, belvoRequestId } = error.options
  return {
    ok: false,
    code: error.code,
    message: t.has(error.key) ? t(error.key, values) : t("internal"),
    requestId,
    ...(fields ? { fields: inWords(fields, t, values) } : {}),
    ...(belvoRequestId ? { belvoRequestId } : {}),
  }
}

type Translate = Awaited<ReturnType<typeof getTranslations<"errors">>>

/** Schemas and commands name a field's trouble by its key below `errors.fields`. */
function inWords(fields: FieldErrors, t: Translate, values?: ErrorValues): FieldErrors {
  const say = (key: string) => (t.has(`fields.${key}`) ? t(`fields.${key}`, values) : t("fields.other"))
  return Object.fromEntries(Object.entries(fields).map(([name, keys]) => [name, keys.map(say)]))
}
