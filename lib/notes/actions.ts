"use server"

import { action } from "@/lib/action"
import { addNote } from "@/lib/notes/commands"
import { addNoteInput } from "@/lib/notes/schema"

export const addNoteAction = action(addNoteInput, addNote)
