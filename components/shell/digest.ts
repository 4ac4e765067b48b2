/** The id under which the server logged an error that it does not show. */
export function toDigest(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined
}
