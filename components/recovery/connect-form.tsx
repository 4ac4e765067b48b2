"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { CheckField } from "@/components/ui/checkbox"
import { Panel } from "@/components/ui/panel"
import { toast } from "@/components/ui/toast-store"
import { openConnectingAction } from "@/lib/recovery/connecting/actions"
import type { AccessMode, ConnectingView, OpenConnecting } from "@/lib/recovery/connecting/schema"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { AccessModeChoice } from "./access-mode-choice"
import { Handover } from "./handover"
import { InstitutionChoice, type Place } from "./institution-choice"
import { TakeOverDialog } from "./take-over-dialog"

type ConnectFormProps = {
  environment: string
  externalId: string
  doubtful: boolean
  /** How many links of the user are shown above. */
  known: number
  places: readonly Place[]
  /** What the page knows of the session that was opened here last. */
  session: ConnectingView | null
  messages: Record<CustomerLocale, string>
  customerLocale: CustomerLocale
}

/** How the new link is to be made; then its address, here in memory and nowhere else. */
export function ConnectForm({ environment, externalId, known, places, ...page }: ConnectFormProps) {
  const t = useTranslations("connect")
  const [accessMode, setAccessMode] = useState<AccessMode>("recurrent")
  const [institution, setInstitution] = useState("")
  const [sure, setSure] = useState(false)
  const wanted = { externalId, accessMode, known, sure, institution: institution || null }
  const { open, own, standing, forgetStanding } = useOpening(environment, wanted)
  const isOpen = own !== null && (page.session?.id !== own.session.id || page.session.state === "open")
  return (
    <Panel title={t("how")}>
      <div className="flex max-w-xl flex-col gap-4">
        <FailureBanner failure={open.failure} />
        <InstitutionChoice
          {...{ places, value: institution, onChange: setInstitution }}
          error={open.failure?.fields?.institution}
        />
        <AccessModeChoice value={accessMode} onChange={setAccessMode} />
        {page.doubtful && (
          <CheckField label={t("sure")} checked={sure} onChange={({ target }) => setSure(target.checked)} />
        )}
        <div>
          <Button
            variant={isOpen ? "secondary" : "primary"}
            pending={open.pending}
            disabled={page.doubtful && !sure}
            onClick={() => open.submit(own?.session.id)}
          >
            {isOpen ? t("another") : t("open")}
          </Button>
        </div>
        {isOpen && (
          <Handover
            address={own.address}
            expiresAt={own.session.expiresAt}
            messages={page.messages}
            customerLocale={page.customerLocale}
          />
        )}
      </div>
      <TakeOverDialog
        standing={standing}
        pending={open.pending}
        onClose={forgetStanding}
        onTakeOver={() => open.submit(standing?.id)}
      />
    </Panel>
  )
}

type Wanted = Omit<OpenConnecting, "replace">

/** Opens the session; `standing` is one that is open already, `own` the one that was opened here. */
function useOpening(environment: string, wanted: Wanted) {
  const t = useTranslations("connect")
  const router = useRouter()
  const [standing, setStanding] = useState<ConnectingView | null>(null)
  const [own, setOwn] = useState<{ session: ConnectingView; address: string } | null>(null)
  const open = useSubmit(
    (replace: string | undefined) => openConnectingAction(environment, { ...wanted, ...(replace ? { replace } : {}) }),
    (outcome) => {
      setStanding(outcome.kind === "already_open" ? outcome.session : null)
      if (outcome.kind === "more_links") {
        toast({ title: t("moreLinks.title"), detail: t("moreLinks.detail", { count: outcome.count }) })
        router.refresh()
      }
      if (outcome.kind !== "opened") return
      setOwn(outcome)
      const query = new URLSearchParams({ externalId: wanted.externalId, session: outcome.session.id })
      router.replace(`/${environment}/recovery/new?${query}`, { scroll: false })
    },
  )
  return { open, own, standing, forgetStanding: () => setStanding(null) }
}
