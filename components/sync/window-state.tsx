import { useTranslations } from "next-intl"
import { mostPasses } from "@/lib/sync/rules"

const states = ["waiting", "read", "restless", "blocked", "narrowed", "refused", "split", "skipped"] as const
const checks = ["read", "restless", "skipped"] as const

/** What came of one question, in plain words. */
export function WindowState({ kind, state }: { kind: string; state: string }) {
  const t = useTranslations("sync.windows")
  const check = kind !== "links" ? checks.find((one) => one === state) : undefined
  if (check) return t(`checks.${check}`)
  const known = states.find((one) => one === state)
  return known ? t(`states.${known}`, { most: mostPasses }) : state
}
