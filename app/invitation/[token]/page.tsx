import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AcceptInvitationForm } from "@/components/auth/accept-invitation-form"
import { Door } from "@/components/auth/door"
import { ButtonLink } from "@/components/ui/button"
import { Time } from "@/components/ui/time"
import { findInvitation } from "@/lib/auth/invitations/queries"
import { visitorCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.invitation")
  return { title: t("title"), referrer: "no-referrer" }
}

/** Looking at it uses nothing up: only the form does, once. */
export default async function InvitationPage({ params }: PageProps<"/invitation/[token]">) {
  const { token } = await params
  const t = await getTranslations("auth.invitation")
  const invitation = await findInvitation(await visitorCtx(), token)
  if (!invitation) {
    return (
      <Door title={t("ended.title")} description={t("ended.advice")}>
        <ButtonLink href="/sign-in">{t("ended.signIn")}</ButtonLink>
      </Door>
    )
  }
  const until = t.rich("until", { at: () => <Time at={invitation.expiresAt} show="instant" /> })
  return (
    <Door title={t("title")} description={t("description", { email: invitation.email })} note={until}>
      <AcceptInvitationForm token={token} email={invitation.email} />
    </Door>
  )
}
