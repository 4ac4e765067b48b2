"use server"

import { installationAction, visitorAction } from "@/lib/action"
import { acceptInvitation, createInvitation } from "@/lib/auth/invitations/commands"
import { acceptInvitationInput, createInvitationInput } from "@/lib/auth/invitations/schema"

export const createInvitationAction = installationAction(createInvitationInput, createInvitation)

export const acceptInvitationAction = visitorAction(acceptInvitationInput, acceptInvitation)
