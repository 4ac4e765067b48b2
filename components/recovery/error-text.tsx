import { useTranslations } from "next-intl"

const known = ["duplicated", "institution_down", "login_error", "too_many_sessions", "unexpected_error"] as const

/** The widget's own code, in words where they are known. */
export function ErrorText({ code }: { code: string }) {
  const t = useTranslations("recoveries.errors")
  const name = known.find((one) => one === code)
  return (
    <span data-tip={code} className="whitespace-normal">
      {name ? t(name) : <code className="font-mono text-sm">{code}</code>}
    </span>
  )
}
