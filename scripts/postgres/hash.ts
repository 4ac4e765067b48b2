import { createHash } from "node:crypto"

/** A short name for a folder, the same in every process. */
export function hashOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 12)
}
