import fc from "fast-check"
import QRCode from "qrcode"
import { describe, expect, it } from "vitest"
import { toQrImage } from "@/lib/recovery/mfa/rules"

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 1)])

describe("toQrImage", () => {
  it("shows a PNG or a JPEG, with or without its data address", async () => {
    const png = (await QRCode.toBuffer("bank-login:123456")).toString("base64")
    expect(toQrImage(png)).toBe(`data:image/png;base64,${png}`)
    expect(toQrImage(`data:image/png;base64,${png}`)).toBe(`data:image/png;base64,${png}`)
    expect(toQrImage(jpeg.toString("base64"))).toBe(`data:image/jpeg;base64,${jpeg.toString("base64")}`)
  })

  it.each([
    ["an SVG, which can carry scripts", Buffer.from("<svg onload='x'/>").toString("base64")],
    ["an address", "https://bank.example/login?code=123"],
    [
      "a PNG of 64 KiB",
      Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(65_536)]).toString("base64"),
    ],
    ["another type's data address", `data:text/html;base64,${jpeg.toString("base64")}`],
    ["nothing", ""],
  ])("takes %s for text", (_what, value) => {
    expect(toQrImage(value)).toBeNull()
  })

  it("lets through nothing but base64 of the two kinds, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.uint8Array().map((b) => Buffer.concat([jpeg, b]).toString("base64")),
        ),
        (value) => {
          const image = toQrImage(value)
          if (image !== null) expect(image).toMatch(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/)
        },
      ),
    )
  })
})
