import { status, type MessageState } from '../../../protocols/smpp/index.ts'
import type { Answer, Ask } from './exchange.ts'
import {
  checkedByStatus,
  fieldsOf,
  inboundOf,
  itemsOf,
  JSON_TYPE,
  parsed,
  receiptOf,
  refused,
  textOf,
  verdictOfStatus,
  wordOf,
  type Account,
  type PeerEvent,
  type Provider,
  type Verdict,
  type WholeContent,
  type WholeMessage,
} from './provider.ts'

/**
 * The compatible API, which this program offers, too: POST /sms/3/messages, reports pushed to us or fetched with
 * GET /sms/3/reports. Shapes: `channels/sms/wire.ts`. Its callbacks carry no signature; their address is the secret.
 */

const REPORTS_MAX = 1_000

/** Status groups: 0 ACCEPTED, 1 PENDING, 2 UNDELIVERABLE, 3 DELIVERED, 4 EXPIRED, 5 REJECTED. */
const stateOfGroup: readonly MessageState[] = [
  'ACCEPTED',
  'ENROUTE',
  'UNDELIVERABLE',
  'DELIVERED',
  'EXPIRED',
  'REJECTED',
]
const REJECTED_GROUP = 5

/** Rejections that name what is wrong: status id → the SMPP status that means the same. */
const rejections: ReadonlyMap<number, number> = new Map([
  [6, status.ESME_RINVDSTADR],
  [8, status.ESME_RINVDSTADR],
  [14, status.ESME_RINVSRCADR],
  [52, status.ESME_RINVDSTADR],
  [82, status.ESME_RINVDSTADR],
])
/** REJECTED_NOT_ENOUGH_CREDITS, REJECTED_FLOODING_FILTER: another try later may go through. */
const LATER: ReadonlySet<number> = new Set([12, 17])

export function infobip(settings: { url: string; pull: boolean }, account: Account): Provider {
  const headers = { authorization: `App ${account.secret}`, 'content-type': JSON_TYPE }
  const get = (path: string): Ask => ({
    method: 'GET',
    url: `${settings.url}${path}`,
    headers: { authorization: headers.authorization },
    body: null,
  })
  return {
    message: (message) => ({
      method: 'POST',
      url: `${settings.url}/sms/3/messages`,
      headers,
      body: JSON.stringify({ messages: [bodyOf(message, account.callbackUrl)] }),
    }),
    verdict: verdictOf,
    check: () => get('/account/1/balance'),
    checked: checkedByStatus,
    signed: () => true,
    receive: ({ body }) => eventsOf(body),
    reply: { type: JSON_TYPE, body: '{}' },
    pull: settings.pull
      ? {
          ask: () => get(`/sms/3/reports?limit=${REPORTS_MAX}`),
          read: (text) => eventsOf(parsed(text)),
        }
      : null,
  }
}

const bodyOf = (
  { sender, destination, content, validityMs }: WholeMessage,
  callbackUrl: string | null,
): object => ({
  sender: sender.address,
  destinations: [{ to: destination }],
  content: contentOf(content),
  options: {
    ...(content.kind === 'text' && content.flash ? { flash: true } : {}),
    ...(validityMs === null
      ? {}
      : { validityPeriod: { amount: Math.max(1, Math.floor(validityMs / 60_000)), timeUnit: 'MINUTES' } }), // prettier-ignore
  },
  ...(callbackUrl === null
    ? {}
    : { webhooks: { delivery: { url: callbackUrl }, contentType: JSON_TYPE } }),
})

const contentOf = (content: WholeContent): object =>
  content.kind === 'text'
    ? { text: content.text }
    : {
        hex: Buffer.from(content.octets).toString('hex'),
        dataCoding: content.dataCoding,
        esmClass: content.udh ? 0x40 : 0,
      }

function verdictOf(answer: Answer): Verdict {
  if (answer.status < 200 || answer.status >= 300) return verdictOfStatus(answer)
  const message = fieldsOf(itemsOf(fieldsOf(parsed(answer.text))['messages'], 1)[0])
  const told = fieldsOf(message['status'])
  const detail = `status ${wordOf(told['name']).slice(0, 60) || wordOf(told['id'])}`
  const id = wordOf(message['messageId'])
  const statusId = Number(told['id'])
  if (Number(told['groupId']) === REJECTED_GROUP) {
    if (LATER.has(statusId)) return refused('temporary', status.ESME_RSUBMITFAIL, detail)
    return refused('permanent', rejections.get(statusId) ?? status.ESME_RX_R_APPN, detail)
  }
  return id === '' ? verdictOfStatus(answer) : { kind: 'accepted', ids: [id] }
}

/** Reports and messages from handsets come in lists of the same name; only messages have a text. */
function eventsOf(body: unknown): PeerEvent[] {
  return itemsOf(fieldsOf(body)['results'], REPORTS_MAX).map((one) => {
    const result = fieldsOf(one)
    return 'status' in result
      ? reportOf(result)
      : inboundOf({
          sender: result['from'],
          destination: result['to'],
          content: textOf(result['text']),
        })
  })
}

function reportOf(result: Readonly<Record<string, unknown>>): PeerEvent {
  const told = fieldsOf(result['status'])
  const error = wordOf(fieldsOf(result['error'])['id'])
  return receiptOf({
    id: wordOf(result['messageId']),
    state: stateOfGroup[Number(told['groupId'])] ?? 'UNKNOWN',
    stat: wordOf(told['name']).slice(0, 16),
    // Its numbers are ours: the API is the same.
    err: error === '' || error === '0' ? undefined : error,
  })
}
