import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import type { Verdict } from "@/lib/recovery/connecting/schema"

/** What speaks against an external id, before anything is made under it. */
export function VerdictBanner({ verdict }: { verdict: Verdict }) {
  const t = useTranslations("connect.verdict")
  const kinds = useTranslations("externalIds.kinds")
  if (verdict.kind === "fine") return null
  const findings = verdict.findings.map((kind) => kinds(kind)).join(", ")
  return (
    <Banner grade={verdict.kind === "refused" ? "danger" : "warning"} title={t(`${verdict.kind}.title`, { findings })}>
      {t(`${verdict.kind}.text`)}
    </Banner>
  )
}
