import { cookies, headers } from "next/headers"
import { notFound as notFoundPage, redirect } from "next/navigation"
import { getServerSession } from "next-auth"
import { cache } from "react"
import { type Ctx, type CtxEnvironment, installation, type Member } from "@/lib/ctx"
import { AppError, notFound, unauthenticated } from "@/lib/errors"
import { isRole, type Role } from "@/lib/permissions"
import { newRequestId, runtime, systemCtx } from "@/lib/runtime"
import { sessionOptions } from "@/lib/session"
import { sessionCookies } from "@/lib/session-cookies"
import { askedHeader, signInPath } from "@/lib/sign-in-path"

export type SignedIn = {
  id: string
  email: string
  name: string
  admin: boolean
  locale: string | null
  theme: string | null
  /** The environments that this member may enter, by slug. */
  environments: readonly (CtxEnvironment & { name: string; role: Role })[]
}

/** The context of a page or route of one environment. Throws UNAUTHENTICATED, or NOT_FOUND where the member has no role there. */
export async function requestCtx(slug: string): Promise<Ctx> {
  const member = await signedIn()
  if (!member) throw unauthenticated()
  const environment = member.environments.find((one) => one.slug === slug)
  if (!environment) throw notFound()
  const { id, kind, role } = environment
  return contextOf(member, role, { id, slug, kind })
}

/** The context of members, environments and settings: bound to no environment. */
export async function installationCtx(): Promise<Ctx> {
  const member = await signedIn()
  if (!member) throw unauthenticated()
  return contextOf(member, member.admin ? "admin" : null, installation)
}

/** Who is signed in, or a stranger who may do no more than sign in. */
export async function visitorCtx(): Promise<Ctx> {
  const member = await signedIn()
  if (member) return contextOf(member, member.admin ? "admin" : null, installation)
  return systemCtx(runtime(), installation, { name: "system:visitor", permissions: ["members:sign-in"] })
}

/** As `requestCtx`, for pages: a stranger is led to the sign-in, an environment one may not enter does not exist. */
export async function requireCtx(slug: string): Promise<Ctx> {
  try {
    return await requestCtx(slug)
  } catch (error) {
    return turnAway(error, `/${slug}`)
  }
}

export async function requireInstallationCtx(): Promise<Ctx> {
  try {
    return await installationCtx()
  } catch (error) {
    return turnAway(error, "/settings")
  }
}

/** Who is signed in, for pages: a stranger is led to the sign-in. */
export async function requireMember(): Promise<SignedIn> {
  const member = await signedIn()
  return member ?? turnToSignIn("/")
}

/** Who is signed in, re-read from the database at every request: disabled, demoted or signed out everywhere counts at once. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await getServerSession(sessionOptions())
  if (!session?.memberId) return null
  const { database } = runtime()
  const member = await database.prisma.member.findUnique({
    where: { id: session.memberId },
    select: {
      id: true,
      email: true,
      name: true,
      admin: true,
      locale: true,
      theme: true,
      sessionEpoch: true,
      disabledAt: true,
      memberships: { select: { environmentId: true, role: true } },
    },
  })
  if (!member || member.disabledAt || member.sessionEpoch !== session.epoch) return null
  const environments = await database.prisma.environment.findMany({
    select: { id: true, slug: true, name: true, kind: true },
    orderBy: { id: "asc" },
  })
  const roleIn = (id: number): Role | null => {
    if (member.admin) return "admin"
    const role = member.memberships.find((one) => one.environmentId === id)?.role ?? ""
    return isRole(role) && role !== "admin" ? role : null
  }
  return {
    ...member,
    environments: environments.flatMap(({ kind, ...environment }) => {
      const role = roleIn(environment.id)
      return role ? [{ ...environment, kind: kind === "production" ? "production" : "sandbox", role }] : []
    }),
  }
})

function contextOf({ id, email, name }: SignedIn, role: Role | null, environment: CtxEnvironment): Ctx {
  const { env, database, fetch, log } = runtime()
  const actor: Member = { kind: "member", id, email, name, role }
  return { actor, environment, database, env, now: () => new Date(), fetch, requestId: newRequestId(), log }
}

async function turnAway(error: unknown, path: string): Promise<never> {
  if (!(error instanceof AppError)) throw error
  if (error.code === "UNAUTHENTICATED") return turnToSignIn(path)
  if (error.code === "NOT_FOUND") notFoundPage()
  throw error
}

/** A session that the browser still has, and that is no longer good, has ended. The page asked for is `path` where proxy.ts named none. */
async function turnToSignIn(path: string): Promise<never> {
  const jar = await cookies()
  const ended = sessionCookies.some((name) => jar.get(name)?.value)
  redirect(signInPath({ path: (await headers()).get(askedHeader) ?? path, ended }))
}
