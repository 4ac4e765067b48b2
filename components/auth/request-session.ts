export type SessionAnswer = { kind: "signed-in" | "refused" | "unreachable" } | { kind: "wait"; seconds: number }

/** Signs in by next-auth's own door; the cookie is its answer. Says nothing of why a pair was refused. */
export async function requestSession(email: string, password: string): Promise<SessionAnswer> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json()
    const body = new URLSearchParams({ csrfToken, email, password, json: "true" })
    const response = await fetch("/api/auth/callback/credentials", { method: "POST", body })
    const { url } = await response.json()
    return toAnswer(new URL(url, location.origin).searchParams.get("error"))
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return { kind: "unreachable" }
    throw error
  }
}

function toAnswer(error: string | null): SessionAnswer {
  if (error === null) return { kind: "signed-in" }
  const seconds = Number(/^wait:(\d+)$/.exec(error)?.[1] ?? 0)
  if (seconds > 0) return { kind: "wait", seconds }
  return { kind: error === "CredentialsSignin" ? "refused" : "unreachable" }
}
