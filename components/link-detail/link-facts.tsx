"use client"

import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { JsonView } from "@/components/ui/json-view"
import { Time } from "@/components/ui/time"
import { type ComparedField, listDifferences } from "@/lib/link-pages/rules"
import type { LinkFacts } from "@/lib/link-pages/schema"
import { AccessText, CredentialsText, KeptText } from "./fact-texts"
import { useLink } from "./link-context"
import { NextRefresh } from "./next-refresh"
import { Section } from "./section"

/** What the mirror holds of the link; what Belvo has just shown otherwise is marked, field by field. */
export function LinkFactsPart() {
  const t = useTranslations("link.facts")
  const { page, link } = useLink()
  const extra = jsonObject(page.extra)
  return (
    <Section title={t("title")}>
      <Facts
        facts={[
          { label: t("id"), value: <Id value={link.id} /> },
          { label: t("externalId"), value: <Marked field="externalId" show={externalId} /> },
          { label: t("institution"), value: <Id value={link.institution} ends={40} /> },
          { label: t("access"), value: <Marked field="accessMode" also="refreshRate" show={access} /> },
          { label: t("lastAccess"), value: <Marked field="lastAccessedAt" show={lastAccess} /> },
          { label: t("nextRefresh"), value: <NextRefresh /> },
          { label: t("created"), value: <Time at={link.createdAt} show="date" /> },
          { label: t("credentials"), value: <Marked field="credentialsStorage" show={credentials} /> },
          { label: t("data"), value: <Marked field="staleIn" show={kept} /> },
          { label: t("institutionUserId"), value: <Marked field="institutionUserId" show={institutionUserId} /> },
          { label: t("mirror"), value: <Time at={link.observedAt} /> },
        ]}
      />
      {extra !== null && (
        <details className="mt-3">
          <summary className="text-muted">{t("extra")}</summary>
          <JsonView label={t("extra")} value={extra} />
        </details>
      )}
    </Section>
  )
}

type Show = (link: LinkFacts) => ReactNode

const none = <span className="text-faint">—</span>
const externalId: Show = (link) => (link.externalId === null ? none : <Id value={link.externalId} ends={40} />)
const institutionUserId: Show = (link) =>
  link.institutionUserId === null ? none : <Id value={link.institutionUserId} />
const lastAccess: Show = (link) => <Time at={link.lastAccessedAt} />
const access: Show = (link) => <AccessText link={link} />
const credentials: Show = (link) => <CredentialsText storage={link.credentialsStorage} />
const kept: Show = (link) => <KeptText staleIn={link.staleIn} />

function Marked({ field, also, show }: { field: ComparedField; also?: ComparedField; show: Show }) {
  const t = useTranslations("link.live")
  const { page, link } = useLink()
  const differences = listDifferences(page.link, link)
  const isChanged = differences.includes(field) || (also !== undefined && differences.includes(also))
  if (!isChanged) return show(link)
  return (
    <span className="-mx-1.5 block rounded-sm bg-accent-tint px-1.5">
      {show(link)} <span className="text-muted text-sm">{t.rich("was", { before: () => show(page.link) })}</span>
    </span>
  )
}

type Json = Parameters<typeof JsonView>[0]["value"]

/** The database gives JSON; an empty object is nothing to show. */
function jsonObject(value: unknown): Json | null {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return null
  const parsed: Json = JSON.parse(JSON.stringify(value))
  return parsed
}
