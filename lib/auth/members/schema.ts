import { z } from "zod"
import { email } from "@/lib/auth/schema"
import { roles } from "@/lib/permissions"

const memberId = z.uuid()
const slug = z.string().min(1).max(40)
const environmentRole = z.enum(roles).exclude(["admin"])
export const environmentRoles = environmentRole.options

/** `role` in an environment; `admin` is for the installation and names none. */
const grant = z.union([
  z.object({ role: z.literal("admin"), environment: z.string().optional() }),
  z.object({ role: environmentRole, environment: slug }),
])

export const addMemberInput = z.object({ email, name: z.string().trim().max(100, "tooLong"), grant })
export type AddMember = z.output<typeof addMemberInput>

/** `role` null takes the member out of the environment. */
export const setRoleInput = z.object({ memberId, environment: slug, role: environmentRole.nullable() })
export type SetRole = z.output<typeof setRoleInput>

export const setAdminInput = z.object({ memberId, admin: z.boolean() })
export type SetAdmin = z.output<typeof setAdminInput>

export const memberInput = z.object({ memberId })
export type MemberInput = z.output<typeof memberInput>
