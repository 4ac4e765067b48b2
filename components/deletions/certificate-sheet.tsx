import { useTranslations } from "next-intl"
import { Verify } from "@/components/deletions/certificate-panel"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { Certificate, CertifiedLink } from "@/lib/deletions/certificate/schema"

type Act = Certificate["approval"]

/** Who asked, who approved, when, and each link with Belvo's request id and what proved that it is gone. */
export function CertificateSheet({ certificate, sha256 }: { certificate: Certificate; sha256: string }) {
  const t = useTranslations("deletions.certificate")
  const { links, counts, approvalNeeded } = certificate
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <>
      <div className="grid gap-x-10 gap-y-4 md:grid-cols-2">
        <Facts
          facts={[
            { label: t("environment"), value: certificate.environment },
            { label: t("request"), value: <Id value={certificate.request} whole /> },
            { label: t("requested"), value: <ActText act={certificate.requested} /> },
            { label: t("approved"), value: approvalNeeded ? <ActText act={certificate.approval} /> : t("notNeeded") },
            { label: t("heldUntil"), value: <Time at={certificate.heldUntil} show="instant" /> },
            { label: t("endedAt"), value: <Time at={certificate.endedAt} show="instant" /> },
          ]}
        />
        <Facts
          facts={Object.entries(counts).map(([outcome, count]) => ({
            label: t(`outcomes.${outcome}`),
            value: <Num value={count} />,
          }))}
        />
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <span className="text-muted">{t("sha256")}</span> <code className="break-all font-mono text-sm">{sha256}</code>
      </p>
      <Verify sha256={sha256} />
      {links.length < all && <p className="text-muted">{t("notAll", { shown: links.length, count: all })}</p>}
      <PlainTable label={t("links")} head={<Heads />}>
        {links.map((link) => (
          <Row key={link.id} link={link} />
        ))}
      </PlainTable>
    </>
  )
}

function ActText({ act }: { act: Act }) {
  if (act === null) return "—"
  return (
    <>
      {act.by.name}, <Time at={act.at} show="instant" />
    </>
  )
}

function Heads() {
  const t = useTranslations("deletions.certificate.columns")
  return (
    <>
      <Head>{t("link")}</Head>
      <Head>{t("outcome")}</Head>
      <Head>{t("requestId")}</Head>
      <Head>{t("webhookAt")}</Head>
      <Head>{t("confirmedAt")}</Head>
    </>
  )
}

function Row({ link }: { link: CertifiedLink }) {
  const t = useTranslations("deletions.certificate")
  return (
    <tr>
      <Cell>
        <code className="font-mono text-sm">{link.id}</code>
      </Cell>
      <Cell>
        {t(`outcomes.${link.outcome}`)} {link.reason !== null && <span className="text-muted">({link.reason})</span>}
      </Cell>
      <Cell>
        <code className="font-mono text-sm">{link.belvoRequestId ?? "—"}</code>
      </Cell>
      <Cell>
        <Time at={link.webhookAt} show="instant" />
      </Cell>
      <Cell>
        <Time at={link.confirmedAt} show="instant" />
      </Cell>
    </tr>
  )
}
