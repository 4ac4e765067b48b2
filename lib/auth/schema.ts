import { z } from "zod"
import { locales } from "@/lib/format"

/** E-mail addresses are compared in lower case. */
export const email = z.string().trim().toLowerCase().max(254, "email").pipe(z.email("email"))

export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

export const localeInput = z.enum(locales)
export const themeInput = z.enum(themes)
