/** Delivery receipts read: optional parameters first (SMPP 3.4 §5.3.2), then the text that Appendix B suggests. */
import { messageOctets } from './content.ts'
import { readEsmClass } from './esm-class.ts'
import { utcOf } from './time.ts'
import type { PduView } from './view.ts'

/** message_state: 3.4 §5.2.28, 5.0 §4.7.15. */
export const messageState = {
  SCHEDULED: 0,
  ENROUTE: 1,
  DELIVERED: 2,
  EXPIRED: 3,
  DELETED: 4,
  UNDELIVERABLE: 5,
  ACCEPTED: 6,
  UNKNOWN: 7,
  REJECTED: 8,
  SKIPPED: 9,
} as const
export type MessageState = keyof typeof messageState

const stateByNumber = new Map<number, MessageState>(
  Object.entries(messageState).map(([name, code]) => [code, name as MessageState]),
)
const finalStates: ReadonlySet<MessageState> = new Set([
  'DELIVERED',
  'EXPIRED',
  'DELETED',
  'UNDELIVERABLE',
  'REJECTED',
  'SKIPPED',
])

const onTheWay: ReadonlySet<MessageState> = new Set(['SCHEDULED', 'ENROUTE', 'ACCEPTED'])

/** UNKNOWN is neither on the way nor final: another receipt may follow, or none. */
export const isFinalState = (state: MessageState): boolean => finalStates.has(state)
export const stateOf = (code: number): MessageState => stateByNumber.get(code) ?? 'UNKNOWN'

/** network_error_code: network type (1 ANSI-136, 2 IS-95, 3 GSM, 8 call barring, …) and the network's own code. */
export interface NetworkError {
  readonly networkType: number
  readonly code: number
}

export interface ReceiptText {
  /** As it stands; see message-id.ts. */
  readonly id?: string
  /** Messages submitted and delivered, of a distribution list. */
  readonly sub?: number
  readonly dlvrd?: number
  /** ms since 1970, the wall clock read as UTC. */
  readonly submittedAt?: number
  readonly doneAt?: number
  readonly stat?: string
  readonly err?: string
  readonly text?: string
  /** Keys the standard does not have (mcc, price, …), in lower case. At most 32. */
  readonly extra: Readonly<Record<string, string>>
}

export interface Receipt extends ReceiptText {
  readonly id: string
  readonly state: MessageState
  /** Still on the way: esm_class says intermediate, or the state is SCHEDULED, ENROUTE or ACCEPTED. */
  readonly intermediate: boolean
  readonly networkError?: NetworkError
}

export interface ReceiptOptions {
  /** The zone of the peer's clock, east of UTC positive. Default 0. */
  zoneOffsetMinutes?: number
  /**
   * Also take a PDU for a receipt whose text looks like one although neither esm_class nor parameters say so. For
   * carriers that forget to mark them; on others a handset could forge a receipt by sending such a text. Default false.
   */
  unmarkedText?: boolean
}

/** A receipt's text longer than this is read no further: the keys stand in front. */
const textOctetsMax = 2048
const ucs2 = 8

/**
 * Reads deliver_sm or data_sm as a receipt. undefined: an ordinary message.
 * A receipt whose id cannot be found has id ''; its state is UNKNOWN when nothing tells it.
 */
export function readReceipt(view: PduView, options: ReceiptOptions = {}): Receipt | undefined {
  const { kind, udhi } = readEsmClass(view.number('esm_class'))
  if (kind !== 'receipt' && kind !== 'intermediate' && (kind !== 'message' || udhi))
    return undefined
  const tlvId = view.tlv('receipted_message_id')
  const tlvState = view.tlv('message_state')
  // No handset can set these parameters, so they mark a receipt as well as esm_class does.
  const marked = kind !== 'message' || (tlvId !== undefined && tlvState !== undefined)
  if (!marked && options.unmarkedText !== true) return undefined
  const text = receiptText(view, marked, options.zoneOffsetMinutes ?? 0)
  if (!marked && !tellsReceipt(text)) return undefined
  const state = tlvState === undefined ? stateOfText(text?.stat) : stateOf(tlvState)
  const networkError = readNetworkError(view.tlv('network_error_code'))
  return {
    extra: {},
    ...text,
    id: tlvId ?? text?.id ?? '',
    state,
    intermediate: kind === 'intermediate' || onTheWay.has(state),
    ...(networkError === undefined ? {} : { networkError }),
  }
}

function tellsReceipt(text: ReceiptText | undefined): boolean {
  return (
    text?.id !== undefined &&
    text.stat !== undefined &&
    (text.doneAt !== undefined || text.err !== undefined)
  )
}

function receiptText(
  view: PduView,
  marked: boolean,
  zoneOffsetMinutes: number,
): ReceiptText | undefined {
  const octets = messageOctets(view)
  // Ordinary messages come through here too: those that cannot be receipts are told apart by a glance.
  if (octets.length === 0 || (!marked && octets.indexOf(58) < 0)) return undefined
  const wide = view.number('data_coding') === ucs2
  const head = octets.subarray(0, wide ? textOctetsMax & ~1 : textOctetsMax)
  return parseReceiptText(
    wide ? readUtf16(head) : head.latin1Slice(0, head.length),
    zoneOffsetMinutes,
  )
}

function readUtf16(octets: Buffer): string {
  return Buffer.from(octets.subarray(0, octets.length & ~1))
    .swap16()
    .toString('utf16le')
}

function readNetworkError(octets: Uint8Array | undefined): NetworkError | undefined {
  if (octets === undefined) return undefined
  return { networkType: octets[0]!, code: (octets[1]! << 8) | octets[2]! }
}

const stateByStart: readonly (readonly [string, MessageState])[] = [
  ['DELIV', 'DELIVERED'],
  ['EXPIR', 'EXPIRED'],
  ['DELET', 'DELETED'],
  ['UNDEL', 'UNDELIVERABLE'],
  ['ACCEP', 'ACCEPTED'],
  ['UNKNO', 'UNKNOWN'],
  ['REJEC', 'REJECTED'],
  ['ENROU', 'ENROUTE'],
  ['SCHED', 'SCHEDULED'],
  ['SKIP', 'SKIPPED'],
  // Not the standard's, but seen.
  ['BUFFE', 'ENROUTE'],
  ['ACKED', 'ENROUTE'],
  ['FAIL', 'UNDELIVERABLE'],
]

/** "DELIVRD", "delivered", "2": spelled, cut short, or the number of message_state. */
export function stateOfText(stat: string | undefined): MessageState {
  const word = (stat ?? '').trim().toUpperCase()
  if (/^\d$/.test(word)) return stateOf(Number(word))
  return stateByStart.find(([start]) => word.startsWith(start))?.[1] ?? 'UNKNOWN'
}

const known = 'id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err|text'
/** A known key anywhere after a separator, or any other word right before a colon. Linear: nothing in it nests. */
const keyPattern = new RegExp(`(?:^|[\\s,;|])(?:(${known})[ ]?:|([a-z_][a-z0-9_]{0,31}):)`, 'gi')
const keysMax = 48
const extraKeysMax = 32

/**
 * Reads "id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…" by key: any order and case, spaces missing
 * in the keys, more keys than these. undefined when no key of the standard is there.
 */
export function parseReceiptText(text: string, zoneOffsetMinutes = 0): ReceiptText | undefined {
  const values = new Map<string, string>()
  const extra = new Map<string, string>()
  let standard = 0
  for (const { key, value, own } of pairs(text)) {
    if (own) {
      standard++
      if (!values.has(key)) values.set(key, value)
    } else if (extra.size < extraKeysMax && !extra.has(key)) extra.set(key, value)
  }
  if (standard === 0) return undefined
  const zoneMs = zoneOffsetMinutes * 60_000
  return dropUndefined({
    id: values.get('id') || undefined,
    sub: readCount(values.get('sub')),
    dlvrd: readCount(values.get('dlvrd')),
    submittedAt: readReceiptDate(values.get('submitdate'), zoneMs),
    doneAt: readReceiptDate(values.get('donedate'), zoneMs),
    stat: values.get('stat') || undefined,
    err: values.get('err') || undefined,
    text: values.get('text'),
    extra: Object.fromEntries(extra),
  })
}

interface Pair {
  readonly key: string
  readonly value: string
  readonly own: boolean
}

/**
 * The text of the message comes last and may hold anything, even "stat:DELIVRD". So "text:" ends the reading once id
 * and stat are known; only a receipt that puts it before them is read on.
 */
function* pairs(text: string): Generator<Pair> {
  const found = [...limited(text.matchAll(keyPattern), keysMax)]
  const seen = new Set<string>()
  for (const [index, match] of found.entries()) {
    const own = match[1] !== undefined
    const key = (match[1] ?? match[2] ?? '').toLowerCase().replace(/[ _](?=date)/, '')
    const start = match.index + match[0].length
    if (own && key === 'text' && seen.has('id') && seen.has('stat')) {
      yield { key, value: text.slice(start).trim(), own }
      return
    }
    seen.add(key)
    yield { key, value: text.slice(start, found[index + 1]?.index).trim(), own }
  }
}

function* limited<T>(items: Iterable<T>, max: number): Generator<T> {
  let left = max
  for (const item of items) {
    if (left-- <= 0) return
    yield item
  }
}

function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/**
 * YYMMDDhhmm, with seconds or with the century or both, also with separators. Zeros, and what is no date, give
 * undefined. Twelve digits that begin with 20 are a full year: the two-digit year 20 is past.
 */
function readReceiptDate(text: string | undefined, zoneMs: number): number | undefined {
  if (text === undefined || text.length > 32) return undefined
  const digits = text.replace(/[^0-9]/g, '')
  const full = digits.length === 14 || (digits.length === 12 && digits.startsWith('20'))
  if (!full && digits.length !== 10 && digits.length !== 12) return undefined
  const [year, rest] = full
    ? [Number(digits.slice(0, 4)), digits.slice(4)]
    : [2000 + Number(digits.slice(0, 2)), digits.slice(2)]
  const part = (at: number): number => Number(rest.slice(at, at + 2) || 0)
  const at = utcOf(year, part(0), part(2), part(4), part(6), part(8))
  return at === undefined ? undefined : at - zoneMs
}

function dropUndefined<T extends object>(fields: T): T {
  for (const key of Object.keys(fields) as (keyof T)[])
    if (fields[key] === undefined) delete fields[key]
  return fields
}
