"use server"

import { installationAction } from "@/lib/action"
import { addMember, disableMember, enableMember, setAdmin, setRole } from "@/lib/auth/members/commands"
import { addMemberInput, memberInput, setAdminInput, setRoleInput } from "@/lib/auth/members/schema"

const refresh = ["/settings/members"]

export const addMemberAction = installationAction(addMemberInput, addMember, { refresh })

export const setRoleAction = installationAction(setRoleInput, setRole, { refresh })

export const setAdminAction = installationAction(setAdminInput, setAdmin, { refresh })

export const disableMemberAction = installationAction(memberInput, disableMember, { refresh })

export const enableMemberAction = installationAction(memberInput, enableMember, { refresh })
