import { createHmac } from 'node:crypto'
import { equalInConstantTime } from '../../../core/secrets.ts'
import { status, type MessageState } from '../../../protocols/smpp/index.ts'
import type { GenericApi } from './wire.ts'
import type { Answer, Ask } from './exchange.ts'
import { valueAt, wordAt } from './place.ts'
import {
  checkedByStatus,
  FORM,
  inboundOf,
  itemsOf,
  JSON_TYPE,
  parsed,
  receiptOf,
  refused,
  textOf,
  verdictOfStatus,
  type Account,
  type Incoming,
  type PeerEvent,
  type Provider,
  type Verdict,
} from './provider.ts'
import { filled, valuesOf, type Manner } from './template.ts'

/** Events in one callback. */
const EVENTS_MAX = 1_000
const DETAIL_LENGTH_MAX = 40

const manners: Readonly<Record<string, Manner>> = {
  [JSON_TYPE]: 'json',
  [FORM]: 'form',
  'text/xml': 'xml',
  'text/plain': 'plain',
}

/** What a refusal is about → the SMPP status that means the same. */
const reasons = {
  SENDER: status.ESME_RINVSRCADR,
  RECIPIENT: status.ESME_RINVDSTADR,
  LENGTH: status.ESME_RINVMSGLEN,
  OTHER: status.ESME_RX_R_APPN,
} as const

/** An API described by its operator's documents: requests are templates, answers and callbacks are read by places. */
export function generic(api: GenericApi, account: Account): Provider {
  return {
    message: (message) =>
      message.content.kind === 'binary'
        ? refused('permanent', status.ESME_RINVDCS, 'this operator takes no binary messages')
        : askOf(api, valuesOf(message, account)),
    verdict: (answer) => verdictOf(api, answer),
    check: () => ({ ...askOf(api, valuesOf(null, account)), method: 'OPTIONS', body: null }),
    checked: (answer) => (answer.status >= 500 ? checkedByStatus(answer) : null),
    signed: (incoming) => isSigned(api, incoming, account.signatureSecret),
    receive: (incoming) => eventsOf(api, incoming),
    reply: { type: 'text/plain', body: api.callbackReply ?? '' },
    pull: null,
  }
}

function askOf(api: GenericApi, values: ReturnType<typeof valuesOf>): Ask {
  const manner = manners[api.contentType] ?? 'plain'
  const headers = api.headers.map(({ name, value }) => [
    name.toLowerCase(),
    filled(value, values, 'header'),
  ])
  const body = api.body === null || api.method === 'GET' ? null : filled(api.body, values, manner)
  return {
    method: api.method,
    url: filled(api.url, values, 'url'),
    headers: {
      ...(body === null ? {} : { 'content-type': typeOf(api.contentType) }),
      ...(Object.fromEntries(headers) as Record<string, string>),
    },
    body,
  }
}

const typeOf = (contentType: string): string =>
  contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType

function verdictOf(api: GenericApi, answer: Answer): Verdict {
  const content = { value: parsed(answer.text), text: answer.text }
  const code = api.errorAt === null ? '' : wordAt(api.errorAt, content)
  const row =
    api.errors.find((one) => one.code === code) ??
    api.errors.find((one) => one.code === `HTTP ${answer.status}`)
  const detail = code === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}, ${code.slice(0, DETAIL_LENGTH_MAX)}` // prettier-ignore
  if (row) {
    if (row.meaning === 'UNUSABLE') return { kind: 'unusable', wrongPassword: false, detail }
    const class_ = classes[row.meaning]
    return refused(class_, class_ === 'congestion' ? status.ESME_RTHROTTLED : reasons[row.reason ?? 'OTHER'], detail) // prettier-ignore
  }
  if (answer.status < 200 || answer.status >= 300) return verdictOfStatus(answer, detail)
  const id = wordAt(api.idAt, content)
  if (id !== '') return { kind: 'accepted', ids: [id] }
  // It says that something is wrong and names no id: it has not taken the message.
  return code === '' ? verdictOfStatus(answer) : refused('permanent', reasons.OTHER, detail)
}
const classes = {
  PERMANENT: 'permanent',
  TEMPORARY: 'temporary',
  CONGESTION: 'congestion',
} as const

function isSigned(api: GenericApi, incoming: Incoming, secret: string): boolean {
  const { signature } = api
  if (signature === null) return true
  const given = incoming.headers[signature.header.toLowerCase()]
  if (typeof given !== 'string' || secret === '') return false
  if (signature.method === 'PLAIN') return equalInConstantTime(secret, given)
  // Only JSON is kept as it came; of a form, or a bare address, what is signed is the address.
  const digest = createHmac('sha256', secret).update(incoming.rawBody ?? incoming.url)
  return signature.method === 'HMAC_SHA256_HEX'
    ? equalInConstantTime(digest.digest('hex'), given.replace(/^sha256=/i, '').toLowerCase())
    : equalInConstantTime(digest.digest('base64'), given)
}

function eventsOf(api: GenericApi, { query, body, rawBody }: Incoming): PeerEvent[] {
  const value = body === undefined || body === null || body === '' ? query : body
  const inside = api.callbackListAt === null ? undefined : valueAt(api.callbackListAt, value)
  const list = Array.isArray(inside) ? itemsOf(inside, EVENTS_MAX) : [value]
  return list.map((item) =>
    eventOf(api, { value: item, text: list.length === 1 ? (rawBody ?? '') : JSON.stringify(item) }),
  )
}

function eventOf(api: GenericApi, content: { value: unknown; text: string }): PeerEvent {
  const { receipt, inbound } = api
  const told = receipt === null ? '' : wordAt(receipt.statusAt, content)
  if (receipt !== null && told !== '') {
    const state: MessageState | undefined = receipt.states.find((one) => one.word === told)?.state
    const error = receipt.errorAt === null ? '' : wordAt(receipt.errorAt, content)
    // A word that nobody explained is no reason to end a message: its receipts overdue, it ends by itself.
    return receiptOf({
      id: wordAt(receipt.idAt, content),
      state: state ?? 'ENROUTE',
      stat: told.slice(0, 16),
      err: error === '' ? undefined : `E-${error.slice(0, 14)}`,
    })
  }
  if (inbound === null) return { kind: 'malformed' }
  return inboundOf({
    sender: wordAt(inbound.fromAt, content),
    destination: wordAt(inbound.toAt, content),
    content: textOf(wordAt(inbound.textAt, content)),
  })
}
