"use client"

import { useTranslations } from "next-intl"
import { useCallback, useEffect, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { makeAddressAction } from "@/lib/recovery/addresses/actions"
import { type AddressPage, addressDays, addressPage } from "@/lib/recovery/addresses/schema"
import { AddressList } from "./address-list"
import { AddressMessage } from "./address-message"
import { useLink } from "./link-context"
import { useAct } from "./use-act"
import { fetchJson } from "./use-poll"

const choices = [1, 3, addressDays.usual, 14, 30] as const

type AddressDialogProps = { open: boolean; onClose: () => void }
type Made = { url: string; expiresAt: Date }

/** Makes an address for the customer, and shows what has become of the earlier ones. */
export function AddressDialog({ open, onClose }: AddressDialogProps) {
  const t = useTranslations("recovery.address")
  const { environment, link, refresh } = useLink()
  const { known, look } = useAddresses(open)
  const { pending, act } = useAct()
  const [days, setDays] = useState<number>(addressDays.usual)
  const [made, setMade] = useState<Made | null>(null)
  const make = async () => {
    const answer = await act(() => makeAddressAction(environment, { linkId: link.id, days }))
    if (answer === undefined) return
    setMade(answer)
    await look()
    refresh()
  }
  const close = () => {
    setMade(null)
    onClose()
  }
  const changed = async () => {
    await look()
    refresh()
  }
  return (
    <Dialog open={open} onClose={close} title={t("title")} size="lg">
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t("text")}</p>
        {made !== null && known !== null && <AddressMessage made={made} messages={known.messages} />}
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t("days")}>
            {(control) => (
              <Select
                {...control}
                className="w-32"
                value={days}
                onChange={(event) => setDays(Number(event.target.value))}
              >
                {choices.map((count) => (
                  <option key={count} value={count}>
                    {t("daysCount", { days: count })}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button variant={made === null ? "primary" : "secondary"} pending={pending} onClick={make}>
            {made === null ? t("make") : t("another")}
          </Button>
        </div>
        {known === null ? (
          <p role="status" className="text-muted">
            {t("loading")}
          </p>
        ) : (
          <AddressList addresses={known.addresses} onChange={changed} />
        )}
      </div>
    </Dialog>
  )
}

/** Asked of our server each time the dialog opens, and after each act. */
function useAddresses(open: boolean) {
  const { environment, link } = useLink()
  const [known, setKnown] = useState<AddressPage | null>(null)
  const url = `/api/${environment}/links/${link.id}/addresses`
  const look = useCallback(async () => {
    const parsed = addressPage.safeParse(await fetchJson(url))
    if (parsed.success) setKnown(parsed.data)
  }, [url])
  useEffect(() => {
    if (open) void look()
  }, [open, look])
  return { known, look }
}
