"use client"

import { useEffect, useRef, useState } from "react"
import { z } from "zod"
import { type Call, useCall } from "@/components/shell/use-call"
import { ticketAnswer } from "@/components/ui/ticket"
import { readAccountsAction } from "@/lib/accounts/actions"
import { type AccountView, accountView } from "@/lib/accounts/schema"

/** Of one link: its accounts, or in a sentence why there are none. */
export type ReadLink = { accounts: readonly AccountView[] } | { failure: string }
export type UserAccounts = { done: number; pending: boolean; read: ReadonlyMap<string, ReadLink>; start: () => void }

/** The accounts behind several links, read live one after the other, so that others get their turn at Belvo. */
export function useUserAccounts(environment: string, linkIds: readonly string[]): UserAccounts {
  const call = useCall()
  const [read, setRead] = useState<ReadonlyMap<string, ReadLink>>(new Map())
  const [pending, setPending] = useState(false)
  const asking = useRef<AbortController | null>(null)
  useEffect(() => () => asking.current?.abort(), [])
  const start = () => {
    asking.current?.abort()
    asking.current = new AbortController()
    const { signal } = asking.current
    setPending(true)
    setRead(new Map())
    void readAll({ call, environment, signal }, linkIds, (linkId, found) =>
      setRead((before) => new Map(before).set(linkId, found)),
    ).then(() => {
      if (!signal.aborted) setPending(false)
    })
  }
  return { done: read.size, pending, read, start }
}

type Asking = { call: Call; environment: string; signal: AbortSignal }

async function readAll(asking: Asking, linkIds: readonly string[], tell: (linkId: string, found: ReadLink) => void) {
  for (const linkId of linkIds) {
    const found = await readOne(asking, linkId)
    if (asking.signal.aborted) return
    tell(linkId, found)
  }
}

async function readOne({ call, environment, signal }: Asking, linkId: string): Promise<ReadLink> {
  const result = await call(() => readAccountsAction(environment, { linkId }))
  if (!result.ok) return { failure: result.message }
  if (result.data.kind === "fresh") return { accounts: result.data.value }
  const answer = await ticketAnswer(`/api/${environment}/tickets/${result.data.ticketId}`, signal)
  if (!answer.ok) return { failure: answer.message }
  const parsed = z.array(accountView).safeParse(answer.value)
  return parsed.success ? { accounts: parsed.data } : { failure: "" }
}
