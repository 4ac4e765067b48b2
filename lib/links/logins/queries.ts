import { Prisma } from "@/prisma/generated/client"

/** Columns of the statement around it, with their table's name: `g.institution`. */
export type LoginColumns = { institution: string; login: string }

/**
 * For FROM: the links of a login, removed ones too. They are read by the login alone: where `link` was never analysed, PostgreSQL takes an
 * institution, or what is present, for as rare as a login.
 */
export const linksOfLogin = (environmentId: number, { institution, login }: LoginColumns): Prisma.Sql => Prisma.sql`(
  SELECT * FROM (
    SELECT * FROM link WHERE environment_id = ${environmentId} AND institution_user_id = ${Prisma.raw(login)} OFFSET 0
  ) AS of_login WHERE institution = ${Prisma.raw(institution)})`
