import { text } from "node:stream/consumers"
import { parseArgs } from "node:util"
import type { z } from "zod"
import { addMemberWithPassword, disableMember, enableMember, setAdmin, setRole } from "@/lib/auth/members/commands"
import { listMembers, type MemberRow } from "@/lib/auth/members/queries"
import { addMemberInput, setRoleInput } from "@/lib/auth/members/schema"
import { type Ctx, installation } from "@/lib/ctx"
import { AppError } from "@/lib/errors"
import { roles } from "@/lib/permissions"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { CommandError, runCommand } from "@/scripts/command"

const usage = `Usage: npm run members -- add --email E --role R --environment SLUG [--name N] --password-stdin
       npm run members -- list
       npm run members -- role --email E --role R|none --environment SLUG
       npm run members -- disable|enable --email E
Roles: ${roles.join(", ")} (admin is for the whole installation)`

type Options = {
  email?: string
  role?: string
  environment?: string
  name?: string
  "password-stdin"?: boolean
}

const verbs: Partial<Record<string, (ctx: Ctx, options: Options) => Promise<void>>> = {
  add,
  list,
  role,
  disable,
  enable,
}

const sentences: Partial<Record<string, string>> = {
  lastAdmin: "This is the last administrator who can sign in: make somebody else an administrator first",
  memberChanged: "This member is in that state already",
  environmentNotFound: "There is no environment of that name",
}

await runCommand("members", async (runtime) => {
  const { verb, options } = readArguments()
  const run = verbs[verb]
  if (!run) throw new CommandError(usage)
  await prepareInstallation(runtime)
  await run(ctxOf(runtime), options).catch((error: unknown) => {
    throw error instanceof AppError ? new CommandError(inEnglish(error)) : error
  })
})

async function add(ctx: Ctx, options: Options): Promise<void> {
  const { email, name = "", role = "", environment } = options
  const parsed = addMemberInput.safeParse({ email, name, grant: { role, environment } })
  if (!parsed.success) throw new CommandError(`${complaint(parsed.error)}\n${usage}`)
  const password = options["password-stdin"] ? await readPassword() : null
  await addMemberWithPassword(ctx, { ...parsed.data, password })
  console.log(`${parsed.data.email} may sign in as ${role}${role === "admin" ? "" : ` in ${environment}`}`)
  if (password === null) console.log("No password was set: an administrator makes an invitation in Settings.")
}

async function list(ctx: Ctx): Promise<void> {
  for (const { email, state, admin, roles: held } of await listMembers(ctx)) {
    const may = admin ? ["admin"] : Object.entries(held).map(([slug, role]) => `${role}@${slug}`)
    console.log(`${email}\t${state}\t${may.join(" ") || "no role"}`)
  }
}

async function role(ctx: Ctx, { email, role = "", environment = "" }: Options): Promise<void> {
  const { id: memberId, admin } = await find(ctx, email)
  if (role === "admin") return setAdmin(ctx, { memberId, admin: true })
  const parsed = setRoleInput.safeParse({ memberId, environment, role: role === "none" ? null : role })
  if (!parsed.success) throw new CommandError(`${complaint(parsed.error)}\n${usage}`)
  if (admin) await setAdmin(ctx, { memberId, admin: false })
  await setRole(ctx, parsed.data)
}

async function disable(ctx: Ctx, { email }: Options): Promise<void> {
  await disableMember(ctx, { memberId: (await find(ctx, email)).id })
}

async function enable(ctx: Ctx, { email }: Options): Promise<void> {
  await enableMember(ctx, { memberId: (await find(ctx, email)).id })
}

function readArguments(): { verb: string; options: Options } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        email: { type: "string" },
        role: { type: "string" },
        environment: { type: "string" },
        name: { type: "string" },
        "password-stdin": { type: "boolean" },
      },
    })
    return { verb: positionals[0] ?? "", options: values }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message}\n${usage}`)
  }
}

/** As it is, but for the line's end that `echo` adds. */
async function readPassword(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, "")
  if (password === "") throw new CommandError("No password came on standard input")
  return password
}

async function find(ctx: Ctx, email = ""): Promise<MemberRow> {
  const member = (await listMembers(ctx)).find((one) => one.email === email.trim().toLowerCase())
  if (!member) throw new CommandError(`There is no member with the e-mail ${email}`)
  return member
}

function ctxOf(runtime: Runtime): Ctx {
  return systemCtx(runtime, installation, { name: "system:command", permissions: ["members:manage"] })
}

function inEnglish(error: AppError): string {
  return sentences[error.key] ?? error.message
}

function complaint(error: z.ZodError): string {
  const names = error.issues.map(({ path }) => (path[0] === "grant" ? "--role, --environment" : `--${String(path[0])}`))
  return `Missing or not understood: ${[...new Set(names)].join(", ")}`
}
