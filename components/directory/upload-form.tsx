"use client"

import { Upload } from "lucide-react"
import { useRouter } from "next/navigation"
import { useLocale, useTranslations } from "next-intl"
import { useId, useState } from "react"
import { uploadFile } from "@/components/directory/upload"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { FileInput } from "@/components/ui/file-input"
import { Progress } from "@/components/ui/progress"
import { mostFileBytes } from "@/lib/directory/schema"
import { formatBytes } from "@/lib/format"

/** Takes a file; nothing of it is imported before its first rows were looked at. */
export function UploadForm({ environment }: { environment: string }) {
  const t = useTranslations("directory.upload")
  const locale = useLocale()
  const id = useId()
  const [file, setFile] = useState<File | null>(null)
  const { sent, problem, upload } = useUpload(environment)
  const tooLarge = file !== null && file.size > mostFileBytes
  return (
    <form
      className="flex max-w-2xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (file) upload(file)
      }}
    >
      <label htmlFor={id} className="font-medium">
        {t("file")}
      </label>
      <div className="flex flex-wrap gap-2">
        <FileInput
          id={id}
          accept=".csv,.tsv,.txt,text/csv"
          aria-describedby={`${id}-note`}
          name={file?.name ?? null}
          onChoose={setFile}
        />
        <Button
          type="submit"
          variant="primary"
          icon={<Upload />}
          disabled={file === null || tooLarge}
          pending={sent !== null}
        >
          {t("send")}
        </Button>
      </div>
      <p id={`${id}-note`} className="text-faint text-sm">
        {t("hint", { most: formatBytes(locale, mostFileBytes) })}
      </p>
      {sent !== null && file !== null && (
        <Progress
          label={t("sending")}
          done={Math.round(sent / 1024)}
          total={Math.max(1, Math.round(file.size / 1024))}
        />
      )}
      {(tooLarge || problem !== null) && (
        <p role="alert" className="text-invalid-text">
          {tooLarge ? t("tooLarge", { most: formatBytes(locale, mostFileBytes) }) : problem}
        </p>
      )}
    </form>
  )
}

function useUpload(environment: string) {
  const t = useTranslations("directory.upload")
  const router = useRouter()
  const call = useCall()
  const [sent, setSent] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const upload = async (file: File) => {
    setProblem(null)
    setSent(0)
    const answer = await call(async () => {
      const uploaded = await uploadFile({ environment, file, onProgress: setSent })
      return uploaded ?? { ok: false, code: "INVALID", message: t("insecure") }
    })
    setSent(null)
    if (answer.ok) return router.push(`/${environment}/directory/imports/${answer.data.id}`)
    setProblem(answer.message)
    tellFailure(answer)
  }
  return { sent, problem, upload }
}
