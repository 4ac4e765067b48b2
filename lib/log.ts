export type LogFields = Record<string, unknown>
export type Log = Record<"info" | "warn" | "error", (message: string, fields?: LogFields) => void>

/** One JSON object a line on stdout (warnings and errors on stderr). Fields never carry credentials: callers pass ids. */
export function createLog(process_: string, write: (line: string, level: keyof Log) => void = toStream): Log {
  const at =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) =>
      write(
        JSON.stringify({ at: new Date().toISOString(), level, process: process_, message, ...fields }, plain),
        level,
      )
  return { info: at("info"), warn: at("warn"), error: at("error") }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }

function toStream(line: string, level: keyof Log): void {
  const stream = level === "info" ? process.stdout : process.stderr
  stream.write(`${line}\n`)
}

/** Errors by name, code and stack; their other properties may hold what a log must not. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString()
  if (!(value instanceof Error)) return value
  const { name, message, stack } = value
  const code = "code" in value ? value.code : undefined
  return { name, message, code, stack, cause: value.cause instanceof Error ? value.cause : undefined }
}
