import { z } from "zod"

export const mostLogoBytes = 64 * 1024
export const logoTypes = ["image/png", "image/jpeg"] as const
export type LogoType = (typeof logoTypes)[number]

export type Look = {
  /** Empty: the page speaks of nobody by name. */
  operatorName: string
  accent: string
  /** Null: as light or dark as the customer's phone. */
  background: string | null
  /** Whom to ask; empty where nobody has said. */
  contact: string
  /** Changes with the logo; null where there is none. */
  logo: string | null
}

/** The same with the logo itself, as a `data:` address. */
export type LookSettings = Look

export const usualLook: Look = { operatorName: "", accent: "#1d4ed8", background: null, contact: "", logo: null }

const colour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, "colour")
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, "tooLong")
    .regex(/^\P{Cc}*$/u, "characters")

/** The logo as base64: absent leaves it as it is, null takes it away. */
export const saveLookInput = z.object({
  operatorName: line(60),
  accent: colour,
  background: colour.nullable(),
  contact: line(200),
  logo: z
    .base64("logo")
    .max((mostLogoBytes * 4) / 3 + 4, "logo")
    .nullish(),
})
export type SaveLook = z.output<typeof saveLookInput>
