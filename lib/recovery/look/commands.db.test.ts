import { expect, it } from "vitest"
import { saveLook } from "@/lib/recovery/look/commands"
import { findLogo, getLook, getLookSettings } from "@/lib/recovery/look/queries"
import { usualLook } from "@/lib/recovery/look/schema"
import { testWorld } from "@/test/world"

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]).toString("base64")
const look = { operatorName: "Acme", accent: "#123456", background: "#fafafa", contact: "help@example.com" }

it("keeps the look of one environment, with a logo until it is taken away", async () => {
  const { ctx, elsewhere, db } = await testWorld({ role: "admin" })
  expect(await getLook(ctx)).toEqual(usualLook)
  await saveLook(ctx, { ...look, logo: png })
  expect(await findLogo(ctx)).toMatchObject({ type: "image/png" })
  await saveLook(ctx, { ...look, background: null })
  expect(await getLookSettings(ctx)).toEqual({ ...look, background: null, logo: `data:image/png;base64,${png}` })
  await saveLook(ctx, { ...look, logo: null })
  expect(await getLook(ctx)).toEqual({ ...look, logo: null })
  expect(await getLook(await elsewhere())).toEqual(usualLook)
  const entries = await db.auditEntry.findMany({ where: { environmentId: 0, action: "repair_look.changed" } })
  expect(entries).toHaveLength(3)
  expect(entries.map(({ body }) => body).join()).not.toContain(png)
})

it("takes no other file than a PNG or a JPEG, and nobody's but an administrator's", async () => {
  const { ctx, as } = await testWorld({ role: "admin" })
  const logo = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>").toString("base64")
  await expect(saveLook(ctx, { ...look, logo })).rejects.toMatchObject({ options: { fields: { logo: ["logo"] } } })
  await expect(saveLook(await as("engineer"), look)).rejects.toMatchObject({ code: "FORBIDDEN" })
})
