import { useTranslations } from "next-intl"
import type { BatchDeed } from "@/lib/batches/schema"

/** What is done to how many links, in words. */
export function useDeed() {
  const t = useTranslations("batches.deeds")
  return ({ deed, links }: { deed: BatchDeed; links: number }): string =>
    t(deed.kind === "refresh" ? "refresh" : deed.accessMode, { count: links })
}
