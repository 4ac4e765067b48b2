import type { ReactNode } from "react"
import { LinkProvider } from "@/components/link-detail/link-context"
import { SessionProvider } from "@/components/link-detail/session-context"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { LinkFacts, LinkPage } from "@/lib/link-pages/schema"
import { now, renderApp } from "@/test/render"

const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

/** A valid recurrent link as a support agent sees it; parts differ by what is given. */
export function makeLinkPage(link: Partial<LinkFacts> = {}, page: Partial<LinkPage> = {}): LinkPage {
  return {
    link: {
      id: "16f68516-e1b1-4e28-8ac1-49d6a665b95d",
      institution: "erebor_mx_retail",
      accessMode: "recurrent",
      status: "valid",
      refreshRate: "24h",
      lastAccessedAt: ago(300),
      externalId: "usr_1",
      createdAt: ago(100_000),
      institutionUserId: null,
      credentialsStorage: "store",
      staleIn: "365d",
      fetchResources: ["ACCOUNTS"],
      statusSince: ago(5_000),
      refreshDueAt: ago(-1_140),
      observedAt: ago(5),
      removedAt: null,
      ...link,
    },
    extra: {},
    institution: { displayName: null, country: "MX" },
    flags: { duplicate: false, orphan: false, group: null },
    sameCustomer: [],
    sameLogin: [],
    refresh: { coolsDownAt: null, resources: [] },
    session: null,
    cheapest: { by: "accounts" },
    deletion: null,
    deletions: { holdHours: 24, threshold: 25 },
    brokenToday: 0,
    timeline: { items: [], after: null },
    intervals: [],
    customerLocale: "es",
    memberId: "1",
    may: { live: true, refresh: true, session: true, note: true, accessMode: false, remove: false },
    ...page,
  }
}

/** Inside what a link's page provides. */
export const renderInLink = (page: LinkPage, children: ReactNode) =>
  renderApp(
    <ShortcutsProvider>
      <LinkProvider environment="sandbox" page={page} inPanel={false}>
        <SessionProvider messages={{ es: "", "pt-BR": "", en: "" }}>{children}</SessionProvider>
      </LinkProvider>
    </ShortcutsProvider>,
  )
