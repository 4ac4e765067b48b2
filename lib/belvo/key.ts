import { z } from "zod"
import type { Send } from "@/lib/belvo/call"
import { isBelvoError } from "@/lib/belvo/errors"

export type KeyTest = "ok" | "refused" | "unreachable"

/** Says whether Belvo takes the key, and nothing of what it answered: any 2xx is a yes, its body is not documented. */
export async function testKey(send: Send): Promise<KeyTest> {
  const where = { method: "GET", path: "/api/" } as const
  try {
    return await send({ where, ignoreBody: true, schema: z.null(), to: (): KeyTest => "ok" })
  } catch (error) {
    if (!isBelvoError(error)) throw error
    return error.kind === "unauthorized" || (error.kind === "api" && error.status === 403) ? "refused" : "unreachable"
  }
}
