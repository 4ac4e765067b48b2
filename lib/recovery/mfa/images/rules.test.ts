import fc from "fast-check"
import QRCode from "qrcode"
import { expect, it } from "vitest"
import { smallJpeg } from "@/lib/recovery/mfa/images/fixtures/jpeg"
import { wholeImage } from "@/lib/recovery/mfa/images/rules"

const png = new Uint8Array(await QRCode.toBuffer("bank-login:123456"))

it("knows a whole PNG and a whole JPEG", () => {
  expect(wholeImage(png)).toBe("image/png")
  expect(wholeImage(smallJpeg)).toBe("image/jpeg")
})

it("takes no part of a picture for one, and nothing behind it", () => {
  for (const image of [png, smallJpeg]) {
    for (let length = 0; length < image.length; length += 1) expect(wholeImage(image.slice(0, length))).toBeNull()
    expect(wholeImage(new Uint8Array([...image, 0]))).toBeNull()
  }
})

it("takes no PNG in which a byte is another", () => {
  fc.assert(
    fc.property(fc.nat(png.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      expect(wholeImage(png.map((byte, index) => (index === at ? byte ^ by : byte)))).toBeNull()
    }),
  )
})

it("takes no bytes for a picture that only begin as one", () => {
  fc.assert(
    fc.property(fc.constantFrom(png.slice(0, 8), smallJpeg.slice(0, 4)), fc.uint8Array(), (start, rest) => {
      expect(wholeImage(new Uint8Array([...start, ...rest]))).toBeNull()
    }),
  )
})
