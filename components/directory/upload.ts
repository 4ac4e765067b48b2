import type { Answer } from "@/components/shell/use-call"
import { sha256Header, uploadedView } from "@/lib/directory/schema"

type Upload = {
  environment: string
  file: File
  onProgress: (bytes: number) => void
}

/** Sends a file as it is, with its hash. Null where this page's connection is not one in which browsers make hashes. */
export async function uploadFile({ environment, file, onProgress }: Upload): Promise<Answer<{ id: string }> | null> {
  if (globalThis.crypto.subtle === undefined) return null
  const sha256 = await hashOf(file)
  return send(`/api/${environment}/directory/uploads?${new URLSearchParams({ name: file.name })}`, file, {
    sha256,
    onProgress,
  })
}

async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

type Sent = { sha256: string; onProgress: (bytes: number) => void }

/** By XMLHttpRequest, which alone tells how much of a body has left. Rejects where nobody answers. */
function send(url: string, file: File, { sha256, onProgress }: Sent): Promise<Answer<{ id: string }>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", url)
    request.setRequestHeader("content-type", "text/csv")
    request.setRequestHeader(sha256Header, sha256)
    request.responseType = "json"
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => {
      const uploaded = uploadedView.safeParse(request.response)
      if (uploaded.success) resolve({ ok: true, data: uploaded.data })
      else if (isFailure(request.response)) resolve(request.response)
      else reject(new TypeError("The answer to an upload is none that is known"))
    }
    request.onerror = () => reject(new TypeError("The upload was not answered"))
    request.send(file)
  })
}

const isFailure = (json: unknown): json is Extract<Answer<never>, { ok: false }> =>
  typeof json === "object" && json !== null && "ok" in json && json.ok === false && "message" in json
