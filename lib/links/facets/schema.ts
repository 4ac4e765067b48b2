export type InstitutionFacet = { name: string; displayName: string; country: string | null; type: string | null }

/** null among modes and rates: links that have none. */
export type LinkFacets = {
  institutions: readonly InstitutionFacet[]
  statuses: readonly string[]
  accessModes: readonly (string | null)[]
  refreshRates: readonly (string | null)[]
}
