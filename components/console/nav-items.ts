import type { NavItem } from "@/components/shell/nav"
import { type Permission, type Role, roleCan } from "@/lib/permissions"

type Entry = { icon: NavItem["icon"]; path: string; permission: Permission; exact?: true }

const entries: readonly Entry[] = [
  { icon: "overview", path: "", permission: "links:read", exact: true },
  { icon: "links", path: "/links", permission: "links:read" },
  { icon: "duplicates", path: "/duplicates", permission: "links:read" },
  { icon: "orphans", path: "/orphans", permission: "links:read" },
  { icon: "directory", path: "/directory", permission: "directory:read" },
  { icon: "external-ids", path: "/external-ids", permission: "links:read" },
  { icon: "recovery", path: "/recovery", permission: "links:read" },
  { icon: "batches", path: "/batches", permission: "links:read" },
  { icon: "deletions", path: "/deletions", permission: "links:read" },
  { icon: "trends", path: "/trends", permission: "links:read" },
  { icon: "sync", path: "/sync", permission: "links:read" },
  { icon: "webhooks", path: "/webhooks", permission: "links:read" },
  { icon: "jobs", path: "/jobs", permission: "sync:run" },
  { icon: "exports", path: "/exports", permission: "exports:create" },
  { icon: "audit", path: "/audit", permission: "audit:read" },
]

/** What this role may open in the environment. */
export function environmentNav(slug: string, role: Role): NavItem[] {
  return entries
    .filter(({ permission }) => roleCan(role, permission))
    .map(({ icon, path, exact }) => ({ icon, href: `/${slug}${path}`, ...(exact ? { exact } : {}) }))
}

export const settingsNav: NavItem = { icon: "settings", href: "/settings" }
