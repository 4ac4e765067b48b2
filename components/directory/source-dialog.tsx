"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useRef, useState } from "react"
import { SourceFields } from "@/components/directory/source-fields"
import { SourceTestResult } from "@/components/directory/source-test-result"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { toast } from "@/components/ui/toast-store"
import { saveSourceAction, testSourceAction } from "@/lib/directory/source/actions"
import { type SourceTest, type SourceView, sourceFormData } from "@/lib/directory/source/schema"

type SourceDialogProps = { environment: string; source: SourceView | null; open: boolean; onClose: () => void }

/** Says where the directory is read from; a test shows the first rows before anything is saved. */
export function SourceDialog({ environment, source, open, onClose }: SourceDialogProps) {
  const t = useTranslations("directory-source")
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const router = useRouter()
  const [tested, setTested] = useState<SourceTest | null>(null)
  const close = () => {
    setTested(null)
    onClose()
  }
  const test = useSubmit((data: FormData) => testSourceAction(environment, sourceFormData(data)), setTested)
  const save = useSubmit(
    (data: FormData) => saveSourceAction(environment, sourceFormData(data)),
    () => {
      close()
      router.refresh()
      toast({ title: t("saved") })
    },
  )
  const submitTest = () => {
    if (!form.current?.reportValidity()) return
    setTested(null)
    save.forget()
    test.submit(new FormData(form.current))
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    test.forget()
    save.submit(new FormData(event.currentTarget))
  }
  const failure = save.failure ?? test.failure
  const footer = (
    <>
      <Button onClick={close}>{t("cancel")}</Button>
      <Button pending={test.pending} onClick={submitTest}>
        {t("test")}
      </Button>
      <Button type="submit" form={id} variant="primary" pending={save.pending}>
        {t("save")}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={t("dialogTitle")} footer={footer} size="lg">
      <form ref={form} id={id} method="post" onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-muted">{t("dialogText")}</p>
        <FailureBanner failure={failure} />
        <SourceFields source={source} errors={failure?.fields} />
        {tested && <SourceTestResult result={tested} />}
      </form>
    </Dialog>
  )
}
