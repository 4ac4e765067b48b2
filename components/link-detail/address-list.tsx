"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { Time } from "@/components/ui/time"
import { toast } from "@/components/ui/toast-store"
import { revokeAddressAction, showAddressAction } from "@/lib/recovery/addresses/actions"
import type { AddressState, AddressView } from "@/lib/recovery/addresses/schema"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

const tones: Record<AddressState | "visiting", Tone> = {
  open: "accent",
  visiting: "accent",
  repaired: "valid",
  healed: "valid",
  expired: "neutral",
  revoked: "neutral",
}

type Changing = { onChange: () => Promise<void> }

export function AddressList({ addresses, onChange }: { addresses: readonly AddressView[] } & Changing) {
  const t = useTranslations("recovery.address")
  if (addresses.length === 0) return <p className="text-muted">{t("none")}</p>
  return (
    <ul className="border-line border-t">
      {addresses.map((address) => (
        <AddressRow key={address.id} address={address} onChange={onChange} />
      ))}
    </ul>
  )
}

function AddressRow({ address, onChange }: { address: AddressView } & Changing) {
  const t = useTranslations("recovery.address")
  const { state, visiting, usable, lastOutcome, errorCode, firstOpenedAt } = address
  const shown = visiting ? "visiting" : state
  const maker = address.createdBy === null ? t("madeByCampaign") : t("madeBy", { name: address.createdBy })
  const time = (at: string | null) => () => <Time at={at} show="moment" />
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[shown]}>{t(`state.${shown}`)}</Badge>
          <span>
            <Time at={address.createdAt} show="moment" /> {maker}
          </span>
        </p>
        <p className="text-muted text-sm">
          {firstOpenedAt === null ? t("notOpened") : t.rich("opened", { at: time(firstOpenedAt) })}
          {usable && <> · {t.rich("until", { at: time(address.expiresAt) })}</>}
        </p>
        {shown === "open" && lastOutcome !== null && (
          <p className="text-muted text-sm">{t("last", { outcome: lastOutcome, code: errorCode ?? "none" })}</p>
        )}
      </div>
      {usable && <AddressActs address={address} onChange={onChange} />}
    </li>
  )
}

function AddressActs({ address, onChange }: { address: AddressView } & Changing) {
  const t = useTranslations("recovery.address")
  const { environment, page } = useLink()
  const { pending, act } = useAct()
  const tRevoke = useTranslations("recoveries.revoke")
  const [asking, setAsking] = useState(false)
  if (!page.may.session) return null
  const copy = async () => {
    const shown = await act(() => showAddressAction(environment, { addressId: address.id }))
    if (shown === undefined) return
    await navigator.clipboard.writeText(shown.url)
    toast({ title: t("copied") })
  }
  const revoke = async () => {
    const revoked = await act(() => revokeAddressAction(environment, { addressId: address.id }))
    setAsking(false)
    if (revoked === undefined) return
    toast({ title: t("revoked") })
    await onChange()
  }
  return (
    <div className="flex gap-2">
      <Button size="sm" disabled={pending} onClick={copy}>
        {t("copyAgain")}
      </Button>
      <Button size="sm" disabled={pending} onClick={() => setAsking(true)}>
        {t("revoke")}
      </Button>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={tRevoke("title")}
        confirm={tRevoke("confirm")}
        onConfirm={() => void revoke()}
        pending={pending}
      >
        <p>{tRevoke("text")}</p>
      </DangerDialog>
    </div>
  )
}
