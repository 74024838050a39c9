import type { Sender } from '../../../protocols/e164/index.ts'
import {
  isFinalState,
  status,
  type MessageState,
  type Receipt,
  type StatusClass,
} from '../../../protocols/smpp/index.ts'
import type { Answer, Ask } from './exchange.ts'

/** What an operator takes whole, and cuts into parts itself. */
export type WholeContent =
  | { kind: 'text'; text: string; flash: boolean }
  | { kind: 'binary'; octets: Uint8Array; dataCoding: number; udh: boolean }

export interface WholeMessage {
  sender: Sender
  /** E.164 digits without `+`. */
  destination: string
  content: WholeContent
  validityMs: number | null
}

/** What an answer says about a message. */
export type Verdict =
  /** One id for each receipt that will come. */
  | { kind: 'accepted'; ids: readonly string[] }
  /** `commandStatus`: the SMPP status that means the same, so that errors read alike whatever the protocol. */
  | { kind: 'refused'; class: Exclude<StatusClass, 'ok'>; commandStatus: number; detail: string }
  /** Not the message's fault: nothing will be taken until the settings, or the account there, are put right. */
  | { kind: 'unusable'; wrongPassword: boolean; detail: string }
  /** It may have been taken. */
  | { kind: 'unclear'; detail: string }

/** Something an operator tells of its own accord. */
export type PeerEvent =
  | { kind: 'receipt'; receipt: Receipt }
  | {
      kind: 'inbound'
      sender: string
      destination: string
      content: WholeContent
      /** Null: whole in itself. */
      part: { reference: number; total: number; number: number } | null
    }
  /** Nothing can be done with it. */
  | { kind: 'malformed' }

/** A request at our callback address. */
export interface Incoming {
  /** As the operator was given it, with whatever query it came with. */
  url: string
  query: Readonly<Record<string, string>>
  /** Parsed JSON, or the fields of a form; undefined: none. */
  body: unknown
  /** The text of a JSON body as it came. */
  rawBody: string | null
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The API of an operator: what is asked, and what answers and callbacks mean. Does no input or output itself. */
export interface Provider {
  /** The request that sends a message; a verdict when it cannot be sent this way at all. */
  message(message: WholeMessage): Ask | Verdict
  verdict(answer: Answer): Verdict
  /** A request that changes nothing and shows whether the credentials are good. */
  check(): Ask
  checked(answer: Answer): (Verdict & { kind: 'unusable' }) | null
  /** Whether a callback is the operator's. */
  signed(incoming: Incoming): boolean
  receive(incoming: Incoming): PeerEvent[]
  /** What a callback is answered with. */
  readonly reply: { type: string; body: string }
  /** Reports to fetch, where the operator hands them out; null: they are pushed. */
  readonly pull: { ask(): Ask; read(text: string): PeerEvent[] } | null
}

/** Who we are to the operator, and where it reaches us. */
export interface Account {
  /** Account id, key or user name; may be empty. */
  name: string
  secret: string
  signatureSecret: string
  /** Our callback address; null: none is to be told. */
  callbackUrl: string | null
}

const HTTP_CONGESTION: ReadonlySet<number> = new Set([429])

/** What an answer means that says no more than its HTTP status. */
export function verdictOfStatus(answer: Answer, detail = `HTTP ${answer.status}`): Verdict {
  const { status: code } = answer
  if (code === 401 || code === 403) return { kind: 'unusable', wrongPassword: true, detail }
  if (HTTP_CONGESTION.has(code)) return refused('congestion', status.ESME_RTHROTTLED, detail)
  // A gateway that waited in vain: what is behind it may have acted.
  if (code === 504) return { kind: 'unclear', detail }
  if (code >= 500 || code === 408 || code === 425)
    return refused('temporary', status.ESME_RSYSERR, detail)
  if (code < 200 || code >= 300) {
    if (code < 400 || code === 404 || code === 405 || code === 410 || code === 415)
      return { kind: 'unusable', wrongPassword: false, detail }
    return refused('permanent', status.ESME_RX_R_APPN, detail)
  }
  return { kind: 'unclear', detail: `${detail} without a message id` }
}

export const refused = (
  class_: Exclude<StatusClass, 'ok'>,
  commandStatus: number,
  detail: string,
): Verdict => ({ kind: 'refused', class: class_, commandStatus, detail })

/** An API that answers a harmless request with anything but 401, 403 or a fault of its own can be used. */
export function checkedByStatus(answer: Answer): (Verdict & { kind: 'unusable' }) | null {
  const detail = `HTTP ${answer.status}`
  if (answer.status === 401 || answer.status === 403)
    return { kind: 'unusable', wrongPassword: true, detail }
  if (answer.status >= 500) return { kind: 'unusable', wrongPassword: false, detail }
  return null
}

/** GSM, SMPP 3.4 §5.3.2.31. */
const NETWORK_GSM = 3

/** @param told what the operator calls it, for the timeline; `gsmError`: the MAP error (3GPP TS 29.002 §17.6.6) that means the same */
export const receiptOf = (told: {
  id: string
  state: MessageState
  stat: string
  err?: string | undefined
  gsmError?: number | undefined
}): PeerEvent =>
  told.id === ''
    ? { kind: 'malformed' }
    : {
        kind: 'receipt',
        receipt: {
          id: told.id,
          state: told.state,
          stat: told.stat,
          intermediate: !isFinalState(told.state) && told.state !== 'UNKNOWN',
          extra: {},
          ...(told.err === undefined ? {} : { err: told.err }),
          ...(told.gsmError === undefined
            ? {}
            : { networkError: { networkType: NETWORK_GSM, code: told.gsmError } }),
        },
      }

/** @param fields as the operator wrote them */
export function inboundOf(fields: {
  sender: unknown
  destination: unknown
  content: WholeContent | null
  part?: { reference: number; total: number; number: number } | null
}): PeerEvent {
  const sender = addressOf(fields.sender)
  const destination = addressOf(fields.destination)
  if (sender === '' || destination === '' || fields.content === null) return { kind: 'malformed' }
  return {
    kind: 'inbound',
    sender,
    destination,
    content: fields.content,
    part: fields.part ?? null,
  }
}

export const textOf = (value: unknown): WholeContent | null =>
  typeof value === 'string' ? { kind: 'text', text: value, flash: false } : null

/** JSON that may be anything; undefined: it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

export const itemsOf = (value: unknown, max: number): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, max) : []

/** Texts and numbers as text; anything else counts as not there. */
export const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** A number without `+`; a name as it is. */
const addressOf = (value: unknown): string => wordOf(value).trim().replace(/^\+/, '')

export const form = (fields: Readonly<Record<string, string | null>>): string =>
  new URLSearchParams(
    Object.entries(fields).filter((one): one is [string, string] => one[1] !== null),
  ).toString()

export const FORM = 'application/x-www-form-urlencoded'
export const JSON_TYPE = 'application/json'

export const basicAuth = (name: string, secret: string): string =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
