import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of `/rules/1`. Times as `2026-11-23T20:29:00.000+0000`. Imports nothing of ours. */

export const SENDERS_MAX = 1_000
export const DO_NOT_CONTACT_REQUEST_MAX = 50_000
export const ANSWER_LENGTH_MAX = 480

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const time = Type.String({ format: 'date-time' })
const text = (description: string, maxLength: number) => Type.String({ description, maxLength })
const whole = (description: string, minimum: number, maximum: number) =>
  Type.Integer({ description, minimum, maximum })

const contentClass = Type.Enum(['OTP', 'TRANSACTIONAL', 'MARKETING'])
const senderKind = Type.Enum(['ALPHANUMERIC', 'LONG_NUMBER', 'SHORT_CODE', 'TOLL_FREE'])
const senderUse = Type.Enum(['ALLOWED', 'REGISTERED', 'MARKED', 'REPLACED', 'REFUSED'], {
  description:
    'REGISTERED: refused unless registered. MARKED: passes, networks put a warning in its place. REPLACED: passes, networks put another sender in its place',
})
const meaning = Type.Enum(['STOP', 'START', 'HELP'])
const enforcement = Type.Enum(['REAL_ROUTES', 'ALL_ROUTES', 'OFF'], {
  description:
    'REAL_ROUTES: national rules bind what goes to real operators. ALL_ROUTES: what goes to the simulator too, but for its own numbers (999…)',
})
const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'ISO 3166-1, two capital letters',
})
const sender = text('Name or number', 64)
const cursor = Type.Optional(Type.String({ maxLength: 100, description: 'From the answer before' }))
const limit = (maximum: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, default: 100 }))

/* ---------- countries ---------- */

const sourced = {
  source: Type.String({ description: 'Where the rule comes from' }),
  lookedUp: Type.String({ description: 'When that was read' }),
}

/** What holds instead of the rules of the files. What is left out stays as it is below. */
export const OverrideRule = Type.Object({
  enforced: Type.Optional(Type.Boolean({ description: 'false: nothing of this country binds' })),
  senders: Type.Optional(
    Type.Object(
      {
        ALPHANUMERIC: Type.Optional(senderUse),
        LONG_NUMBER: Type.Optional(senderUse),
        SHORT_CODE: Type.Optional(senderUse),
        TOLL_FREE: Type.Optional(senderUse),
      },
      { additionalProperties: false },
    ),
  ),
  opening: Type.Optional(
    orNull(
      text('When marketing may go out: `MO-FR 08:00-20:00 SA 09:00-13:00`; null: at any time', 200),
    ),
  ),
  closedOnHolidays: Type.Optional(Type.Boolean()),
  holidays: Type.Optional(
    Type.Array(text('`2026-03-20`, `05-01`, `easter+1`', 16), {
      maxItems: 200,
      description: 'Days added to those of the files',
    }),
  ),
  requiredOptions: Type.Optional(
    Type.Array(text('Option of a message, as `regional.indiaDlt.principalEntityId`', 100), {
      maxItems: 20,
      description: 'What every message must carry, instead of what the files ask',
    }),
  ),
  validityMinutesMax: Type.Optional(orNull(whole('Longer validities are cut', 1, 2_880))),
})
export type OverrideRule = Static<typeof OverrideRule>

export const NewOverride = Type.Object({
  rule: OverrideRule,
  reason: Type.String({
    minLength: 1,
    maxLength: 500,
    pattern: '\\S',
    description: 'Why, and where it comes from',
  }),
  accountKey: Type.Optional(
    text('An account below, for which alone it holds; left out: for everybody', 32),
  ),
})

const Override = Type.Object({
  rule: OverrideRule,
  reason: Type.String(),
  updatedAt: time,
})

export const CountryRules = Type.Object({
  country: Country,
  name: Type.String(),
  timeZones: Type.Array(Type.String()),
  senders: Type.Array(Type.Object({ kind: senderKind, use: senderUse, ...sourced })),
  hours: Type.Array(
    Type.Object({
      prefixes: Type.Array(Type.String(), {
        description: 'Leading digits it is for; none: the rest of the country',
      }),
      opening: Type.String({ description: 'When marketing may go out, by the recipient’s clock' }),
      closedOnHolidays: Type.Boolean(),
      ...sourced,
    }),
  ),
  holidays: Type.Array(Type.Object({ days: Type.Array(Type.String()), ...sourced })),
  requiredOptions: Type.Array(
    Type.Object({ option: Type.String(), contentClasses: Type.Array(contentClass), ...sourced }),
  ),
  registrationFields: Type.Array(
    Type.Object({
      name: Type.String(),
      about: Type.String(),
      kinds: Type.Array(senderKind),
      ...sourced,
    }),
  ),
  duties: Type.Array(
    Type.Object({
      kind: Type.Enum(['sender-prefix', 'sender-suffix', 'note']),
      value: Type.String(),
      ...sourced,
    }),
  ),
  installation: orNull(Override),
  account: orNull(Override),
})
export type CountryRules = Static<typeof CountryRules>
export const CountryQuery = Type.Object({ limit: limit(300), cursor })
export const CountryList = Type.Object({
  results: Type.Array(CountryRules),
  nextCursor: orNull(Type.String()),
})
export const CountryPath = Type.Object({ country: Country })
export const OverrideQuery = Type.Object({
  accountKey: Type.Optional(text('An account below', 32)),
})

export const Enforcement = Type.Object({ enforcement })

/* ---------- settings of an account ---------- */

const settings = {
  contentClass: orNull(contentClass),
  flooding: Type.Object({
    variedMax: orNull(whole('Messages to one number in the time', 1, 10_000)),
    identicalMax: orNull(whole('Messages with the same text to one number in the time', 1, 10_000)),
    minutes: orNull(whole('The time', 1, 1_440)),
  }),
  duplicateSeconds: orNull(
    whole(
      'The same text from the same sender to the same number is refused for so long; 0: never',
      0,
      86_400,
    ),
  ),
  keywordsOn: orNull(Type.Boolean({ description: 'Whether STOP, START and HELP are acted on' })),
  optOutScope: orNull(
    Type.Enum(['SENDER', 'ACCOUNT'], {
      description: 'What STOP ends: messages from the number it was sent to, or all of the account',
    }),
  ),
}
export const Settings = Type.Object(settings, {
  description: 'null: what the installation says, or else the built-in value',
})
export type Settings = Static<typeof Settings>
export const SettingsState = Type.Object({
  own: Settings,
  inForce: Type.Object({
    contentClass,
    flooding: Type.Object({
      variedMax: Type.Integer(),
      identicalMax: Type.Integer(),
      minutes: Type.Integer(),
    }),
    duplicateSeconds: Type.Integer(),
    keywordsOn: Type.Boolean(),
    optOutScope: Type.Enum(['SENDER', 'ACCOUNT']),
    enforcement,
  }),
})
export type SettingsState = Static<typeof SettingsState>

/* ---------- what senders are for ---------- */

export const SenderClass = Type.Object({ sender, contentClass })
export const SenderClassPath = Type.Object({ sender })
export const NewSenderClass = Type.Object({ contentClass: orNull(contentClass) })
export const SenderClassQuery = Type.Object({ limit: limit(1_000), cursor })
export const SenderClassList = Type.Object({
  results: Type.Array(SenderClass),
  nextCursor: orNull(Type.String()),
})

/* ---------- registrations ---------- */

const registrationState = Type.Enum(['REQUESTED', 'APPROVED', 'REJECTED', 'EXPIRED'])
const id = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
export const NewRegistration = Type.Object({
  sender,
  country: Country,
  details: Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[A-Za-z0-9]{1,40}$' }),
      text('What the country asks for', 200),
      {
        maxProperties: 20,
      },
    ),
  ),
  note: Type.Optional(text('For whoever decides', 1_000)),
})
export const Registration = Type.Object({
  id: Type.Integer(),
  accountKey: Type.String(),
  sender: Type.String(),
  kind: senderKind,
  country: Country,
  state: registrationState,
  details: Type.Record(Type.String(), Type.String()),
  note: orNull(Type.String()),
  answer: orNull(Type.String({ description: 'What whoever decided says' })),
  requestedAt: time,
  decidedAt: orNull(time),
  expiresAt: orNull(time),
})
export type Registration = Static<typeof Registration>
export const RegistrationQuery = Type.Object({
  limit: limit(200),
  cursor,
  state: Type.Optional(registrationState),
})
export const RegistrationList = Type.Object({
  results: Type.Array(Registration),
  nextCursor: orNull(Type.String()),
})
export const RegistrationPath = Type.Object({ registrationId: id })
export const Decision = Type.Object({
  decision: Type.Enum(['APPROVED', 'REJECTED']),
  answer: Type.Optional(text('For the account', 1_000)),
  expiresAt: Type.Optional(
    orNull(Type.String({ maxLength: 40, description: 'When an approval ends; null: it does not' })),
  ),
})

/* ---------- do not contact ---------- */

const numbers = Type.Array(text('Number with its country code', 64), {
  minItems: 1,
  maxItems: DO_NOT_CONTACT_REQUEST_MAX,
})
export const DoNotContact = Type.Object({ numbers })
export const DoNotContactDone = Type.Object({
  changed: Type.Integer({ description: 'How many were not as wished before' }),
})
export const DoNotContactQuery = Type.Object({
  limit: limit(1_000),
  cursor,
  number: Type.Optional(text('Only this one', 64)),
})
export const DoNotContactList = Type.Object({
  results: Type.Array(Type.Object({ number: Type.String(), since: time })),
  nextCursor: orNull(Type.String()),
})

/* ---------- keywords ---------- */

const forSender = Type.Optional(text('One of the account’s numbers; left out: all of them', 64))
export const Keyword = Type.Object({
  words: text('Nothing but these, whatever case, accents and punctuation', 60),
  meaning,
  sender: forSender,
})
export const KeywordAnswer = Type.Object({
  meaning,
  sender: forSender,
  text: orNull(
    text(
      '`{sender}` becomes the number it was sent to; null: nothing is answered',
      ANSWER_LENGTH_MAX,
    ),
  ),
})
export const Keywords = Type.Object({
  keywords: Type.Array(Keyword, { maxItems: 200 }),
  answers: Type.Array(KeywordAnswer, { maxItems: 200 }),
})
export type Keywords = Static<typeof Keywords>
export const KeywordState = Type.Object({
  ...Keywords.properties,
  languages: Type.Array(
    Type.Object({
      language: Type.String(),
      meaning: Type.String(),
      words: Type.String(),
      ...sourced,
    }),
  ),
})
