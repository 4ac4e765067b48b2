import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { Door } from "@/components/auth/door"
import { SignInForm } from "@/components/auth/sign-in-form"
import { Banner } from "@/components/ui/banner"
import { callbackPath } from "@/lib/auth/schema"
import { signedIn } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn")
  return { title: t("title") }
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { callbackUrl, ended } = await searchParams
  const callback = callbackPath.parse(callbackUrl)
  if (await signedIn()) redirect(callback)
  const t = await getTranslations("auth.signIn")
  const why = ended === "1" ? "ended" : callback === "/" ? null : "asked"
  return (
    <Door title={t("title")} description={t("description")} note={t("forgotten")}>
      {why && <Banner title={t(`why.${why}`)} className="mb-4" />}
      <SignInForm callback={callback} />
    </Door>
  )
}
