import { DatabaseError } from "pg"
import { problemOfNetwork, problemOfState } from "@/lib/directory/source/rules"
import type { SourceProblem, SourceProblemKind } from "@/lib/directory/source/schema"

/** What is wrong lies with the source or on the way to it, and a person can put it right. */
export class SourceFailed extends Error {
  override readonly name = "SourceFailed"
  readonly problem: SourceProblem

  constructor(kind: SourceProblemKind, { detail = null, message = null }: Partial<Omit<SourceProblem, "kind">> = {}) {
    super(`source: ${kind}${detail === null ? "" : ` (${detail})`}`)
    this.problem = { kind, detail, message }
  }

  /** What the driver threw; anything that it is not known to throw is rethrown. */
  static from(error: unknown): SourceFailed {
    if (error instanceof SourceFailed) return error
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
    // The driver's word for an answer that is no PostgreSQL's.
    if (error instanceof DatabaseError && code === "") return new SourceFailed("notPostgres")
    if (error instanceof DatabaseError) {
      return new SourceFailed(problemOfState(code), { detail: code, message: error.message })
    }
    const kind = problemOfNetwork(code) ?? (error instanceof Error ? problemOfWords(error.message) : null)
    if (kind) return new SourceFailed(kind, { detail: code || null })
    throw error
  }
}

/** The driver's own errors have no code. */
function problemOfWords(message: string): SourceProblemKind | null {
  if (/does not support SSL|establishing an SSL/.test(message)) return "noTls"
  if (/timeout expired|timed out/i.test(message)) return "timeout"
  if (/Query read timeout/.test(message)) return "slow"
  if (/terminated|not queryable|Connection ended/i.test(message)) return "lost"
  return /SASL|password|authentication/i.test(message) ? "refused" : null
}
