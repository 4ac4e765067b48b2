"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import { type ReadLink, useUserAccounts } from "@/components/users/use-user-accounts"
import type { UserLink, UserPage } from "@/lib/users/schema"

type UserLinksProps = { environment: string; page: UserPage; removed: boolean; path: string }

/** Every link of the user, and on demand the accounts behind them, as Belvo has them now. */
export function UserLinks({ environment, page, removed, path }: UserLinksProps) {
  const t = useTranslations("users")
  const { links, may, known, cut } = page
  const readable = links.filter(({ hasAccounts }) => hasAccounts)
  const accounts = useUserAccounts(
    environment,
    readable.map(({ id }) => id),
  )
  const actions = (
    <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {page.removed > 0 && (
        <Link href={removed ? path : `${path}?removed=1`} prefetch={false} className="text-accent-text hover:underline">
          {removed ? t("hideRemoved") : t("showRemoved", { count: page.removed })}
        </Link>
      )}
      {may.live && readable.length > 0 && (
        <Button size="sm" pending={accounts.pending} onClick={accounts.start}>
          {accounts.pending
            ? t("readingAccounts", { done: accounts.done, total: readable.length })
            : t("readAccounts", { count: readable.length })}
        </Button>
      )}
    </div>
  )
  return (
    <Panel title={t("links", { count: links.length })} actions={actions}>
      {links.length === 0 && <EmptyState title={t("noLinks")}>{t("noLinksWhy")}</EmptyState>}
      <ul className="flex flex-col divide-y divide-line">
        {links.map((link) => (
          <li key={link.id} className="flex flex-col gap-1 py-2 first:pt-0 last:pb-0">
            <OneLink environment={environment} link={link} compared={known !== null} />
            <Accounts read={accounts.read.get(link.id)} />
          </li>
        ))}
      </ul>
      {accounts.read.size > 0 && <p className="mt-2 text-faint text-sm">{t("accountsKept")}</p>}
      {cut && <p className="mt-2 text-muted">{t("cut", { count: 200 })}</p>}
    </Panel>
  )
}

type OneLinkProps = { environment: string; link: UserLink; compared: boolean }

function OneLink({ environment, link, compared }: OneLinkProps) {
  const t = useTranslations("users")
  const { id, institution, institutionName, status, removedAt, createdAt, lastAccessedAt, known } = link
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <a href={`/${environment}/links/${id}`} className="min-w-0 truncate font-medium text-accent-text hover:underline">
        {institutionName ?? institution}
      </a>
      <LinkStatusBadge status={status} removed={removedAt !== null} />
      <span className="text-muted text-sm">
        {t.rich("created", { at: () => <Time at={createdAt} show="date" /> })}
        {" · "}
        {t.rich("accessed", { at: () => <Time at={lastAccessedAt} /> })}
      </span>
      {compared && <span className="text-muted text-sm">{known ? t("inDirectory") : t("notKnown")}</span>}
      <span className="ml-auto">
        <Id value={id} />
      </span>
    </div>
  )
}

function Accounts({ read }: { read: ReadLink | undefined }) {
  const t = useTranslations("users")
  if (!read) return null
  if ("failure" in read) {
    return (
      <p role="alert" className="text-invalid-text text-sm">
        {t("accountsFailed")} {read.failure}
      </p>
    )
  }
  if (read.accounts.length === 0) return <p className="text-muted text-sm">{t("noAccounts")}</p>
  return (
    <ul className="flex flex-col pl-3 text-sm">
      {read.accounts.map((one) => (
        <li key={one.id} className="flex flex-wrap gap-x-3">
          <span className="min-w-0 truncate">{one.name ?? one.type ?? one.category ?? one.id}</span>
          {one.numberEnd !== null && <span className="text-muted">{t("ending", { end: one.numberEnd })}</span>}
          <span className="text-muted">{[one.category, one.currency].filter(Boolean).join(" · ")}</span>
        </li>
      ))}
    </ul>
  )
}
