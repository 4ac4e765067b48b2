export const roles = ["viewer", "support", "engineer", "compliance", "admin"] as const
export type Role = (typeof roles)[number]

/** What people may do. `admin` is for the installation and holds all of it in every environment. */
const memberPermissions = [
  "links:read",
  "links:live",
  "links:refresh",
  "links:access-mode",
  "sessions:open",
  "campaigns:run",
  "notes:write",
  "exports:create",
  "exports:machine",
  "sync:run",
  "directory:read",
  "directory:import",
  "duplicates:resolve",
  "orphans:resolve",
  "deletions:request",
  "deletions:approve",
  "deletions:cancel",
  "audit:read",
  "members:manage",
  "environments:manage",
] as const

/** What the clock and Belvo's webhooks may do; no role has any of it. */
const systemPermissions = [
  "mirror:write",
  "webhooks:receive",
  "webhooks:process",
  "sessions:settle",
  "repair:visit",
  "campaigns:drive",
  "webhooks:send",
  "deletions:carry-out",
  "batches:carry-out",
  "keys:open",
  "directory:write",
  "duplicates:compare",
  "plans:make",
  "orphans:decide",
  "housekeeping",
  "members:sign-in",
] as const

/** What all members may do with what is their own, whatever their role, and without one. */
const ownPermissions = ["members:self"] as const

export type Permission =
  | (typeof memberPermissions)[number]
  | (typeof systemPermissions)[number]
  | (typeof ownPermissions)[number]

const support = ["links:read", "directory:read", "links:live", "links:refresh", "sessions:open", "notes:write"] as const
const table: Record<Role, readonly Permission[]> = {
  viewer: ["links:read", "directory:read"],
  support,
  engineer: [
    ...support,
    "links:access-mode",
    "campaigns:run",
    "exports:create",
    "exports:machine",
    "sync:run",
    "directory:import",
    "duplicates:resolve",
    "orphans:resolve",
    "deletions:request",
    "deletions:approve",
    "deletions:cancel",
  ],
  compliance: ["links:read", "directory:read", "exports:create", "deletions:approve", "deletions:cancel", "audit:read"],
  admin: memberPermissions,
}

export const permissionsOf = (role: Role): readonly Permission[] => table[role]

export const roleCan = (role: Role | null, permission: Permission): boolean =>
  role !== null && table[role].includes(permission)

export const isOwn = (permission: Permission): boolean => ownPermissions.some((own) => own === permission)

export const isRole = (value: string): value is Role => roles.some((role) => role === value)

type Holder = { kind: "member"; role: Role | null } | { kind: "system"; permissions: readonly Permission[] }

export const holds = (actor: Holder, permission: Permission): boolean =>
  actor.kind === "system"
    ? actor.permissions.includes(permission)
    : isOwn(permission) || roleCan(actor.role, permission)

/** What an actor may do of these, for a page that hides what the command would refuse anyway. */
export function mayFor<P extends Permission>(actor: Holder, permissions: readonly P[]): Readonly<Record<P, boolean>> {
  return Object.fromEntries(permissions.map((permission) => [permission, holds(actor, permission)])) as Record<
    P,
    boolean
  >
}
