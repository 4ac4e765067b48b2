"use client"

import { Ellipsis, KeyRound, ShieldCheck, ShieldOff, UserCheck, UserX } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { Menu, type MenuItem } from "@/components/ui/menu"
import { toast } from "@/components/ui/toast-store"
import { createInvitationAction } from "@/lib/auth/invitations/actions"
import type { Invited } from "@/lib/auth/invitations/commands"
import { disableMemberAction, enableMemberAction, setAdminAction } from "@/lib/auth/members/actions"
import type { MemberRow } from "@/lib/auth/members/queries"

type Deed = "promote" | "demote" | "disable" | "enable"
type MemberMenuProps = { member: MemberRow; onInvited: (invited: Invited) => void }

/** What may be done with one member. All of it asks first, but for letting somebody in again. */
export function MemberMenu({ member, onInvited }: MemberMenuProps) {
  const t = useTranslations("settings.members")
  const [asking, setAsking] = useState<Deed | null>(null)
  const close = () => {
    setAsking(null)
    deed.forget()
  }
  const deed = useSubmit((what: Deed) => perform(what, member.id), close)
  const { items, pending } = useDeeds({ member, onInvited, ask: setAsking })
  const name = t("menu", { member: member.email })
  return (
    <>
      <Menu
        label={name}
        align="end"
        items={items}
        trigger={(props) => (
          <Button {...props} variant="ghost" size="sm" aria-label={name} icon={<Ellipsis />} pending={pending} />
        )}
      />
      <DangerDialog
        open={asking !== null}
        onClose={close}
        title={asking && t(`ask.${asking}.title`, { member: member.name })}
        confirm={asking ? t(asking) : ""}
        onConfirm={() => asking && deed.submit(asking)}
        pending={deed.pending}
        error={deed.failure?.message}
      >
        <p>{asking && t(`ask.${asking}.text`)}</p>
      </DangerDialog>
    </>
  )
}

type DeedsOptions = MemberMenuProps & { ask: (deed: Deed) => void }

/** What the menu offers: an invitation where they may come in, and each deed's opposite once it is done. */
function useDeeds({ member, onInvited, ask }: DeedsOptions): { items: MenuItem[]; pending: boolean } {
  const t = useTranslations("settings.members")
  const invite = useSubmit(createInvitationAction, onInvited, { onFailure: tellFailure })
  const call = useCall()
  const enable = async () => {
    const result = await call(() => enableMemberAction({ memberId: member.id }))
    if (result.ok) toast({ title: t("enabled", { member: member.name }) })
    else tellFailure(result)
  }
  const active = member.state !== "disabled"
  const label = member.state === "invited" ? t("inviteAgain") : t("resetPassword")
  const onSelect = () => invite.submit({ memberId: member.id })
  const items: MenuItem[] = [
    ...(active ? [{ id: "invite", label, icon: <KeyRound />, onSelect }] : []),
    member.admin
      ? { id: "demote", label: t("demote"), icon: <ShieldOff />, onSelect: () => ask("demote") }
      : { id: "promote", label: t("promote"), icon: <ShieldCheck />, onSelect: () => ask("promote") },
    active
      ? {
          id: "disable",
          label: t("disable"),
          icon: <UserX />,
          danger: true,
          divided: true,
          onSelect: () => ask("disable"),
        }
      : { id: "enable", label: t("enable"), icon: <UserCheck />, divided: true, onSelect: () => void enable() },
  ]
  return { items, pending: invite.pending }
}

function perform(what: Deed, memberId: string) {
  if (what === "disable") return disableMemberAction({ memberId })
  return setAdminAction({ memberId, admin: what === "promote" })
}
