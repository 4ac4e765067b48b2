import { Suspense } from "react"
import { Console } from "@/components/console/console"
import { SearchBox } from "@/components/search/search-box"
import { LiveBudget } from "@/components/sync/live-budget"
import { LiveFreshness } from "@/components/sync/live-freshness"
import { LiveOutage } from "@/components/sync/live-outage"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx, requireMember } from "@/lib/request"
import { getShellStatus } from "@/lib/sync/progress/queries"
import type { ShellStatus } from "@/lib/sync/progress/schema"

/** The frame of an environment. Its parts load beside the page and never hold it up. */
export default async function EnvironmentLayout({ children, panel, params }: LayoutProps<"/[environment]">) {
  const { environment: slug } = await params
  const ctx = await requireCtx(slug)
  const status = getShellStatus(ctx)
  return (
    <Console
      member={await requireMember()}
      slug={slug}
      search={<SearchBox environment={slug} />}
      banner={
        <Suspense>
          <OutagePart ctx={ctx} status={status} />
        </Suspense>
      }
      freshness={
        <Suspense>
          <FreshnessPart ctx={ctx} status={status} />
        </Suspense>
      }
      budget={
        <Suspense>
          <BudgetPart ctx={ctx} status={status} />
        </Suspense>
      }
    >
      {children}
      {panel}
    </Console>
  )
}

type StatusProps = { ctx: Ctx; status: Promise<ShellStatus> }

async function OutagePart({ ctx, status }: StatusProps) {
  return <LiveOutage environment={ctx.environment.slug} initial={await status} />
}

async function FreshnessPart({ ctx, status }: StatusProps) {
  const maySync = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  return <LiveFreshness environment={ctx.environment.slug} initial={await status} maySync={maySync} />
}

async function BudgetPart({ ctx, status }: StatusProps) {
  return <LiveBudget environment={ctx.environment.slug} initial={await status} />
}
