import { describe, expect, it } from "vitest"
import { type Permission, permissionsOf, type Role, roleCan, roles } from "@/lib/permissions"

const holders: Partial<Record<Permission, readonly Role[]>> = {
  "links:read": ["viewer", "support", "engineer", "compliance", "admin"],
  "links:live": ["support", "engineer", "admin"],
  "links:refresh": ["support", "engineer", "admin"],
  "sessions:open": ["support", "engineer", "admin"],
  "notes:write": ["support", "engineer", "admin"],
  "links:access-mode": ["engineer", "admin"],
  "campaigns:run": ["engineer", "admin"],
  "exports:create": ["engineer", "compliance", "admin"],
  "exports:machine": ["engineer", "admin"],
  "sync:run": ["engineer", "admin"],
  "directory:read": ["viewer", "support", "engineer", "compliance", "admin"],
  "directory:import": ["engineer", "admin"],
  "duplicates:resolve": ["engineer", "admin"],
  "orphans:resolve": ["engineer", "admin"],
  "deletions:request": ["engineer", "admin"],
  "deletions:approve": ["engineer", "compliance", "admin"],
  "deletions:cancel": ["engineer", "compliance", "admin"],
  "audit:read": ["compliance", "admin"],
  "members:manage": ["admin"],
  "environments:manage": ["admin"],
}
const cells = Object.entries(holders).flatMap(([permission, may]) =>
  roles.map((role) => [role, permission as Permission, may.includes(role)] as const),
)

describe("roleCan", () => {
  it.each(cells)("%s, %s: %s", (role, permission, may) => {
    expect(roleCan(role, permission)).toBe(may)
  })

  it("gives nobody without a role anything", () => {
    expect(permissionsOf("admin").some((permission) => roleCan(null, permission))).toBe(false)
  })

  it("keeps what the clock and the webhooks may do from every role", () => {
    const held = new Set(roles.flatMap((role) => permissionsOf(role)))
    expect([...held].toSorted()).toEqual(Object.keys(holders).toSorted())
  })
})
