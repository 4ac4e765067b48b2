"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { AskingButton } from "@/components/shell/asking-button"
import { tellFailure } from "@/components/shell/tell-failure"
import type { Answer } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ShownOnce } from "@/components/ui/shown-once"
import { toast } from "@/components/ui/toast-store"
import {
  endPreviousSecretAction,
  removeEndpointAction,
  rotateSecretAction,
  sendTestAction,
} from "@/lib/outgoing/actions"
import type { EndpointView } from "@/lib/outgoing/schema"
import { EndpointDialog } from "./endpoint-dialog"

type EndpointActsProps = { environment: string; endpoint: EndpointView | null }
type Asking = "rotate" | "endPrevious" | "remove"

/** Sets the address, tries it, changes what signs. A secret is shown when it is made, and never again. */
export function EndpointActs({ environment, endpoint }: EndpointActsProps) {
  const t = useTranslations("outgoing.endpoint")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const test = useSubmit(
    () => sendTestAction(environment, undefined),
    () => {
      toast({ title: t("tested") })
      router.refresh()
    },
    { onFailure: tellFailure },
  )
  const settle = (made: string | null) => {
    setOpen(false)
    setSecret(made)
    router.refresh()
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant={endpoint ? "secondary" : "primary"} onClick={() => setOpen(true)}>
        {endpoint ? t("change") : t("set")}
      </Button>
      {endpoint && (
        <>
          <Button pending={test.pending} onClick={() => test.submit(undefined)}>
            {t("test")}
          </Button>
          <AskedAct environment={environment} name="rotate" onDone={settle} />
          {endpoint.rotatedAt !== null && <AskedAct environment={environment} name="endPrevious" onDone={settle} />}
          <AskedAct environment={environment} name="remove" onDone={settle} />
        </>
      )}
      {open && (
        <EndpointDialog
          environment={environment}
          url={endpoint?.url ?? ""}
          onClose={() => setOpen(false)}
          onSaved={settle}
        />
      )}
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </div>
  )
}

type AskedActProps = { environment: string; name: Asking; onDone: (secret: string | null) => void }

/** Each answers the secret that it made, if it made one. */
const runs: Record<Asking, (environment: string) => Promise<Answer<string | null>>> = {
  rotate: async (environment) => {
    const made = await rotateSecretAction(environment, undefined)
    return made.ok ? { ok: true, data: made.data.secret } : made
  },
  endPrevious: async (environment) => withoutSecret(await endPreviousSecretAction(environment, undefined)),
  remove: async (environment) => withoutSecret(await removeEndpointAction(environment, undefined)),
}
const withoutSecret = (answer: Answer<void>): Answer<null> => (answer.ok ? { ok: true, data: null } : answer)
const doneWords = { endPrevious: "ended", remove: "removed" } as const

function AskedAct({ environment, name, onDone }: AskedActProps) {
  const t = useTranslations("outgoing.endpoint")
  return (
    <AskingButton
      label={t(name)}
      title={t(`asks.${name}`)}
      run={() => runs[name](environment)}
      // A new secret is shown, which says it all.
      {...(name !== "rotate" && { done: () => t(doneWords[name]) })}
      onDone={onDone}
    >
      <p>{t(`what.${name}`)}</p>
    </AskingButton>
  )
}

function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const t = useTranslations("outgoing.endpoint")
  return (
    <Dialog
      open={secret !== null}
      onClose={onClose}
      title={t("secretTitle")}
      footer={<Button onClick={onClose}>{t("done")}</Button>}
    >
      {secret !== null && (
        <div className="flex flex-col gap-4">
          <p className="text-muted">{t("secretText")}</p>
          <ShownOnce label={t("secret")} value={secret} note={t("once")} />
        </div>
      )}
    </Dialog>
  )
}
