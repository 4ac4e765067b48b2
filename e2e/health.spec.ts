import { expect, test } from "@playwright/test"

test("the stack is up", async ({ request }) => {
  const response = await request.get("/api/health")

  expect(response.status()).toBe(200)
  expect(await response.json()).toEqual({ status: "ok" })
})
