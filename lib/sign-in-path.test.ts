import { expect, it } from "vitest"
import { signInPath } from "@/lib/sign-in-path"

it.each([
  ["/", false, "/sign-in"],
  ["/", true, "/sign-in?ended=1"],
  ["/sandbox/links?status=invalid&sort=status", false, undefined],
  ["/sandbox/links?status=invalid&sort=status", true, undefined],
])("leads back to %s, ended: %s", (path, ended, exactly) => {
  const address = signInPath({ path, ended })
  const { pathname, searchParams } = new URL(address, "http://console.invalid")
  expect(pathname).toBe("/sign-in")
  expect(searchParams.get("callbackUrl") ?? "/").toBe(path)
  expect(searchParams.get("ended")).toBe(ended ? "1" : null)
  if (exactly) expect(address).toBe(exactly)
})
