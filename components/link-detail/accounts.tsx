"use client"

import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { useClock } from "@/components/ui/clock"
import type { AccountView } from "@/lib/accounts/schema"
import { listReadiness } from "@/lib/refreshes/rules"
import { useLink } from "./link-context"
import { Section } from "./section"
import { useAccounts } from "./use-accounts"

/** The accounts behind the link, read live by a click and not kept in the mirror. */
export function Accounts() {
  const t = useTranslations("link.accounts")
  const { link, page } = useLink()
  const { accounts, failure, pending, read } = useAccounts()
  const now = useClock()
  if (!page.may.live || link.removedAt !== null || !link.fetchResources.includes("ACCOUNTS")) return null
  const resources = listReadiness(page.refresh.resources, link, now)
  const isAwaited = resources.some(({ resource, readiness }) => resource === "ACCOUNTS" && readiness === "awaited")
  return (
    <Section
      title={
        <span className="flex items-center gap-2">
          {t("title")}
          {isAwaited && (
            <span data-tip={t("notReadyTip")}>
              <Badge tone="token">{t("notReady")}</Badge>
            </span>
          )}
        </span>
      }
    >
      {accounts !== null && <AccountList accounts={accounts} />}
      {failure !== null && (
        <p role="alert" className="mb-2 text-invalid-text">
          {t("failed")} {failure}
        </p>
      )}
      <Button size="sm" pending={pending} onClick={read}>
        {pending ? t("reading") : accounts === null ? t("read") : t("again")}
      </Button>
    </Section>
  )
}

function AccountList({ accounts }: { accounts: readonly AccountView[] }) {
  const t = useTranslations("link.accounts")
  if (accounts.length === 0) return <p className="mb-2 text-muted">{t("none")}</p>
  return (
    <>
      <ul className="mb-1 flex flex-col">
        {accounts.map((one) => (
          <li key={one.id} className="flex min-h-7 flex-wrap items-center gap-x-3">
            <span className="min-w-0 grow truncate">{one.name ?? one.type ?? one.category ?? one.id}</span>
            {one.numberEnd !== null && <span className="text-muted">{t("end", { end: one.numberEnd })}</span>}
            <span className="text-muted text-sm">{[one.category, one.currency].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
      <p className="mb-2 text-faint text-sm">{t("kept")}</p>
    </>
  )
}
