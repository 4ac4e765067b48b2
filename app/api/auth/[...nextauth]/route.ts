import type { NextRequest } from "next/server"
import NextAuth, { type AuthOptions } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import { signIn } from "@/lib/auth/sign-in/commands"
import { credentials } from "@/lib/auth/sign-in/schema"
import { clientAddress } from "@/lib/client-address"
import { installation } from "@/lib/ctx"
import { rememberPreferences } from "@/lib/preferences"
import { runtime, systemCtx } from "@/lib/runtime"
import { sessionOptions } from "@/lib/session"

type Given = Partial<Record<"email" | "password", string>> | undefined
type Headers = Readonly<Record<string, string | undefined>> | undefined

/** Null where the two do not fit. next-auth shows the browser an error's text, so those thrown here say `wait:<seconds>` or `failed`. */
async function authorize(given: Given, headers: Headers) {
  const parsed = credentials.safeParse(given)
  if (!parsed.success) return null
  const ctx = systemCtx(runtime(), installation, { name: "system:sign-in", permissions: ["members:sign-in"] })
  const address = clientAddress((name) => headers?.[name], ctx.env.trustedProxyHops)
  const outcome = await signIn(ctx, { ...parsed.data, address }).catch((error: unknown) => {
    ctx.log.error("sign-in failed", { requestId: ctx.requestId, error })
    throw new Error("failed")
  })
  if (outcome.kind === "refused") return null
  if (outcome.kind === "wait") throw new Error(`wait:${outcome.seconds}`)
  await rememberPreferences(outcome.member)
  return { id: outcome.member.id, epoch: outcome.member.epoch }
}

type Context = { params: Promise<{ nextauth: string[] }> }

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const options: AuthOptions = {
    ...sessionOptions(),
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given, { headers }) => authorize(given, headers),
      }),
    ],
  }
  return NextAuth(request, context, options)
}

export { handler as GET, handler as POST }
