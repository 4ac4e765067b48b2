"use client"

import type { LinkPage } from "@/lib/link-pages/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { Accounts } from "./accounts"
import { DeletionBanner } from "./deletion-banner"
import { LinkActs } from "./link-acts"
import { LinkProvider } from "./link-context"
import { LinkFactsPart } from "./link-facts"
import { LinkHeader } from "./link-header"
import { Resources } from "./resources"
import { SessionBanner } from "./session-banner"
import { SessionProvider } from "./session-context"
import { Siblings } from "./siblings"
import { Timeline } from "./timeline"

type LinkDetailProps = {
  environment: string
  page: LinkPage
  /** The ready message in each language of customers; `{institution}` and `{address}` are still to be filled in. */
  messages: Record<CustomerLocale, string>
  heading: "h1" | "h2"
}

/** All of one link: the same in the side panel and as a page. */
export function LinkDetail({ environment, page, messages, heading }: LinkDetailProps) {
  return (
    <LinkProvider environment={environment} page={page} inPanel={heading === "h2"}>
      <SessionProvider messages={messages}>
        <div className="@container flex flex-col gap-4">
          <LinkHeader heading={heading} />
          <DeletionBanner />
          <SessionBanner />
          <LinkActs />
          <div className="grid @2xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] gap-x-8 gap-y-6">
            <div className="flex min-w-0 flex-col gap-6">
              <LinkFactsPart />
              <Resources />
              <Accounts />
              <Siblings />
            </div>
            <Timeline />
          </div>
        </div>
      </SessionProvider>
    </LinkProvider>
  )
}
