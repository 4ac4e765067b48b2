import { base64UrlOf, hashOf } from "@/simulator/random"

/** The institution_user_id of whoever logs in here under this name: the same name gives the same id. */
export function personOf(seed: number, institution: string, username: string): string {
  return base64UrlOf(seed, hashOf(`${institution}/${username}`), 980)
}
