import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { Door } from "@/components/auth/door"
import { SignInForm } from "@/components/auth/sign-in-form"
import { callbackPath } from "@/lib/auth/schema"
import { signedIn } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn")
  return { title: t("title") }
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const callback = callbackPath.parse((await searchParams).callbackUrl)
  if (await signedIn()) redirect(callback)
  const t = await getTranslations("auth.signIn")
  return (
    <Door title={t("title")} description={t("description")} note={t("forgotten")}>
      <SignInForm callback={callback} />
    </Door>
  )
}
