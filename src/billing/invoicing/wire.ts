import Type, { type Static, type TSchema } from 'typebox'

/** The JSON of invoices, payments and disputes. Amounts are decimal texts. Imports nothing of ours. */

const opt = Type.Optional
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const text = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: '\\S' })
const amount = Type.String({
  pattern: '^[0-9]{1,12}(?:\\.[0-9]{1,6})?$',
  maxLength: 20,
  description: 'A decimal number above zero, with a point.',
})
const shownAmount = Type.String({ description: 'A decimal number, with a point.' })
const shownTime = Type.String({ format: 'date-time' })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Such as `2026-11-24`.' })
const country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' })
const uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
})
const accountKey = Type.String({
  pattern: '^[0-9A-Fa-f]{32}$',
  description: 'The key of the account.',
})
const cursor = opt(uuid)
const limit = opt(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const nextCursor = orNull(Type.String({ description: 'null: this is the last page.' }))
const lines = (most: number) => Type.Array(text(most), { maxItems: 8 })

export const IdPath = Type.Object({ id: uuid })
export const AccountPath = Type.Object({ account: accountKey })
export const PageQuery = Type.Object({ cursor, limit })

export const File = Type.String({ description: 'The file itself.' })

// --- documents

const documentKind = Type.Enum(['INVOICE', 'RECEIPT', 'STATEMENT', 'CREDIT_NOTE'], {
  description:
    'INVOICE: what a month cost. RECEIPT: an invoice for what was paid in advance. STATEMENT: what a month used of that; nothing to pay. CREDIT_NOTE: takes back an invoice or a receipt, whole or in part.',
})
const documentState = Type.Enum(['DUE', 'OVERDUE', 'PAID', 'CHALLENGED', 'NONE'], {
  description: 'NONE: there is nothing to pay on it.',
})
export const DocumentQuery = Type.Object({
  kind: opt(documentKind),
  open: opt(Type.Boolean({ description: 'Only those with something left to pay.' })),
  cursor,
  limit,
})
export const IssuedQuery = Type.Object({
  account: opt(accountKey),
  kind: opt(documentKind),
  open: opt(Type.Boolean()),
  cursor,
  limit,
})
const summary = {
  id: Type.String(),
  kind: documentKind,
  number: Type.String(),
  account: Type.String({ description: 'The key of the buyer.' }),
  accountName: Type.String(),
  issuedOn: Type.String(),
  dueOn: orNull(Type.String()),
  periodFrom: Type.String(),
  periodTo: Type.String({ description: 'The last day, included.' }),
  currency: Type.String(),
  net: shownAmount,
  vat: shownAmount,
  rounding: shownAmount,
  payable: shownAmount,
  settled: orNull(Type.String({ description: 'Paid or credited; null: there is nothing to pay.' })),
  credited: shownAmount,
  state: documentState,
}
export const DocumentSummary = Type.Object(summary)
export type DocumentSummary = Static<typeof DocumentSummary>
export const DocumentPage = Type.Object({ results: Type.Array(DocumentSummary), nextCursor })

const party = {
  name: Type.String(),
  address: Type.Array(Type.String()),
  country: orNull(Type.String()),
  vatId: orNull(Type.String()),
  email: orNull(Type.String()),
}
const Line = Type.Object({
  position: Type.Integer(),
  kind: Type.Enum(['USAGE', 'CORRECTION', 'TOP_UP', 'CREDIT']),
  month: orNull(Type.String()),
  channel: orNull(Type.String()),
  direction: orNull(Type.Enum(['MT', 'MO'])),
  country: orNull(Type.String()),
  network: orNull(Type.String({ description: 'MCC and MNC.' })),
  component: orNull(Type.Enum(['BASE', 'SURCHARGE', 'PACKAGE'])),
  name: Type.String(),
  quantity: Type.String(),
  unit: Type.Enum(['PART', 'MESSAGE', 'ITEM']),
  unitPrice: orNull(shownAmount),
  amount: shownAmount,
})
export const DocumentDetail = Type.Object({
  ...summary,
  seller: Type.Object({
    ...party,
    bank: Type.Array(Type.String()),
    registration: orNull(Type.String()),
  }),
  buyer: Type.Object(party),
  extra: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
  corrects: orNull(
    Type.Object({ number: Type.String(), issuedOn: Type.String(), reason: Type.String() }),
  ),
  lines: Type.Array(Line),
  taxable: shownAmount,
  vatReason: Type.Enum(['STANDARD', 'REVERSE_CHARGE', 'EXEMPT', 'OUTSIDE']),
  vatPercent: shownAmount,
  contentHash: Type.String({ description: 'SHA-256 of all it says, hexadecimal.' }),
  payments: Type.Array(
    Type.Object({
      way: Type.Enum(['BANK', 'CARD', 'CREDIT_NOTE']),
      amount: shownAmount,
      at: shownTime,
    }),
  ),
})
export type DocumentDetail = Static<typeof DocumentDetail>

export const NewCreditNote = Type.Object({
  netAmount: opt(amount),
  reason: text(500),
})
const moneyBack = Type.Enum(['NONE', 'SENT', 'BY_HAND'], {
  description:
    'Of a receipt. SENT: the provider gives the money back. BY_HAND: you give it back yourself.',
})
export const CreditNote = Type.Object({ document: DocumentSummary, moneyBack })

// --- disputes

export const NewDispute = Type.Object({
  reason: text(2_000),
  lines: opt(
    Type.Array(Type.Integer({ minimum: 1, maximum: 1_000_000 }), {
      minItems: 1,
      maxItems: 1_000,
      description: 'Positions of lines; left out: the whole bill.',
    }),
  ),
})
const dispute = {
  id: Type.String(),
  invoiceId: Type.String(),
  account: Type.String(),
  accountName: Type.String(),
  lines: orNull(Type.Array(Type.Integer())),
  reason: Type.String(),
  state: Type.Enum(['OPEN', 'UPHELD', 'REFUSED', 'WITHDRAWN']),
  openedAt: shownTime,
  decision: orNull(Type.String()),
  decidedAt: orNull(shownTime),
  creditNoteId: orNull(Type.String()),
}
export const Dispute = Type.Object(dispute)
export type Dispute = Static<typeof Dispute>
export const DecidedDispute = Type.Object({ ...dispute, moneyBack })
export const DisputeQuery = Type.Object({ invoiceId: opt(uuid), cursor, limit })
export const DisputePage = Type.Object({ results: Type.Array(Dispute), nextCursor })
export const Decision = Type.Object({
  upheld: Type.Boolean(),
  netAmount: opt(amount),
  text: text(500),
})

// --- payments

export const NewPayment = Type.Object({
  amount,
  receivedOn: day,
  reference: text(140),
  invoiceId: opt(uuid),
})
export const Payment = Type.Object({
  id: Type.String(),
  way: Type.Enum(['BANK', 'CARD', 'CREDIT_NOTE']),
  currency: Type.String(),
  amount: shownAmount,
  unallocated: Type.String({ description: 'Kept for the next invoice.' }),
  receivedOn: Type.String(),
  reference: Type.String(),
})
export type Payment = Static<typeof Payment>
export const PaymentPage = Type.Object({ results: Type.Array(Payment), nextCursor })
export const TakenPayment = Type.Object({ id: Type.String(), receiptId: orNull(Type.String()) })

export const NewTopUp = Type.Object({
  amount: opt(amount),
  invoiceId: opt(uuid),
})
export const TopUp = Type.Object({
  id: Type.String(),
  provider: Type.Enum(['STRIPE', 'SIMULATED']),
  invoiceId: orNull(Type.String()),
  currency: Type.String(),
  net: Type.String({ description: 'What the balance grows by, or what of the invoice is paid.' }),
  vat: shownAmount,
  payable: shownAmount,
  state: Type.Enum(['BEGUN', 'PAID', 'FAILED', 'EXPIRED']),
  address: orNull(Type.String({ description: 'Where the payer pays; null once it is ended.' })),
  receiptId: orNull(Type.String()),
  begunAt: shownTime,
})
export type TopUp = Static<typeof TopUp>
export const TopUpPage = Type.Object({ results: Type.Array(TopUp), nextCursor })
export const SimulatedPayment = Type.Object({ outcome: Type.Enum(['PAID', 'FAILED']) })
export const ProviderEvent = Type.Object({})
export const ProviderAnswer = Type.Object({ received: Type.Boolean() })

// --- parties

const particulars = {
  legalName: text(200),
  address: lines(200),
  vatId: opt(orNull(text(40))),
  email: opt(orNull(Type.String({ maxLength: 254, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' }))),
}
export const NewProfile = Type.Object({
  ...particulars,
  country,
  isCompany: Type.Boolean(),
  language: opt(Type.Enum(['en', 'ja'])),
  extra: opt(Type.Array(Type.Object({ label: text(60), value: text(200) }), { maxItems: 10 })),
})
export type NewProfile = Static<typeof NewProfile>
export const Profile = Type.Object({
  legalName: Type.String(),
  address: Type.Array(Type.String()),
  country: orNull(Type.String()),
  isCompany: Type.Boolean(),
  vatId: orNull(Type.String()),
  email: orNull(Type.String()),
  language: Type.Enum(['en', 'ja']),
  extra: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
  complete: Type.Boolean({ description: 'false: nobody has written it yet.' }),
})
export type Profile = Static<typeof Profile>

export const NewSeller = Type.Object({
  ...particulars,
  country: opt(orNull(country)),
  registration: opt(orNull(text(100))),
  bank: opt(lines(200)),
  numberPrefix: opt(Type.String({ pattern: '^[A-Z0-9]{0,10}$' })),
  vatExempt: opt(Type.Boolean()),
  vatRates: opt(
    Type.Array(
      Type.Object({
        validFrom: day,
        percent: Type.String({ pattern: '^[0-9]{1,2}(?:\\.[0-9]{1,2})?$' }),
      }),
      { maxItems: 20, description: 'Of your country; they count before those we ship.' },
    ),
  ),
  paymentDays: opt(Type.Integer({ minimum: 0, maximum: 365 })),
  stripeSecretKey: opt(
    orNull(Type.String({ pattern: '^[\\x21-\\x7e]{8,255}$', description: 'Never shown again. null takes it away.' })), // prettier-ignore
  ),
  stripeWebhookSecret: opt(
    orNull(Type.String({ pattern: '^[\\x21-\\x7e]{8,255}$', description: 'Never shown again. null takes it away.' })), // prettier-ignore
  ),
})
export type NewSeller = Static<typeof NewSeller>
export const Seller = Type.Object({
  legalName: Type.String(),
  address: Type.Array(Type.String()),
  country: orNull(Type.String()),
  vatId: orNull(Type.String()),
  registration: orNull(Type.String()),
  email: orNull(Type.String()),
  bank: Type.Array(Type.String()),
  numberPrefix: Type.String(),
  vatExempt: Type.Boolean(),
  vatRates: Type.Array(Type.Object({ validFrom: Type.String(), percent: Type.String() })),
  paymentDays: Type.Integer(),
  stripeConfigured: Type.Boolean(),
  stripeWebhookAddress: Type.String({ description: 'To be entered at Stripe.' }),
  complete: Type.Boolean({ description: 'false: nobody has written it yet.' }),
})
export type Seller = Static<typeof Seller>

// --- operators' bills

export const BillPath = Type.Object({
  connectionId: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }),
})
export const NewBill = Type.Object({
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  csv: Type.String({
    minLength: 1,
    maxLength: 2_000_000,
    description: 'Columns `country,network,parts,amount`, the first row being their names.',
  }),
})
export const Settlement = Type.Object({
  connectionId: Type.Integer(),
  month: Type.String(),
  currency: Type.String(),
  importedAt: shownTime,
  ours: shownAmount,
  theirs: shownAmount,
  difference: Type.String({ description: 'Theirs less ours.' }),
  networks: Type.Array(
    Type.Object({
      country: Type.String(),
      network: Type.String(),
      ourParts: Type.String(),
      theirParts: Type.String(),
      ourAmount: shownAmount,
      theirAmount: shownAmount,
      difference: shownAmount,
    }),
  ),
})
export type Settlement = Static<typeof Settlement>
