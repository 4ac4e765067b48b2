/** Whose a link is: the same person at the same institution. */
export type Login = { institution: string; institutionUserId: string }

/** As the database has them: its texts know no NUL and no halves of a character. Null where no login can be told. */
export function toLogin({
  institution,
  institutionUserId,
}: {
  institution: string
  institutionUserId: string | null
}): Login | null {
  if (institutionUserId === null) return null
  return { institution: storable(institution), institutionUserId: storable(institutionUserId) }
}

/** The same for one login alone: no institution's name has a line's end. */
export const keyOf = ({ institution, institutionUserId }: Login): string => `${institution}\n${institutionUserId}`

const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed()
