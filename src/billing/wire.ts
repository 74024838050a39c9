import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of the billing module's operations. Amounts of our own operations are decimal texts. Imports nothing of ours. */

const opt = Type.Optional
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const amount = Type.String({
  maxLength: 20,
  pattern: '^-?[0-9]{1,12}(?:\\.[0-9]{1,6})?$',
  description: 'A decimal number of up to six decimals.',
})
const shownAmount = Type.String({ description: 'A decimal number.' })
const time = Type.String({ maxLength: 40, description: 'Such as `2026-11-24T00:00:00.000+0000`.' })
const shownTime = Type.String({ format: 'date-time' })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Such as `2026-11-24`.' })
const id = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' })
const channel = Type.String({ pattern: '^[A-Z_]{2,20}$', description: 'Such as `SMS`.' })
const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })
const network = Type.String({ pattern: '^[0-9]{5,6}$', description: 'MCC and MNC.' })
const limit = (most: number, usual: number) =>
  opt(Type.Integer({ minimum: 1, maximum: most, default: usual }))
const cursor = opt(
  Type.String({ pattern: '^[0-9]{1,19}$', description: '`nextCursor` of the page before.' }),
)
const nextCursor = orNull(Type.String())
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const zone = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'A name of the tz database, such as `Asia/Tokyo`. Its midnight ends a day of usage.',
})
export const accountKey = Type.String({
  pattern: '^[0-9A-Fa-f]{32}$',
  description: 'The key of the account.',
})
export const AccountPath = Type.Object({ account: accountKey })
export const Page = Type.Object({ cursor, limit: limit(1_000, 100) })

// --- /account/1

export const Balance = Type.Object({
  balance: Type.Number({ description: 'Below zero: used up to now without being paid.' }),
  currency: Type.String(),
})
export const FreeMessages = Type.Object({ remainingCount: Type.Integer() })
export const TotalBalance = Type.Object({
  balance: Type.Number(),
  allowedMinus: opt(Type.Number({ description: 'The credit limit; left out: there is none.' })),
  currency: Type.Object({
    code: Type.String(),
    currencyName: Type.String(),
    symbol: Type.String(),
  }),
  freeMessages: Type.Record(Type.String(), Type.Integer(), { description: 'By channel.' }),
})

// --- /billing/1/balance

export const Package = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  channel: orNull(Type.String()),
  country: orNull(Type.String()),
  unit: Type.Enum(['PART', 'MESSAGE']),
  total: Type.Integer(),
  used: Type.Integer(),
  validFrom: shownTime,
  validTo: shownTime,
  price: shownAmount,
})
export type Package = Static<typeof Package>
export const OwnBalance = Type.Object({
  amount: shownAmount,
  currency: Type.String(),
  prepaid: Type.Boolean(),
  creditLimit: orNull(Type.String({ description: 'Of a postpaid account; null: without limit.' })),
  spendable: orNull(
    Type.String({ description: 'The balance and the credit limit; null: without limit.' }),
  ),
  spentPerDay: Type.String({ description: 'On average of the seven days before today.' }),
  daysLeft: orNull(
    Type.Integer({
      description: 'For how many days it lasts at that; null: without end, or nothing is spent.',
    }),
  ),
  zone: Type.String(),
  alertsBelow: Type.Array(shownAmount),
  paidBy: Type.Enum(['SELF', 'PARENT']),
  packages: Type.Array(Package, { description: 'Those that are valid now, soonest end first.' }),
  alerts: Type.Array(
    Type.Object({ below: shownAmount, balance: shownAmount, raisedAt: shownTime }),
    { description: 'The last five.' },
  ),
})
export const OwnAlerts = Type.Object({
  alertsBelow: Type.Array(amount, {
    maxItems: 5,
    description: 'Tell when the balance falls below these.',
  }),
})

// --- /billing/1/price-lists

export const NewList = Type.Object({
  name,
  currency,
  connectionId: opt(orNull(id)),
})
export const ChangedList = Type.Object({ name })
export const List = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  currency: Type.String(),
  connectionId: orNull(Type.Integer()),
  connectionName: orNull(Type.String()),
  prices: Type.Integer(),
  accounts: Type.Integer({ description: 'How many accounts buy or bought by it.' }),
  createdAt: shownTime,
})
export type List = Static<typeof List>
export const ListPage = Type.Object({ results: Type.Array(List), nextCursor })
export const ListPath = Type.Object({ listId: id })

export const NewPrice = Type.Object({
  kind: opt(Type.Enum(['BASE', 'SURCHARGE'], { default: 'BASE' })),
  name: opt(Type.String({ maxLength: 100, description: 'What a surcharge is for.' })),
  channel: opt(orNull(channel)),
  direction: opt(Type.Enum(['MT', 'MO'], { default: 'MT' })),
  country: opt(orNull(country)),
  network: opt(orNull(network)),
  senderKind: opt(orNull(Type.Enum(['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER']))),
  unit: opt(Type.Enum(['PART', 'MESSAGE'], { default: 'PART' })),
  amount: orNull(amount),
  validFrom: opt(time),
})
export const NewPrices = Type.Object({
  prices: Type.Array(NewPrice, { minItems: 1, maxItems: 1_000 }),
})
export const Added = Type.Object({ added: Type.Integer() })
export const Price = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['BASE', 'SURCHARGE']),
  name: Type.String(),
  channel: orNull(Type.String()),
  direction: Type.Enum(['MT', 'MO']),
  country: orNull(Type.String()),
  countryName: orNull(Type.String()),
  network: orNull(Type.String()),
  networkName: orNull(Type.String()),
  senderKind: orNull(Type.Enum(['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER'])),
  unit: Type.Enum(['PART', 'MESSAGE']),
  amount: orNull(Type.String({ description: 'null: not priced any more from then on.' })),
  validFrom: shownTime,
})
export type Price = Static<typeof Price>
export const PriceQuery = Type.Object({
  cursor,
  limit: limit(1_000, 100),
  country: opt(country),
  network: opt(network),
  channel: opt(channel),
  direction: opt(Type.Enum(['MT', 'MO'])),
  senderKind: opt(Type.Enum(['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER'])),
  kind: opt(Type.Enum(['BASE', 'SURCHARGE'])),
})
export type PriceQuery = Static<typeof PriceQuery>
export const PricePage = Type.Object({ results: Type.Array(Price), nextCursor })
export const PriceCsv = Type.Object({
  csv: Type.String({
    maxLength: 2_000_000,
    description: 'RFC 4180, the first line names columns.',
  }),
})
export const PriceImport = Type.Object({
  csv: Type.String({ maxLength: 2_000_000 }),
  dryRun: opt(Type.Boolean({ default: false, description: 'Only checked; nothing is stored.' })),
})
export const Imported = Type.Object({
  added: Type.Integer({ description: 'All lines, or none when any is wrong.' }),
  faults: Type.Array(Type.Object({ line: Type.Integer(), text: Type.String() })),
})

export const PreviewQuery = Type.Object({
  to: Type.String({
    minLength: 1,
    maxLength: 30,
    description: "A number with country code: the end user's, whichever the direction.",
  }),
  sender: opt(Type.String({ maxLength: 64, description: 'Of MO, the own number.' })),
  direction: opt(Type.Enum(['MT', 'MO'], { default: 'MT' })),
  channel: opt(channel),
  parts: opt(Type.Integer({ minimum: 1, maximum: 255, default: 1 })),
  at: opt(time),
  account: opt(accountKey),
  listId: opt(id),
})
export const Preview = Type.Object({
  country: orNull(Type.String()),
  countryName: orNull(Type.String()),
  network: orNull(Type.String()),
  networkName: orNull(Type.String()),
  at: shownTime,
  priced: Type.Boolean({ description: 'false: a list is in force that has no price for it.' }),
  charges: Type.Array(
    Type.Object({
      account: orNull(Type.String({ description: 'Who is charged; null: asked of a list alone.' })),
      currency: Type.String(),
      total: shownAmount,
      lines: Type.Array(
        Type.Object({
          listId: Type.Integer(),
          priceId: Type.String(),
          kind: Type.Enum(['BASE', 'SURCHARGE']),
          name: Type.String(),
          unit: Type.Enum(['PART', 'MESSAGE']),
          amount: shownAmount,
          total: shownAmount,
        }),
      ),
    }),
    { description: 'Empty: it costs nothing, because nobody sells it by a list.' },
  ),
})

// --- /billing/1/terms

export const Terms = Type.Object({
  account: Type.String(),
  accountName: Type.String(),
  currency: Type.String(),
  balance: shownAmount,
  prepaid: Type.Boolean(),
  creditLimit: orNull(Type.String()),
  paidBy: Type.Enum(['SELF', 'PARENT']),
  zone: Type.String(),
  alertsBelow: Type.Array(shownAmount),
  priceLists: Type.Array(
    Type.Object({
      listId: orNull(Type.Integer()),
      name: orNull(Type.String()),
      validFrom: shownTime,
    }),
    { description: 'Latest first.' },
  ),
})
export const ChangedTerms = Type.Object({
  prepaid: opt(Type.Boolean()),
  creditLimit: opt(orNull(amount)),
  paidBy: opt(Type.Enum(['SELF', 'PARENT'])),
  zone: opt(zone),
  alertsBelow: opt(Type.Array(amount, { maxItems: 5 })),
})
export const Customer = Type.Object({
  account: Type.String(),
  accountName: Type.String(),
  currency: Type.String(),
  balance: shownAmount,
  prepaid: Type.Boolean(),
  creditLimit: orNull(Type.String()),
  paidBy: Type.Enum(['SELF', 'PARENT']),
})
export const CustomerPage = Type.Object({ results: Type.Array(Customer), nextCursor })
export const NewAssignment = Type.Object({
  listId: orNull(id),
  validFrom: opt(time),
})
export const NewPackage = Type.Object({
  name,
  channel: opt(orNull(channel)),
  country: opt(orNull(country)),
  unit: opt(Type.Enum(['PART', 'MESSAGE'], { default: 'PART' })),
  total: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  validFrom: opt(time),
  validTo: time,
  price: opt(amount),
})
export const PackagePage = Type.Object({ results: Type.Array(Package), nextCursor })
export const PackagePath = Type.Object({ account: accountKey, packageId: id })
export const NewPosting = Type.Object({
  kind: Type.Enum(['TOP_UP', 'ADJUSTMENT'], {
    description: 'TOP_UP: money came in. ADJUSTMENT: a correction, above or below zero.',
  }),
  amount,
  reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  reference: opt(Type.String({ maxLength: 100, description: "A payment's own number." })),
})

// --- /billing/1/ledger

export const LedgerQuery = Type.Object({
  account: opt(accountKey),
  cursor,
  limit: limit(1_000, 100),
  kinds: opt(Type.String({ maxLength: 200, description: 'Separated by commas.' })),
})
export const Posting = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  debit: Type.String(),
  credit: Type.String(),
  amount: Type.String({ description: 'As it changed the balance: below zero was taken.' }),
  currency: Type.String(),
  items: Type.Integer({ description: 'How many messages it stands for.' }),
  reference: Type.String({ description: 'The id of the first of them, or of a payment.' }),
  day,
  reason: orNull(Type.String()),
  postedAt: shownTime,
})
export type Posting = Static<typeof Posting>
export const PostingPage = Type.Object({ results: Type.Array(Posting), nextCursor })

// --- /billing/1/usage

const by = Type.String({
  maxLength: 120,
  description:
    'Separated by commas: day, month, channel, direction, country, network, senderKind, application, entity, account, component.',
})
export const UsageQuery = Type.Object({
  from: day,
  to: day,
  by,
  account: opt(accountKey),
  channel: opt(channel),
  country: opt(country),
})
export const UsageReport = Type.Object({
  by: Type.Array(Type.String()),
  rows: Type.Array(
    Type.Object({
      keys: Type.Array(Type.String({ description: 'In the order of `by`.' })),
      names: Type.Array(orNull(Type.String({ description: 'Of countries, networks, accounts.' }))),
      currency: Type.String(),
      messages: Type.Integer(),
      parts: Type.Integer(),
      amount: shownAmount,
    }),
  ),
})
export const MarginQuery = Type.Object({ from: day, to: day, by })
export const MarginReport = Type.Object({
  by: Type.Array(Type.String()),
  rows: Type.Array(
    Type.Object({
      keys: Type.Array(Type.String()),
      names: Type.Array(orNull(Type.String())),
      currency: Type.String(),
      soldParts: Type.Integer(),
      boughtParts: Type.Integer(),
      revenue: shownAmount,
      cost: shownAmount,
      margin: shownAmount,
    }),
  ),
})

// --- /billing/1/usage/query

const names = (max: number) =>
  opt(Type.Array(Type.String({ maxLength: 255 }), { maxItems: max, uniqueItems: true }))
const wireDay = Type.String({ format: 'date', maxLength: 10 })
export const usageCategories = [
  'SMS',
  'SMS_OPERATOR_FEE',
  'MMS',
  'MMS_OPERATOR_FEE',
  'EMAIL',
  'RCS',
  'WHATSAPP',
  'VIBER',
  'APPLE_MB',
  'MOBILE_PUSH',
  'NUMBER_LOOKUP',
  'CARRIER_LOOKUP',
  'EMAIL_VALIDATION',
  'AGENTOS',
  'AI',
] as const
export const usageAggregates = [
  'DAY',
  'MONTH',
  'APPLICATION_ID',
  'ENTITY_ID',
  'ACCOUNT_NAME',
  'ACCOUNT_KEY',
  'CATEGORY_CODE',
  'CATEGORY_NAME',
  'SUBCATEGORY_CODE',
  'SUBCATEGORY_NAME',
  'USER_NAME',
  'DIRECTION',
  'TRAFFIC_TYPE',
  'SENDER',
  'SENDER_TYPE',
  'NETWORK_NAME',
  'NORM_NET_CODE',
  'COUNTRY_NAME',
  'COUNTRY_CODE',
  'COUNTRY_PREFIX',
  'CAMPAIGN_ID',
  'CAMPAIGN_REFERENCE',
  'TEMPLATE_ID',
] as const
export const BillingUsageRequest = Type.Object({
  filterBy: Type.Object({
    dateInterval: Type.Object({ sentSince: wireDay, sentUntil: wireDay }),
    accountKeys: names(100),
    categories: opt(
      Type.Array(Type.Enum([...usageCategories]), { maxItems: 20, uniqueItems: true }),
    ),
    subCategories: opt(
      Type.Array(Type.Enum(['VIBER_BM', 'VIBER_BOTS']), { maxItems: 2, uniqueItems: true }),
    ),
    countryCodes: names(300),
    platforms: opt(
      Type.Array(
        Type.Object({
          applicationId: opt(Type.String({ maxLength: 255 })),
          entityId: opt(Type.String({ maxLength: 255 })),
        }),
        { maxItems: 100 },
      ),
    ),
    directions: opt(
      Type.Array(Type.Enum(['OUTBOUND', 'INBOUND']), { maxItems: 2, uniqueItems: true }),
    ),
    trafficTypes: names(20),
    senders: names(100),
    senderTypes: names(10),
    campaignReferenceIds: names(100),
    campaignIds: opt(Type.Array(Type.Integer(), { maxItems: 100 })),
    templateIds: names(100),
  }),
  aggregateBy: Type.Array(Type.Enum([...usageAggregates]), { maxItems: 23, uniqueItems: true }),
  options: opt(Type.Object({ includeUnfinalizedData: opt(Type.Boolean({ default: true })) })),
})
export type BillingUsageRequest = Static<typeof BillingUsageRequest>
export const BillingUsageQuery = Type.Object({
  callbackUrl: Type.String({ minLength: 1, maxLength: 2_048, pattern: '^https?://' }),
  request: BillingUsageRequest,
})
export const BillingUsageTaken = Type.Object({ requestId: Type.String() })
