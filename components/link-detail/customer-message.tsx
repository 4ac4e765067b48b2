"use client"

import { LanguageMessage } from "@/components/ui/language-message"
import { useLink } from "./link-context"
import { useSession } from "./session-context"

/** Ready to be pasted into a chat or a mail, in the customer's language. */
export function CustomerMessage({ address }: { address: string }) {
  const { page } = useLink()
  const { messages } = useSession()
  return <LanguageMessage messages={messages} initial={page.customerLocale} address={address} />
}
