export type NavIcon =
  | "overview"
  | "links"
  | "duplicates"
  | "orphans"
  | "external-ids"
  | "recovery"
  | "deletions"
  | "batches"
  | "sync"
  | "webhooks"
  | "jobs"
  | "trends"
  | "exports"
  | "audit"
  | "directory"
  | "settings"

/** `exact`: current only at this very address, as for the overview. `count` shows how many things wait there. */
export type NavItem = { icon: NavIcon; href: string; exact?: boolean; count?: number }
