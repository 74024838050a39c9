import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of the operations about the tree of accounts, and about trials. Imports nothing of ours. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const opt = Type.Optional
const instant = Type.String({ format: 'date-time' })
const text = (maxLength: number, description?: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '\\S',
    ...(description === undefined ? {} : { description }),
  })
const cursor = Type.String({
  pattern: '^[0-9]{1,18}$',
  description: '`nextCursor` of the page before.',
})
const limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
const reason = text(500, 'Why, for whoever asks later. Not for phone numbers or messages.')

export const AccountPath = Type.Object({ accountKey: Type.String({ maxLength: 64 }) })

// --- /accounts/1/accounts

const state = Type.Enum(['TRIAL', 'ACTIVE', 'SUSPENDED', 'CLOSED'])
const kind = Type.Enum(['RESELLER', 'CUSTOMER', 'SUB_ACCOUNT'])
const person = Type.Enum(['NATURAL', 'LEGAL'], {
  description: 'Whether a person or a company holds the account.',
})
const Branding = Type.Object(
  {
    displayName: opt(orNull(Type.String({ maxLength: 100 }))),
    color: opt(orNull(Type.String({ pattern: '^#[0-9A-Fa-f]{6}$', description: '`#1a2b3c`' }))),
    logoUrl: opt(
      orNull(
        Type.String({
          maxLength: 2048,
          pattern: '^https://[^\\s]+$',
          description: 'An https address; the picture is not copied.',
        }),
      ),
    ),
    supportEmail: opt(orNull(Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' }))),
  },
  { description: 'How the account shows itself to its own customers.' },
)
export type Branding = Static<typeof Branding>

const ambiguous = Type.Enum(['RESEND', 'HOLD'], {
  description:
    'What becomes of a message that may have gone out already, because a connection or the program ended before the operator’s answer was stored. RESEND: it is sent again, so that none is lost. HOLD: it ends as EXPIRED_DLR_UNKNOWN and is charged, so that none comes twice.',
})

const settable = {
  ambiguous: opt(ambiguous),
  person: opt(orNull(person)),
  country: opt(
    orNull(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'Two letters (ISO 3166-1).' })),
  ),
  branding: opt(Branding),
  dataRegion: opt(
    orNull(
      Type.String({
        maxLength: 50,
        pattern: '^[a-z0-9-]+$',
        description: 'Where its data is to be kept. Noted only: there is one place so far.',
      }),
    ),
  ),
}
export const NewAccount = Type.Object({
  ...settable,
  name: text(100),
  kind,
  parentKey: opt(
    Type.String({ maxLength: 64, description: 'The own account when left out, or one below it.' }),
  ),
  declaredOfAge: opt(
    Type.Boolean({
      description: 'The person declared to be 16 or older. Needed for `person: NATURAL`.',
    }),
  ),
})
export type NewAccount = Static<typeof NewAccount>
export const ChangedAccount = Type.Object({ ...settable, name: opt(text(100)) })
export type ChangedAccount = Static<typeof ChangedAccount>

const account = {
  key: Type.String(),
  parentKey: orNull(Type.String()),
  name: Type.String(),
  kind: Type.Enum(['OWNER', 'RESELLER', 'CUSTOMER', 'SUB_ACCOUNT']),
  depth: Type.Integer({ description: 'Steps below the account that asks.' }),
  state,
  relation: Type.Enum(['OWN', 'CUSTOMER'], {
    description: 'Whether it is a part of the company that runs the installation.',
  }),
  person: orNull(person),
  country: orNull(Type.String()),
  declaredOfAge: Type.Boolean(),
  branding: Type.Object({
    displayName: orNull(Type.String()),
    color: orNull(Type.String()),
    logoUrl: orNull(Type.String()),
    supportEmail: orNull(Type.String()),
  }),
  dataRegion: orNull(Type.String()),
  ambiguous,
  trialEndsAt: orNull(instant),
  pausedUntil: orNull(instant),
  createdAt: instant,
  closedAt: orNull(instant),
}
export const Account = Type.Object(account)
export type Account = Static<typeof Account>

const by = Type.Enum(['PERSON', 'SOFTWARE', 'INSTALLATION'], {
  description: 'SOFTWARE: an API key.',
})
export const AccountDetail = Type.Object({
  ...account,
  history: Type.Array(
    Type.Object({
      from: state,
      to: state,
      reason: Type.String(),
      by,
      fromAccountKey: orNull(
        Type.String({
          description: 'The account they acted from, when it is the own one or below.',
        }),
      ),
      changedAt: instant,
    }),
    { description: 'The latest 50 changes of its state, the newest first.' },
  ),
})
export type AccountDetail = Static<typeof AccountDetail>

export const AccountQuery = Type.Object({
  name: opt(
    Type.String({ maxLength: 100, description: 'Anywhere in the name, whatever the case.' }),
  ),
  state: opt(state),
  parentKey: opt(
    Type.String({ maxLength: 64, description: 'Only those right below this account.' }),
  ),
  cursor: opt(cursor),
  limit: opt(limit),
})
export const AccountList = Type.Object({
  results: Type.Array(Account),
  nextCursor: orNull(Type.String()),
})

export const NewState = Type.Object({ state, reason })
export const NewPause = Type.Object({
  hours: opt(Type.Integer({ minimum: 1, maximum: 24, default: 24 })),
  reason,
})

// --- /accounts/1/proposals

const proposalKind = Type.Enum(['SUSPEND', 'DELETE_UNDER_AGE'], {
  description:
    'DELETE_UNDER_AGE: the account is said to be of somebody under 16; confirmed, it is closed and emptied of names.',
})
export const NewProposal = Type.Object({
  accountKey: Type.String({ maxLength: 64 }),
  kind: proposalKind,
  reason,
  evidence: text(2000, 'What was seen, in words.'),
})
export const Proposal = Type.Object({
  id: Type.String(),
  accountKey: Type.String(),
  accountName: Type.String(),
  kind: proposalKind,
  reason: Type.String(),
  evidence: Type.String(),
  by,
  madeAt: instant,
  decision: orNull(Type.Enum(['CONFIRMED', 'DISMISSED'])),
  decisionReason: orNull(Type.String()),
  decidedAt: orNull(instant),
})
export type Proposal = Static<typeof Proposal>
export const ProposalQuery = Type.Object({
  open: opt(Type.Boolean({ description: 'true: those that wait for a decision.' })),
  cursor: opt(cursor),
  limit: opt(limit),
})
export const ProposalList = Type.Object({
  results: Type.Array(Proposal),
  nextCursor: orNull(Type.String()),
})
export const ProposalPath = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) })
export const Decision = Type.Object({
  decision: Type.Enum(['CONFIRMED', 'DISMISSED']),
  reason,
})

// --- /accounts/1/verified-numbers

export const NewNumber = Type.Object({
  number: Type.String({ minLength: 1, maxLength: 32, description: 'With its country code.' }),
})
export const VerifiedNumber = Type.Object({
  id: Type.String(),
  number: Type.String({ description: 'Digits with country code.' }),
  verifiedAt: orNull(instant),
  createdAt: instant,
})
export type VerifiedNumber = Static<typeof VerifiedNumber>
export const VerifiedNumberList = Type.Object({
  results: Type.Array(VerifiedNumber),
  trial: orNull(
    Type.Object(
      {
        messagesLeft: Type.Integer(),
        messagesLeftToday: Type.Integer({ description: 'Until midnight UTC.' }),
        endsAt: orNull(instant),
      },
      { description: 'What is left of the trial; null for an account that is none.' },
    ),
  ),
})
export const NumberPath = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) })
export const SaidCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 20 }) })

// --- /settings/1/accounts, whose names are those of the compatible API

export const SubAccount = Type.Object({
  key: Type.String(),
  ownerKey: Type.String({ description: 'The account right above.' }),
  name: Type.String(),
  enabled: Type.Boolean({ description: 'false: suspended or closed.' }),
})
export type SubAccount = Static<typeof SubAccount>
export const SubAccountQuery = Type.Object({
  name: opt(Type.String({ maxLength: 100 })),
  limit: opt(Type.Integer({ minimum: 1, maximum: 1_000, default: 40 })),
  enabled: opt(Type.Boolean()),
})
export const SubAccounts = Type.Object({ accounts: Type.Array(SubAccount) })
export const ChangedSubAccount = Type.Object({
  name: opt(text(100)),
  enabled: opt(Type.Boolean({ description: 'false suspends it, true lets it send again.' })),
})
