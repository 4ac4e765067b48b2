import { expect, it } from "vitest"
import { isPersonalData } from "@/simulator/personal-data"

it.each([
  "ana@example.com.mx",
  "+5215512345678",
  "761.092.776-73",
  "76109277673",
  "BLPM951331HDFLRN54",
  "4111 1111 1111 1111",
  "VECJ880326XK4",
])("%s is personal data", (value) => expect(isPersonalData(value)).toBe(true))

it.each([
  "usr_001204",
  "-3735-4969",
  "BelvoSingleLinkFlow",
  "postman-link-test-fiscal-mexico",
  "4111111111111112",
  "550e8400-e29b-41d4-a716-446655440000",
])("%s is an id", (value) => expect(isPersonalData(value)).toBe(false))
