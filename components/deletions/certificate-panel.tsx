import { Download, Printer } from "lucide-react"
import { useTranslations } from "next-intl"
import { ButtonLink, FileLink } from "@/components/ui/button"
import { Id } from "@/components/ui/id"
import { Panel } from "@/components/ui/panel"

type CertificatePanelProps = { environment: string; requestId: string; sha256: string }

/** The proof of a request that has ended: to print, to keep, and how anybody can verify it. */
export function CertificatePanel({ environment, requestId, sha256 }: CertificatePanelProps) {
  const t = useTranslations("deletions.certificate")
  const file = `/api/${environment}/deletion-requests/${requestId}/certificate.json`
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col gap-3">
        <p>{t("what")}</p>
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-muted">{t("sha256")}</span> <Id value={sha256} whole />
        </p>
        <Verify sha256={sha256} />
        <p className="flex flex-wrap gap-2">
          <FileLink href={file} icon={<Download />}>
            {t("download")}
          </FileLink>
          <ButtonLink href={`/${environment}/deletions/${requestId}/certificate`} prefetch={false} icon={<Printer />}>
            {t("print")}
          </ButtonLink>
        </p>
      </div>
    </Panel>
  )
}

const command = "jq -cjS .certificate certificate.json | sha256sum"

/** In words and as a command, so that nobody has to believe this console. */
export function Verify({ sha256 }: { sha256: string }) {
  const t = useTranslations("deletions.certificate")
  return (
    <div className="flex flex-col gap-1 text-muted text-sm">
      <p>{t("verify", { hash: sha256.slice(0, 8) })}</p>
      <code className="scrolls overflow-x-auto rounded bg-sunken px-2 py-1 font-mono text-ink">{command}</code>
    </div>
  )
}
