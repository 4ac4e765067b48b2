"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import { z } from "zod"
import { type Call, useCall } from "@/components/shell/use-call"
import { ticketAnswer } from "@/components/ui/ticket"
import { readAccountsAction } from "@/lib/accounts/actions"
import { type AccountView, accountView } from "@/lib/accounts/schema"
import { useLink } from "./link-context"

export type AccountsState = {
  pending: boolean
  /** As last read; null before. */
  accounts: readonly AccountView[] | null
  /** In a sentence, why the last reading has brought none. */
  failure: string | null
}

/** The accounts behind the link, read live on demand. */
export function useAccounts(): AccountsState & { read: () => void } {
  const { environment, link } = useLink()
  const call = useCall()
  const [state, setState] = useState<AccountsState>({ pending: false, accounts: null, failure: null })
  const asking = useRef<AbortController | null>(null)
  useEffect(() => () => asking.current?.abort(), [])
  const linkId = link.id
  const read = useCallback(() => {
    asking.current?.abort()
    asking.current = new AbortController()
    const { signal } = asking.current
    setState((before) => ({ ...before, pending: true, failure: null }))
    void readAccountList({ call, environment, linkId }, signal).then((found) => {
      if (signal.aborted) return
      if (typeof found === "string") setState((before) => ({ ...before, pending: false, failure: found }))
      else setState({ pending: false, accounts: found, failure: null })
    })
  }, [call, environment, linkId])
  return { ...state, read }
}

type Asked = { call: Call; environment: string; linkId: string }

async function readAccountList(
  { call, environment, linkId }: Asked,
  signal: AbortSignal,
): Promise<readonly AccountView[] | string> {
  const result = await call(() => readAccountsAction(environment, { linkId }))
  if (!result.ok) return result.message
  if (result.data.kind === "fresh") return result.data.value
  const answer = await ticketAnswer(`/api/${environment}/tickets/${result.data.ticketId}`, signal)
  if (!answer.ok) return answer.message
  const parsed = z.array(accountView).safeParse(answer.value)
  return parsed.success ? parsed.data : ""
}
