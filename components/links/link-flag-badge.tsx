import { CopyCheck, Unlink } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"

export type Flagged = { duplicate: boolean; orphan: boolean }

export function LinkFlags({ link: { duplicate, orphan } }: { link: Flagged }) {
  return (
    <>
      {duplicate && <LinkFlag flag="duplicate" />}
      {orphan && <LinkFlag flag="orphan" />}
    </>
  )
}

export function LinkFlag({ flag }: { flag: keyof Flagged }) {
  const t = useTranslations("links.filters")
  const Icon = flag === "duplicate" ? CopyCheck : Unlink
  return (
    <Badge className="shrink-0" icon={<Icon aria-hidden />}>
      {t(flag)}
    </Badge>
  )
}
