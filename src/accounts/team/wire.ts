import Type, { type Static } from 'typebox'

/** The JSON of people, roles, invitations, sign-up and sessions under `/accounts/1`. Imports nothing of ours. */

const opt = Type.Optional
const emailText = (description: string) =>
  Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@<>]+@[^\\s@<>]+$', description })
const localeText = Type.String({
  maxLength: 10,
  pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,4})?$',
  description: 'Such as `en` or `ja`: the language of mails, and of the portal at first.',
})
const secret = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'What the link had behind #.',
})
const password = Type.String({
  minLength: 1,
  maxLength: 1024,
  description:
    'At least 10 characters, not common, not found in leaks, and not the name or the address.',
})
const personName = Type.String({ maxLength: 100 })
const number = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const nullable = Type.Union([Type.String(), Type.Null()])
const time = Type.String({ format: 'date-time' })

/** Lists of our own operations. */
const page = {
  limit: opt(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: opt(
    Type.String({ pattern: '^[0-9]{1,10}$', description: '`nextCursor` of the page before.' }),
  ),
}
export const PageQuery = Type.Object(page)

// --- roles

const roleId = Type.String({
  pattern: '^(?:[a-z-]{1,30}|[0-9]{1,9})$',
  description: 'The name of a built-in role, or the number of one of the account’s.',
})
export const Role = Type.Object({
  id: roleId,
  name: Type.String(),
  description: Type.String(),
  builtIn: Type.Boolean({ description: 'Such a role cannot be changed.' }),
  scopes: Type.Array(Type.String(), {
    description: '`all` stands for every scope of the account.',
  }),
  members: Type.Integer({ description: 'How many people have it.' }),
})
export const RoleList = Type.Object({ results: Type.Array(Role) })
export const RoleWishes = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  description: opt(Type.String({ maxLength: 200 })),
  scopes: Type.Array(Type.String({ maxLength: 100 }), {
    minItems: 1,
    maxItems: 200,
    description: 'Names of scopes, as `GET /accounts/1/scopes` lists them; none beyond one’s own.',
  }),
})
export const RolePath = Type.Object({ roleId: Type.Integer({ minimum: 1, maximum: 999_999_999 }) })

// --- people

const GivenRole = Type.Object({ id: Type.String(), name: Type.String() })
export const User = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  name: Type.String(),
  role: GivenRole,
  state: Type.Enum(['active', 'disabled'], { description: '`disabled`: may not come in.' }),
  joinedAt: time,
})
export type User = Static<typeof User>
export const UserList = Type.Object({ results: Type.Array(User), nextCursor: nullable })
export const UserPath = Type.Object({ userId: number })
export const ChangedUser = Type.Object({
  roleId: opt(roleId),
  state: opt(Type.Enum(['active', 'disabled'])),
})

// --- invitations

export const NewInvitation = Type.Object({
  email: emailText('Who is invited.'),
  roleId,
  locale: opt(localeText),
})
export const Invitation = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  role: GivenRole,
  invitedBy: Type.Union([Type.String(), Type.Null()], {
    description: 'Name or address; null: by an API key.',
  }),
  sentAt: time,
  expiresAt: time,
  isOver: Type.Boolean({ description: 'Send it again for a new link.' }),
})
export type Invitation = Static<typeof Invitation>
export const InvitationList = Type.Object({ results: Type.Array(Invitation), nextCursor: nullable })
export const InvitationPath = Type.Object({ invitationId: number })
export const Link = Type.Object({ token: secret })
export const LookedInvitation = Type.Object({
  accountName: Type.String(),
  email: Type.String(),
  invitedBy: nullable,
  role: GivenRole,
  isKnown: Type.Boolean({
    description: 'The address has a password here: join with it. Otherwise choose one.',
  }),
})
export const AcceptedInvitation = Type.Object({
  token: secret,
  password: opt(password),
  name: opt(personName),
  locale: opt(localeText),
})
export const Joined = Type.Object({ email: Type.String({ description: 'To log in with.' }) })

// --- sign-up

export const SignUpTerms = Type.Object({
  open: Type.Boolean({ description: 'Whether this installation takes sign-ups.' }),
  termsVersion: Type.String(),
  termsUrl: nullable,
})
export const SignUp = Type.Object({
  email: emailText('A link is sent there.'),
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  company: opt(Type.String({ maxLength: 100 })),
  person: opt(
    Type.Enum(['natural', 'legal'], {
      default: 'legal',
      description: 'Whether the account is for somebody themselves, or for a company.',
    }),
  ),
  country: opt(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166-1, two letters.' })),
  locale: opt(localeText),
  ofAge: Type.Boolean({
    description: 'The person declares to be 16 or older. No date of birth is asked for.',
  }),
  termsVersion: Type.String({ maxLength: 40, description: 'Of the terms that are accepted.' }),
})
export const SignUpConfirmed = Type.Object({ token: secret, password })

// --- one's own password, address and sessions

export const PasswordReset = Type.Object({ email: emailText('Of the person.') })
export const NewPassword = Type.Object({ token: secret, password })
export const EmailChange = Type.Object({
  email: emailText('The new address: a link is sent there.'),
  password: Type.String({ minLength: 1, maxLength: 1024, description: 'The current one.' }),
})

export const Session = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['portal', 'api']),
  isCurrent: Type.Boolean({ description: 'The one of this request.' }),
  account: Type.String(),
  address: Type.Union([Type.String(), Type.Null()], { description: 'Where it began.' }),
  device: Type.Union([Type.String(), Type.Null()], {
    description: 'The browser and the system, in words.',
  }),
  startedAt: time,
  lastUsedAt: Type.String({ format: 'date-time', description: 'To the minute.' }),
})
export type Session = Static<typeof Session>
export const SessionList = Type.Object({ results: Type.Array(Session) })
export const SessionPath = Type.Object({ sessionId: Type.String({ pattern: '^[0-9]{1,18}$' }) })

export const Switch = Type.Object({
  account: Type.String({
    maxLength: 32,
    description: "The account's key, of `GET /accounts/1/me`.",
  }),
})
