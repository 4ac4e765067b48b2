import { stackIsGiven, toEnvironment } from "@/e2e/stack"
import { buildApp } from "@/scripts/build-app"
import { startStack } from "@/scripts/stack"
import { testStack } from "@/scripts/stack/test-stack"

/** `npm test` brings a stack with it; `npx playwright test` alone gets one here. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (stackIsGiven()) return
  await buildApp(testStack.distDir)
  const stack = await startStack({ ...testStack, signal: new AbortController().signal, log: console.log })
  Object.assign(process.env, toEnvironment(stack))
  return stack.stop
}
