"use server"

import { installationAction, visitorAction } from "@/lib/action"
import { changePassword, setLocale, setTheme, signOut, signOutEverywhere } from "@/lib/auth/commands"
import { changePasswordInput, localeInput, nothing, themeInput } from "@/lib/auth/schema"

export const setLocaleAction = visitorAction(localeInput, setLocale, { preferences: (locale) => ({ locale }) })

export const setThemeAction = visitorAction(themeInput, setTheme, { preferences: (theme) => ({ theme }) })

export const signOutAction = visitorAction(nothing, signOut, { endsSession: true })

export const signOutEverywhereAction = installationAction(nothing, signOutEverywhere, { endsSession: true })

export const changePasswordAction = installationAction(changePasswordInput, changePassword)
