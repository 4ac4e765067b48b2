import { z } from "zod"
import { period, resources, storagePeriod, text, uuid } from "@/lib/belvo/patterns"

// What a widget token is asked for, in our spelling, and how Belvo spells it.

const address = z.url()
const deepLink = z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/\S{1,2000}$/i)
const callbackUrls = z.object({ success: deepLink, exit: deepLink, event: deepLink })
const theme = z.array(z.object({ cssKey: z.string().regex(/^--[a-z0-9-]{1,80}$/), value: text(1, 200) })).readonly()
const branding = z.object({
  companyIcon: address,
  companyLogo: address,
  companyName: text(1, 200),
  companyTermsUrl: address,
  companyTermsVersion: text(1, 40).optional(),
  overlayBackgroundColor: text(1, 40).optional(),
  socialProof: z.boolean().optional(),
  showBelvoMiddleLogo: z.boolean().optional(),
})
const identification = z.union([
  z.object({ type: z.literal("CPF"), number: z.string().regex(/^\d{11}$/), name: text(1, 200) }),
  z.object({ type: z.literal("CNPJ"), number: z.string().regex(/^\d{14}$/), name: text(1, 200) }),
])
const consent = z.object({
  purpose: text(1, 140),
  termsAndConditionsUrl: address,
  identification: z.array(identification).min(1).max(2).readonly(),
  defaultDurationDays: z.literal([92, 183, 275, 366]).optional(),
})

const update = z.object({ mode: z.literal("update"), linkId: uuid, callbackUrls: callbackUrls.optional() })
const createMultiRegion = z.object({
  mode: z.literal("create"),
  region: z.literal("multi"),
  fetchResources: resources,
  staleIn: period,
  credentialsStorage: storagePeriod.optional(),
  externalId: text(3, 256).optional(),
  widget: z.object({ branding, callbackUrls: callbackUrls.optional(), theme: theme.optional() }),
})
const createBrazil = z.object({
  mode: z.literal("create"),
  region: z.literal("brazil"),
  fetchResources: resources,
  staleIn: period,
  widget: z.object({
    branding,
    callbackUrls,
    theme: theme.optional(),
    colorScheme: z.enum(["LIGHT", "DARK"]).optional(),
    consent,
  }),
})

export const widgetTokenRequestSchema = z.union([update, createMultiRegion, createBrazil])
export type WidgetTokenRequest = z.input<typeof widgetTokenRequestSchema>

/** The body without the key. `link_id`, not `link`: Belvo ignores the latter and answers with a token to create. */
export function toTokenBody(request: z.output<typeof widgetTokenRequestSchema>): Record<string, unknown> {
  if (request.mode === "update") return toUpdate(request)
  const common = { fetch_resources: request.fetchResources, stale_in: request.staleIn }
  const widget = {
    branding: toBranding(request.widget.branding),
    callback_urls: request.widget.callbackUrls,
    theme: request.widget.theme?.map(({ cssKey, value }) => ({ css_key: cssKey, value })),
  }
  if (request.region === "multi") {
    const { credentialsStorage, externalId } = request
    const own = { credentials_storage: credentialsStorage, external_id: externalId }
    return { ...common, ...own, scopes: CREATE_SCOPES, widget }
  }
  const { colorScheme, consent: asked } = request.widget
  const brazil = { openfinance_feature: "consent_link_creation", color_scheme: colorScheme, consent: toConsent(asked) }
  return { ...common, scopes: BRAZIL_SCOPES, widget: { ...widget, ...brazil } }
}

function toUpdate({ linkId, callbackUrls: ways }: z.output<typeof update>): Record<string, unknown> {
  return { link_id: linkId, scopes: UPDATE_SCOPES, ...(ways ? { widget: { callback_urls: ways } } : {}) }
}

const UPDATE_SCOPES = "read_institutions,write_links,read_links"
const CREATE_SCOPES = "read_institutions,write_links"
const BRAZIL_SCOPES =
  "read_institutions,write_links,read_consents,write_consents,write_consent_callback,delete_consents"

const toBranding = (look: z.output<typeof branding>) => ({
  company_icon: look.companyIcon,
  company_logo: look.companyLogo,
  company_name: look.companyName,
  company_terms_url: look.companyTermsUrl,
  company_terms_version: look.companyTermsVersion,
  overlay_background_color: look.overlayBackgroundColor,
  social_proof: look.socialProof,
  show_belvo_middle_logo: look.showBelvoMiddleLogo,
})

const toConsent = (asked: z.output<typeof consent>) => ({
  purpose: asked.purpose,
  terms_and_conditions_url: asked.termsAndConditionsUrl,
  permissions: ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
  identification_info: asked.identification,
  default_consent_duration_days: asked.defaultDurationDays,
})
