import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import { Time } from "@/components/ui/time"

type KnownUsersProps = { facts: { users: number; links: number; countedAt: Date | null } }

/** How many users and link ids the directory knows, and since when. */
export function KnownUsers({ facts }: KnownUsersProps) {
  const t = useTranslations("directory.known")
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Stat label={t("users")} value={<Num value={facts.users} />} />
      <Stat label={t("links")} value={<Num value={facts.links} />} />
      <Stat label={t("changedAt")} value={<Time at={facts.countedAt} />} />
    </div>
  )
}
