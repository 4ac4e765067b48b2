/** A row of the operator's own directory: a user, and a link id it knows for that user. */
export interface OperatorUser {
  externalId: string
  linkId: string | null
}
