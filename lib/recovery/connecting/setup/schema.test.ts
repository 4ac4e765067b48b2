import { expect, it } from "vitest"
import { connectingSetupInput } from "@/lib/recovery/connecting/setup/schema"

const { returnUrl } = connectingSetupInput.shape

it.each(["https://acme.example/done?x=1", "acme://done", "com.acme.app://back", ""])("leads back to %s", (address) => {
  expect(returnUrl.parse(address)).toBe(address === "" ? null : address)
})

it.each([
  ...["javascript://%0aalert(1)", "JavaScript://x", "data://text/html,x", "vbscript://x", "file:///etc/passwd"],
  ...[
    "blob://x",
    "http://acme.example/done",
    "ftp://acme.example",
    "wss://acme.example",
    "acme:done",
    "https://",
    "done",
  ],
])("leads back to no %s", (address) => {
  expect(returnUrl.safeParse(address).success).toBe(false)
})
