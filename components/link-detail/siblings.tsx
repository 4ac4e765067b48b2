"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Time } from "@/components/ui/time"
import type { Sibling } from "@/lib/link-pages/schema"
import { useLink } from "./link-context"
import { Section } from "./section"

/** The customer's other links, and the same login connected again. */
export function Siblings() {
  const t = useTranslations("link.siblings")
  const { page, environment } = useLink()
  const { sameCustomer, sameLogin, link } = page
  const all = link.externalId && `/${environment}/links?externalId=${encodeURIComponent(link.externalId)}`
  return (
    <>
      {sameLogin.length > 0 && (
        <Section title={t("sameLogin", { count: sameLogin.length })}>
          <p className="mb-1 text-muted">{t("sameLoginWhy")}</p>
          <SiblingList siblings={sameLogin} />
        </Section>
      )}
      {sameCustomer.length > 0 && (
        <Section
          title={t("sameCustomer", { count: sameCustomer.length })}
          actions={
            all && (
              <Link href={all} prefetch={false} className="text-accent-text hover:underline">
                {t("all")}
              </Link>
            )
          }
        >
          <SiblingList siblings={sameCustomer} />
        </Section>
      )}
    </>
  )
}

function SiblingList({ siblings }: { siblings: readonly Sibling[] }) {
  const t = useTranslations("link.siblings")
  const { environment } = useLink()
  return (
    <ul className="flex flex-col">
      {siblings.map((one) => (
        <li key={one.id}>
          <SiblingLink href={`/${environment}/links/${one.id}`}>
            <LinkStatusBadge status={one.status} removed={one.removedAt !== null} />
            <span className="min-w-0 grow text-right">
              <span className="block truncate">{one.institution}</span>
              <span className="block text-muted text-sm">
                {t.rich("created", { at: () => <Time at={one.createdAt} show="date" /> })}
              </span>
            </span>
          </SiblingLink>
        </li>
      ))}
      {siblings.length >= mostSiblings && <li className="text-faint text-sm">{t("most")}</li>}
    </ul>
  )
}

const mostSiblings = 50
const row = "-mx-1.5 flex items-center gap-x-3 py-1 rounded-sm px-1.5 hover:bg-hover"

/** In the panel the next link takes the place of this one; on a page of its own no panel should open over it. */
function SiblingLink({ href, children }: { href: string; children: ReactNode }) {
  const { inPanel } = useLink()
  return inPanel ? (
    <Link href={href} replace scroll={false} prefetch={false} className={row}>
      {children}
    </Link>
  ) : (
    <a href={href} className={row}>
      {children}
    </a>
  )
}
