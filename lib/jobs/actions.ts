"use server"

import { action } from "@/lib/action"
import { retryJobs } from "@/lib/jobs/commands"
import { retrySelection } from "@/lib/jobs/schema"

export const retryJobsAction = action(retrySelection, retryJobs, { refresh: ["/jobs"] })
