"use client"

import { useTranslations } from "next-intl"
import { createContext, type ReactNode, useContext, useState } from "react"
import { toast } from "@/components/ui/toast-store"
import { openSessionAction } from "@/lib/recovery/actions"
import type { CustomerLocale, SessionView } from "@/lib/recovery/schema"
import { LeaveGuard } from "./leave-guard"
import { useLink } from "./link-context"
import { useAct } from "./use-act"
import { useSessionWatch } from "./use-session-watch"

export type SessionContext = {
  session: SessionView | null
  /** The address of one's own session, here in memory and nowhere else; null once it is of no more use. */
  address: string | null
  messages: Record<CustomerLocale, string>
  opening: boolean
  open: (replace?: string) => Promise<void>
  /** A session that stands in the way of another; null where none does. */
  standing: SessionView | null
  dismissStanding: () => void
  showsAddress: boolean
  setShowsAddress: (shows: boolean) => void
}

const Context = createContext<SessionContext | null>(null)

type SessionProviderProps = Pick<SessionContext, "messages"> & { children: ReactNode }

/** The repair of this link: opened by one agent, followed by everybody who looks. */
export function SessionProvider({ messages, children }: SessionProviderProps) {
  const t = useTranslations("recovery")
  const { environment, page, link, refresh } = useLink()
  const { pending: opening, act } = useAct()
  const [own, setOwn] = useState<{ session: SessionView; address: string } | null>(null)
  const [standing, setStanding] = useState<SessionView | null>(null)
  const [showsAddress, setShowsAddress] = useState(false)
  const session = useSessionWatch(laterOf(page.session, own?.session ?? null))
  const address = own !== null && session?.id === own.session.id && session.state === "open" ? own.address : null

  const open = async (replace?: string) => {
    const input = { linkId: link.id, ...(replace ? { replace } : {}) }
    const outcome = await act(() => openSessionAction(environment, input))
    setStanding(outcome?.kind === "already_open" ? outcome.session : null)
    if (outcome?.kind === "opened") {
      setOwn({ session: outcome.session, address: outcome.address })
      setShowsAddress(true)
    }
    if (outcome?.kind === "healed") toast({ title: t("healed.title"), detail: t("healed.detail") })
    if (outcome?.kind === "gone") toast({ tone: "bad", title: t("gone") })
    if (outcome !== undefined && outcome.kind !== "already_open") refresh()
  }
  const dismissStanding = () => setStanding(null)
  const value = { session, address, messages, opening, open, standing, dismissStanding, showsAddress, setShowsAddress }
  return (
    <Context value={value}>
      {children}
      <LeaveGuard active={address !== null} release={() => setOwn(null)} />
    </Context>
  )
}

export function useSession(): SessionContext {
  const value = useContext(Context)
  if (value === null) throw new Error("useSession outside SessionProvider")
  return value
}

/** The page's word may be a moment old when one has just opened a session oneself. */
function laterOf(shown: SessionView | null, own: SessionView | null): SessionView | null {
  if (shown === null || own === null) return shown ?? own
  return shown.openedAt >= own.openedAt ? shown : own
}
