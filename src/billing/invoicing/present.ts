import { wireTime } from '../../core/http/index.ts'
import type { DisputeRow } from '../store/disputes.ts'
import type { DocumentStanding } from '../store/invoices.ts'
import type { PaymentRow, PaymentWay, TopUpRow } from '../store/payments.ts'
import { decimalText } from './currency.ts'
import type { Content, DocumentKind, Line } from './document.ts'
import type * as wire from './wire.ts'

type Names = ReadonlyMap<number, { key: string; name: string }>

const kinds = {
  invoice: 'INVOICE',
  receipt: 'RECEIPT',
  statement: 'STATEMENT',
  'credit-note': 'CREDIT_NOTE',
} as const satisfies Record<DocumentKind, string>
export const kindOf = (
  wanted: wire.DocumentSummary['kind'] | undefined,
): readonly DocumentKind[] | null =>
  wanted === undefined
    ? null
    : (Object.keys(kinds) as DocumentKind[]).filter((one) => kinds[one] === wanted)

/** @param today `YYYY-MM-DD` */
export function presentDocument(
  row: DocumentStanding,
  names: Names,
  today: string,
): wire.DocumentSummary {
  const money = (micros: bigint) => decimalText(micros, row.currency)
  return {
    id: row.id,
    kind: kinds[row.kind],
    number: row.number,
    account: names.get(row.account_id)?.key ?? '',
    accountName: names.get(row.account_id)?.name ?? '',
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    currency: row.currency,
    net: money(row.net_micros),
    vat: money(row.vat_micros),
    rounding: money(row.rounding_micros),
    payable: money(row.payable_micros),
    settled: row.settled_micros === null ? null : money(row.settled_micros),
    credited: money(row.credited_micros),
    state: stateOf(row, today),
  }
}

function stateOf(row: DocumentStanding, today: string): wire.DocumentSummary['state'] {
  if (row.dispute_state === 'open') return 'CHALLENGED'
  if (row.settled_micros === null) return row.kind === 'receipt' ? 'PAID' : 'NONE'
  if (row.settled_at !== null) return 'PAID'
  return row.due_on !== null && row.due_on < today ? 'OVERDUE' : 'DUE'
}

const lineKinds = { usage: 'USAGE', correction: 'CORRECTION', 'top-up': 'TOP_UP', credit: 'CREDIT' } as const // prettier-ignore
const components = { base: 'BASE', surcharge: 'SURCHARGE', package: 'PACKAGE' } as const
const units = { part: 'PART', message: 'MESSAGE', item: 'ITEM' } as const
const reasons = { standard: 'STANDARD', 'reverse-charge': 'REVERSE_CHARGE', exempt: 'EXEMPT', outside: 'OUTSIDE' } as const // prettier-ignore
const ways = { bank: 'BANK', card: 'CARD', 'credit-note': 'CREDIT_NOTE' } as const

export function presentDetail(
  row: DocumentStanding,
  names: Names,
  today: string,
  payments: readonly { way: PaymentWay; amount_micros: bigint; allocated_at: Date }[],
): wire.DocumentDetail {
  const content = JSON.parse(row.content) as Content
  const { seller, buyer } = content
  return {
    ...presentDocument(row, names, today),
    seller: {
      ...partyOf(seller),
      bank: [...seller.bank],
      registration: seller.registration,
    },
    buyer: partyOf(buyer),
    extra: content.extra.map(({ label, value }) => ({ label, value })),
    corrects: content.corrects,
    lines: content.lines.map((one) => presentLine(one, row.currency)),
    taxable: decimalText(BigInt(content.taxableMicros), row.currency),
    vatReason: reasons[content.vat.reason],
    vatPercent: percentText(content.vat.basisPoints),
    contentHash: row.content_hash.toString('hex'),
    payments: payments.map((one) => ({
      way: ways[one.way],
      amount: decimalText(one.amount_micros, row.currency),
      at: wireTime(one.allocated_at),
    })),
  }
}

const partyOf = ({ name, address, country, vatId, email }: Content['buyer']) => ({
  name,
  address: [...address],
  country,
  vatId,
  email,
})

/** 1900 is `19`, 770 is `7.7`. */
export const percentText = (basisPoints: number): string => String(basisPoints / 100)

const presentLine = (line: Line, currency: string): wire.DocumentDetail['lines'][number] => ({
  position: line.position,
  kind: lineKinds[line.kind],
  month: line.month,
  channel: line.channel,
  direction: line.direction,
  country: line.country,
  network: line.network,
  component: line.component === null ? null : components[line.component],
  name: line.name,
  quantity: line.quantity,
  unit: units[line.unit],
  unitPrice: line.unitMicros === null ? null : decimalText(BigInt(line.unitMicros), currency),
  amount: decimalText(BigInt(line.amountMicros), currency),
})

export const presentDispute = (row: DisputeRow, names: Names): wire.Dispute => ({
  id: row.id,
  invoiceId: row.document_id,
  account: names.get(row.account_id)?.key ?? '',
  accountName: names.get(row.account_id)?.name ?? '',
  lines: row.lines,
  reason: row.reason,
  state: ({ open: 'OPEN', upheld: 'UPHELD', refused: 'REFUSED', withdrawn: 'WITHDRAWN' } as const)[
    row.state
  ],
  openedAt: wireTime(row.opened_at),
  decision: row.decision,
  decidedAt: row.decided_at === null ? null : wireTime(row.decided_at),
  creditNoteId: row.credit_note_id,
})

export const presentPayment = (row: PaymentRow): wire.Payment => ({
  id: row.id,
  way: ways[row.way],
  currency: row.currency,
  amount: decimalText(row.amount_micros, row.currency),
  unallocated: decimalText(row.unallocated_micros, row.currency),
  receivedOn: row.received_on,
  reference: row.reference,
})

export const presentTopUp = (row: TopUpRow): wire.TopUp => ({
  id: row.id,
  provider: ({ stripe: 'STRIPE', simulated: 'SIMULATED' } as const)[row.provider],
  invoiceId: row.document_id,
  currency: row.currency,
  net: decimalText(row.net_micros, row.currency),
  vat: decimalText(row.vat_micros, row.currency),
  payable: decimalText(row.payable_micros, row.currency),
  state: ({ begun: 'BEGUN', paid: 'PAID', failed: 'FAILED', expired: 'EXPIRED' } as const)[
    row.state
  ],
  address: row.state === 'begun' ? row.address : null,
  receiptId: row.receipt_id,
  begunAt: wireTime(row.begun_at),
})
