import { redirect } from "next/navigation"
import { requireMember } from "@/lib/request"

/** To where this member works. */
export default async function StartPage() {
  const { environments } = await requireMember()
  redirect(environments[0] ? `/${environments[0].slug}` : "/settings")
}
