import { Suspense } from "react"
import { Console } from "@/components/console/console"
import { OutageBanner } from "@/components/environments/outage-banner"
import { BudgetMeter } from "@/components/shell/budget-meter"
import { SearchBox } from "@/components/shell/search-box"
import { getBelvoOutage, getBudgetUsage } from "@/lib/environments/queries"
import { requireCtx, requireMember } from "@/lib/request"

/** The frame of an environment. Its parts load beside the page and never hold it up. */
export default async function EnvironmentLayout({ children, panel, params }: LayoutProps<"/[environment]">) {
  const { environment: slug } = await params
  const ctx = await requireCtx(slug)
  return (
    <Console
      member={await requireMember()}
      slug={slug}
      search={<SearchBox action={`/${slug}/search`} />}
      banner={
        <Suspense>
          <Outage since={getBelvoOutage(ctx)} />
        </Suspense>
      }
      budget={
        <Suspense>
          <Budget usage={getBudgetUsage(ctx)} />
        </Suspense>
      }
    >
      {children}
      {panel}
    </Console>
  )
}

async function Outage({ since }: { since: ReturnType<typeof getBelvoOutage> }) {
  const failing = await since
  return failing && <OutageBanner since={failing} />
}

async function Budget({ usage }: { usage: ReturnType<typeof getBudgetUsage> }) {
  const { used, limit } = await usage
  return <BudgetMeter used={used} limit={limit} />
}
