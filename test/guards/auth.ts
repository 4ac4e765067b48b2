import { changePassword, setLocale, setTheme, signOut, signOutEverywhere } from "@/lib/auth/commands"
import { acceptInvitation, createInvitation } from "@/lib/auth/invitations/commands"
import { findInvitation } from "@/lib/auth/invitations/queries"
import {
  addMember,
  addMemberWithPassword,
  createFirstAdmin,
  disableMember,
  enableMember,
  setAdmin,
  setRole,
} from "@/lib/auth/members/commands"
import { listMembers } from "@/lib/auth/members/queries"
import { beginAttempt, forgetAttempts, signIn } from "@/lib/auth/sign-in/commands"
import { type Place, password } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const another = "another good password"
const somewhere = { account: "ana@example.com", address: "203.0.113.7" }
const newMember = ({ here }: Place) =>
  ({ email: "new@example.com", name: "New", grant: { role: "viewer", environment: here.slug } }) as const

export const authRows: readonly Row[] = [
  needs("members:self", setLocale, () => ["pt-BR"]),
  needs("members:self", setTheme, () => ["dark"]),
  needs("members:self", changePassword, () => [{ current: password, password: another }]),
  needs("members:self", signOut, () => []),
  needs("members:self", signOutEverywhere, () => []),

  needs("members:manage", listMembers, () => []),
  needs("members:manage", addMember, (place) => [newMember(place)]),
  needs("members:manage", addMemberWithPassword, (place) => [{ ...newMember(place), password: null }]),
  needs("members:manage", createFirstAdmin, () => []),
  needs("members:manage", createInvitation, ({ people }) => [{ memberId: people.newcomer }]),
  needs("members:manage", setRole, ({ people, here }) => [
    { memberId: people.newcomer, environment: here.slug, role: "engineer" },
  ]),
  needs("members:manage", setAdmin, ({ people }) => [{ memberId: people.newcomer, admin: true }]),
  needs("members:manage", disableMember, ({ people }) => [{ memberId: people.newcomer }]),
  needs("members:manage", enableMember, ({ people }) => [{ memberId: people.disabled }]),

  needs("members:sign-in", signIn, ({ members }) => [
    { email: members.viewer.email, password, address: somewhere.address },
  ]),
  open("at the door there is nobody yet", beginAttempt, () => [somewhere]),
  open("at the door there is nobody yet", forgetAttempts, () => [somewhere]),
  open("the token proves who comes", findInvitation, ({ people }) => [people.invitation]),
  open("the token proves who comes", acceptInvitation, ({ people }) => [
    { token: people.invitation, password: another },
  ]),
]
