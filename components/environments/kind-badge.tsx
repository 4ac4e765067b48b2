import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"

export function KindBadge({ kind }: { kind: "sandbox" | "production" }) {
  const t = useTranslations("environments.kinds")
  return <Badge tone={kind === "production" ? "accent" : "neutral"}>{t(kind)}</Badge>
}
