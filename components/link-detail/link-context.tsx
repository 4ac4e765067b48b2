"use client"

import { useRouter } from "next/navigation"
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react"
import type { BelvoLink } from "@/lib/belvo/link"
import type { DeletionView } from "@/lib/deletions/schema"
import { withLive } from "@/lib/link-pages/rules"
import type { LinkFacts, LinkPage } from "@/lib/link-pages/schema"

export type LinkContext = {
  environment: string
  page: LinkPage
  /** Beside a list, not on a page of its own. */
  inPanel: boolean
  /** The newest that is known: the mirror's row, or what Belvo has answered since. */
  link: LinkFacts
  /** What Belvo has just shown goes into the view alone. */
  observe: (live: BelvoLink, observedAt: Date) => void
  observeGone: (observedAt: Date) => void
  observeStatus: (status: string, since: Date) => void
  /** The latest deletion, also one that was asked for a moment ago. */
  deletion: DeletionView | null
  observeDeletion: (deletion: DeletionView) => void
  /** Has the server render everything anew, after an act. */
  refresh: () => void
}

const Context = createContext<LinkContext | null>(null)

type LinkProviderProps = Pick<LinkContext, "environment" | "page" | "inPanel"> & { children: ReactNode }

export function LinkProvider({ environment, page, inPanel, children }: LinkProviderProps) {
  const router = useRouter()
  const [newer, setNewer] = useState<LinkFacts | null>(null)
  const mirrored = page.link
  const isNewer = newer !== null && newer.id === mirrored.id && newer.observedAt > mirrored.observedAt
  const observe = useCallback(
    (live: BelvoLink, observedAt: Date) => setNewer(withLive(mirrored, live, observedAt)),
    [mirrored],
  )
  const observeGone = useCallback(
    (observedAt: Date) => setNewer({ ...mirrored, removedAt: observedAt, observedAt }),
    [mirrored],
  )
  const link = isNewer ? newer : mirrored
  const observeStatus = useCallback(
    (status: string, since: Date) => {
      if (status !== link.status) setNewer({ ...link, status, statusSince: since, observedAt: since })
    },
    [link],
  )
  // What an act has answered holds until the server has rendered the page anew.
  const [told, setTold] = useState<{ page: LinkPage; deletion: DeletionView } | null>(null)
  const observeDeletion = useCallback((deletion: DeletionView) => setTold({ page, deletion }), [page])
  const deletion = told?.page === page ? told.deletion : page.deletion
  const value = useMemo(
    () => ({
      environment,
      page,
      inPanel,
      link,
      observe,
      observeGone,
      observeStatus,
      deletion,
      observeDeletion,
      refresh: () => router.refresh(),
    }),
    [environment, page, inPanel, link, observe, observeGone, observeStatus, deletion, observeDeletion, router],
  )
  return <Context value={value}>{children}</Context>
}

export function useLink(): LinkContext {
  const value = useContext(Context)
  if (value === null) throw new Error("useLink outside LinkProvider")
  return value
}
