import { useState, useTransition } from "react"
import { type Answer, type Failure, useCall } from "./use-call"

type SubmitOptions = { onFailure?: (failure: Failure) => void }

/** One action behind one form or button: pending while it runs, and what went wrong the last time. */
export function useSubmit<I, O>(
  run: (input: I) => Promise<Answer<O>>,
  onDone: (data: O) => unknown,
  { onFailure }: SubmitOptions = {},
) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [pending, start] = useTransition()
  const call = useCall()
  const submit = (input: I) =>
    start(async () => {
      const result = await call(() => run(input))
      setFailure(result.ok ? null : result)
      if (result.ok) await onDone(result.data)
      else onFailure?.(result)
    })
  return { submit, pending, failure, forget: () => setFailure(null) }
}
