import { z } from "zod"
import { locales } from "@/lib/format"

/** E-mail addresses are compared in lower case. */
export const email = z.string().trim().toLowerCase().max(254, "email").pipe(z.email("email"))

export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

export const localeInput = z.enum(locales)
export const themeInput = z.enum(themes)

export const changePasswordInput = z.object({ current: z.string().max(1_000), password: z.string().max(1_000) })
export type ChangePassword = z.output<typeof changePasswordInput>

export const nothing = z.void()

const anywhere = "http://console.invalid"

/** Where a sign-in leads: a path of ours, whatever the address said. */
export const callbackPath = z.string().transform(toOwnPath).catch("/")

function toOwnPath(text: string): string {
  const target = URL.canParse(text, anywhere) ? new URL(text, anywhere) : null
  const path = target?.origin === anywhere ? `${target.pathname}${target.search}${target.hash}` : "/"
  return path.startsWith("//") || path.startsWith("/sign-in") ? "/" : path
}
