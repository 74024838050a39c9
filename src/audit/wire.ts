import Type, { type Static, type TSchema } from 'typebox'

const opt = <T extends TSchema>(schema: T) => Type.Optional(schema)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const time = (description: string) => Type.String({ format: 'date-time', description })
const hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description })
const seq = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description })
const textMax = (maxLength: number, description: string) => Type.String({ maxLength, description })

/** Actions as the compatible API words them. */
export const ACTIONS = [
  'Accept', 'Activation', 'Add', 'Assign', 'Buy', 'Cancel', 'Change', 'Clone', 'Create', 'CreateGenerate',
  'CreateVersion', 'Delete', 'DeleteVersion', 'Disable', 'Download', 'Duplicate', 'Enable', 'Export', 'Finish',
  'Import', 'InviteToMobileDemoApplication', 'Launch', 'LaunchVersion', 'Lock', 'Login', 'Logout', 'Merge', 'Pause',
  'Remove', 'Request', 'Restore', 'Schedule', 'Sent', 'StopVersion', 'Successful', 'Unlock', 'Update', 'Updated',
  'Unsuccessful', 'Verify',
] as const // prettier-ignore
/** What an action was done to, as the compatible API words it. */
export const ITEMS = [
  'TFA', 'Account', 'ApiKey', 'AutomaticPayment', 'BillingAddress', 'Blacklist', 'Campaign', 'Communication',
  'Company', 'CustomField', 'Domain', 'ExportConfiguration', 'Forms', 'Keyword', 'MobileApplication',
  'MobileDemoApplication', 'Number', 'OneTimePayment', 'Password', 'Person', 'Price', 'Report', 'Segment', 'Search',
  'Tag', 'Team', 'Template', 'URL', 'User', 'Website',
] as const // prettier-ignore

const logFilters = {
  action: opt(Type.Enum(ACTIONS)),
  description: opt(textMax(300, 'Words of the description, in any case.')),
  from: opt(textMax(40, 'Not before this time.')),
  item: opt(Type.Enum(ITEMS)),
  ipAddress: opt(textMax(64, 'The address it came from, exactly.')),
  to: opt(textMax(40, 'Before this time.')),
  userKey: opt(textMax(64, 'The id of the person who did it.')),
}
export const LogQuery = Type.Object({
  ...logFilters,
  limit: opt(Type.Integer({ minimum: 1, maximum: 10_000, description: '1,000 when left out.' })),
})
export type LogQuery = Static<typeof LogQuery>

export const Log = Type.Object({
  id: orNull(Type.String()),
  action: orNull(Type.String()),
  item: orNull(Type.String()),
  description: orNull(Type.String()),
  username: orNull(
    Type.String({ description: 'E-mail address of a person, or name of an API key.' }),
  ),
  ipAddress: orNull(Type.String()),
  timestamp: time('When it was asked for.'),
})
export type Log = Static<typeof Log>
export const LogList = Type.Array(Log)
export const LogFile = Type.String({ description: 'RFC 4180, with a header line.' })

export const EntryQuery = Type.Object({
  action: opt(textMax(100, 'The id of an operation, or the name of an event.')),
  userId: opt(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
  keyId: opt(textMax(32, 'The id of an API key.')),
  target: opt(textMax(200, 'The id of what it was done to.')),
  ip: opt(textMax(64, 'The address it came from, exactly.')),
  outcome: opt(Type.Enum(['DONE', 'REFUSED', 'FAILED', 'UNKNOWN'])),
  from: opt(textMax(40, 'Not before this time.')),
  to: opt(textMax(40, 'Before this time.')),
  cursor: opt(
    Type.String({ pattern: '^[0-9]{1,16}$', description: '`nextCursor` of the page before.' }),
  ),
  limit: opt(Type.Integer({ minimum: 1, maximum: 200, description: '50 when left out.' })),
})
export type EntryQuery = Static<typeof EntryQuery>

export const Actor = Type.Object({
  kind: Type.Enum(['PERSON', 'KEY', 'PROGRAM', 'NOBODY']),
  userId: orNull(Type.Integer()),
  keyId: orNull(Type.String()),
  name: orNull(
    Type.String({ description: 'As it is now; null when they are gone, or of another account.' }),
  ),
  fromAccount: orNull(
    Type.Object(
      { key: Type.String(), name: Type.String() },
      { description: 'The account above, from which it was done.' },
    ),
  ),
})
export const AuditEntry = Type.Object({
  seq: seq("Place in the account's chain."),
  at: time('When it was asked for.'),
  action: Type.String(),
  outcome: Type.Enum(['DONE', 'REFUSED', 'FAILED', 'UNKNOWN'], {
    description: 'UNKNOWN: it is under way, or the server stopped before its outcome was stored.',
  }),
  endedAt: orNull(time('When its outcome was stored, for changes.')),
  outcomeSeq: orNull(seq('Place of the outcome in the chain.')),
  actor: orNull(Actor),
  ip: orNull(Type.String()),
  target: orNull(Type.Object({ kind: Type.String(), id: orNull(Type.String()) })),
  fields: Type.Array(Type.String(), { description: 'Names of the fields that were given.' }),
  status: orNull(Type.Integer({ description: 'The HTTP status of the answer.' })),
  description: orNull(Type.String()),
  erased: Type.Boolean({ description: 'The details are erased: their time is over.' }),
})
export type AuditEntry = Static<typeof AuditEntry>
export const EntryList = Type.Object({
  results: Type.Array(AuditEntry),
  nextCursor: orNull(Type.String()),
})
export const ActionList = Type.Object({
  results: Type.Array(
    Type.Object({
      action: Type.String(),
      summary: Type.String({ description: 'What it is, in English.' }),
    }),
  ),
})

export const VerificationQuery = Type.Object({
  after: opt(
    seq('Where an earlier verification ended (`next`); 0 or nothing: from the first entry.'),
  ),
  limit: opt(
    Type.Integer({ minimum: 1, maximum: 50_000, description: 'Entries; 10,000 when left out.' }),
  ),
})
const Head = Type.Object({ seq: seq('The last entry.'), hash: hash('Its hash, hexadecimal.') })
export const Verification = Type.Object({
  ok: Type.Boolean({ description: 'Nothing wrong was found in what was looked at.' }),
  from: orNull(seq('The first entry that was looked at.')),
  to: orNull(seq('The last one that is right.')),
  checked: Type.Integer(),
  erased: Type.Integer({ description: 'Of these, how many have no details any more.' }),
  fault: orNull(
    Type.Object({
      seq: seq('The first entry that is wrong.'),
      kind: Type.Enum([
        'MISSING',
        'CHANGED',
        'NOT_CHAINED',
        'DETAIL_CHANGED',
        'TAIL_MISSING',
        'HEAD_CHANGED',
      ]),
    }),
  ),
  head: Head,
  next: orNull(seq('Ask again with this as `after`; null: the end was reached.')),
})

const Detail = Type.Object({
  salt: hash('Key of the commitment, hexadecimal.'),
  actor: orNull(Type.String()),
  userId: orNull(Type.Integer()),
  keyId: orNull(Type.String()),
  fromAccountId: orNull(Type.Integer()),
  ip: orNull(Type.String()),
  verb: orNull(Type.String()),
  item: orNull(Type.String()),
  targetId: orNull(Type.String()),
  fields: orNull(Type.Array(Type.String())),
  status: orNull(Type.Integer()),
  description: orNull(Type.String()),
})
/** One entry as it is hashed. */
export const ChainEntry = Type.Object({
  accountId: Type.Integer(),
  seq: seq('Place in the chain.'),
  atMs: Type.Integer({ description: 'Milliseconds since 1970-01-01T00:00:00Z.' }),
  action: Type.String(),
  outcome: Type.Enum(['asked', 'done', 'refused', 'failed']),
  askedSeq: orNull(seq('The entry whose outcome this is.')),
  commitment: hash('HMAC-SHA-256 over the details, hexadecimal.'),
  previousHash: hash('Hash of the entry before; zeros before the first.'),
  hash: hash('SHA-256 over the values above, hexadecimal.'),
  detail: orNull(Detail),
})
export type ChainEntry = Static<typeof ChainEntry>
export const ProofPath = Type.Object({ seq: seq('Place in the chain.') })
export const Proof = Type.Object({
  entry: ChainEntry,
  canonical: Type.Object({
    rule: Type.String({ description: 'How values become the octets that are hashed.' }),
    entry: Type.String({ description: 'Octets of the entry, as text: its hash is their SHA-256.' }),
    detail: orNull(
      Type.String({
        description: 'Octets of the details: the commitment is their HMAC-SHA-256 under the salt.',
      }),
    ),
  }),
  head: Head,
})
export const ChainQuery = Type.Object({
  after: opt(seq('Entries after this one; 0 or nothing: from the first.')),
  limit: opt(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'Entries; 100,000 when left out.',
    }),
  ),
})
export const ChainFile = Type.String({
  description: 'JSON lines: the head, then one entry a line, for `scripts/verify-audit.ts`.',
})
