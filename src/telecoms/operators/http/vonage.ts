import { createHash, createHmac } from 'node:crypto'
import { equalInConstantTime } from '../../../core/secrets.ts'
import { isGsmText } from '../../../protocols/gsm-text/index.ts'
import { status, type MessageState } from '../../../protocols/smpp/index.ts'
import type { Answer } from './exchange.ts'
import {
  checkedByStatus,
  fieldsOf,
  FORM,
  form,
  inboundOf,
  itemsOf,
  parsed,
  receiptOf,
  refused,
  textOf,
  verdictOfStatus,
  wordOf,
  type Account,
  type Incoming,
  type PeerEvent,
  type Provider,
  type Verdict,
  type WholeContent,
} from './provider.ts'

/**
 * Vonage's SMS API: https://developer.vonage.com/en/api/sms; errors: https://developer.vonage.com/en/api-errors/sms
 * Signatures: https://developer.vonage.com/en/getting-started/concepts/signing-messages
 */

const TTL_MS_MIN = 20_000
const TTL_MS_MAX = 604_800_000
/** `callback` takes no longer address; with a longer one the address in the account's settings has to be ours. */
const CALLBACK_LENGTH_MAX = 100
const PARTS_MAX = 255
/** data_coding of binary messages, SMPP 3.4 §5.2.19. */
const EIGHT_BIT = 4

export const signatureMethods = [
  'MD5_HASH',
  'HMAC_MD5',
  'HMAC_SHA1',
  'HMAC_SHA256',
  'HMAC_SHA512',
] as const
export type SignatureMethod = (typeof signatureMethods)[number]

const states: Readonly<Record<string, MessageState>> = {
  accepted: 'ACCEPTED',
  buffered: 'ENROUTE',
  delivered: 'DELIVERED',
  expired: 'EXPIRED',
  failed: 'UNDELIVERABLE',
  rejected: 'REJECTED',
  unknown: 'UNKNOWN',
}

/** `err-code` of receipts → the MAP error that means the same (3GPP TS 29.002 §17.6.6). */
const gsmErrors: Readonly<Record<string, number>> = {
  2: 27,
  3: 27,
  4: 13,
  7: 31,
  8: 34,
  9: 1,
  14: 13,
}

/** `status` of a message in the answer; 0 is success, 4, 8, 11 and 14 are about the account. */
const refusals: Readonly<
  Record<string, readonly ['permanent' | 'temporary' | 'congestion', number]>
> = {
  1: ['congestion', status.ESME_RTHROTTLED],
  3: ['permanent', status.ESME_RINVDSTADR],
  5: ['temporary', status.ESME_RSYSERR],
  6: ['permanent', status.ESME_RINVDSTADR],
  7: ['permanent', status.ESME_RPROHIBITED],
  9: ['temporary', status.ESME_RSUBMITFAIL],
  10: ['congestion', status.ESME_RTHROTTLED],
  12: ['permanent', status.ESME_RINVMSGLEN],
  15: ['permanent', status.ESME_RINVSRCADR],
  29: ['permanent', status.ESME_RPROHIBITED],
}
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(['4', '8', '11', '14'])

export function vonage(
  settings: { url: string; signature: SignatureMethod },
  account: Account,
): Provider {
  const { callbackUrl } = account
  const credentials = { api_key: account.name, api_secret: account.secret }
  return {
    message: ({ sender, destination, content, validityMs }) => ({
      method: 'POST',
      url: `${settings.url}/sms/json`,
      headers: { 'content-type': FORM },
      body: form({
        ...credentials,
        from: sender.address,
        to: destination,
        ...contentOf(content),
        'status-report-req': '1',
        ttl: validityMs === null ? null : String(Math.min(TTL_MS_MAX, Math.max(TTL_MS_MIN, Math.floor(validityMs)))), // prettier-ignore
        callback: callbackUrl !== null && callbackUrl.length <= CALLBACK_LENGTH_MAX ? callbackUrl : null, // prettier-ignore
      }),
    }),
    verdict: verdictOf,
    check: () => ({
      method: 'GET',
      url: `${settings.url}/account/get-balance?${form(credentials)}`,
      headers: {},
      body: null,
    }),
    checked: checkedByStatus,
    signed: (incoming) =>
      account.signatureSecret === '' ||
      isSigned(toldIn(incoming), account.signatureSecret, settings.signature),
    receive: (incoming) => [eventOf(toldIn(incoming))],
    reply: { type: 'text/plain', body: '' },
    pull: null,
  }
}

const contentOf = (content: WholeContent): Record<string, string> =>
  content.kind === 'binary'
    ? binaryOf(content)
    : {
        text: content.text,
        type: isGsmText(content.text) ? 'text' : 'unicode',
        ...(content.flash ? { 'message-class': '0' } : {}),
      }

function binaryOf({ octets, udh }: WholeContent & { kind: 'binary' }): Record<string, string> {
  const headerOctets = udh ? (octets[0] ?? 0) + 1 : 0
  const hex = Buffer.from(octets).toString('hex')
  return {
    type: 'binary',
    udh: hex.slice(0, headerOctets * 2),
    body: hex.slice(headerOctets * 2),
  }
}

function verdictOf(answer: Answer): Verdict {
  if (answer.status < 200 || answer.status >= 300) return verdictOfStatus(answer)
  const messages = itemsOf(fieldsOf(parsed(answer.text))['messages'], PARTS_MAX).map(fieldsOf)
  const bad = messages.find((one) => wordOf(one['status']) !== '0')
  if (bad) {
    const code = wordOf(bad['status'])
    const detail = `Vonage status ${code.slice(0, 4)}`
    if (OF_THE_ACCOUNT.has(code)) return { kind: 'unusable', wrongPassword: code === '4', detail }
    const [class_, commandStatus] = refusals[code] ?? ['permanent', status.ESME_RX_R_APPN]
    return refused(class_, commandStatus, detail)
  }
  const ids = messages.map((one) => wordOf(one['message-id'])).filter((id) => id !== '')
  return ids.length === 0 ? verdictOfStatus(answer) : { kind: 'accepted', ids }
}

/** Callbacks come as a query, a form or JSON, as the account is set. */
const toldIn = ({ query, body }: Incoming): Readonly<Record<string, unknown>> =>
  body === undefined || body === null || body === '' ? query : fieldsOf(body)

function isSigned(
  told: Readonly<Record<string, unknown>>,
  secret: string,
  method: SignatureMethod,
): boolean {
  const given = wordOf(told['sig'])
  const text = Object.keys(told)
    .filter((name) => name !== 'sig')
    .toSorted()
    .map((name) => `&${name}=${wordOf(told[name]).replace(/[&=]/g, '_')}`)
    .join('')
  return given !== '' && equalInConstantTime(digestOf(text, secret, method), given.toLowerCase())
}

const digestOf = (text: string, secret: string, method: SignatureMethod): string =>
  method === 'MD5_HASH'
    ? createHash('md5').update(text + secret).digest('hex') // prettier-ignore
    : createHmac(method.slice('HMAC_'.length).toLowerCase(), secret).update(text).digest('hex')

function eventOf(told: Readonly<Record<string, unknown>>): PeerEvent {
  if ('status' in told) {
    const stat = wordOf(told['status'])
    const error = wordOf(told['err-code'])
    return receiptOf({
      id: wordOf(told['messageId']),
      state: states[stat] ?? 'UNKNOWN',
      stat: stat.slice(0, 16),
      err: error === '' || error === '0' ? undefined : `VONAGE-${error.slice(0, 4)}`,
      gsmError: gsmErrors[error],
    })
  }
  return inboundOf({
    sender: told['msisdn'],
    destination: told['to'],
    content: told['type'] === 'binary' ? octetsOf(told) : textOf(told['text']),
    part: partOf(told),
  })
}

function octetsOf(told: Readonly<Record<string, unknown>>): WholeContent {
  const header = wordOf(told['udh'])
  const octets = Buffer.from(header + wordOf(told['data']), 'hex')
  return { kind: 'binary', octets, dataCoding: EIGHT_BIT, udh: header !== '' }
}

/** Long messages come in parts that say so. */
function partOf(told: Readonly<Record<string, unknown>>) {
  if (wordOf(told['concat']) !== 'true' && told['concat'] !== true) return null
  const [total, number] = [Number(told['concat-total']), Number(told['concat-part'])]
  const reference = Number.parseInt(wordOf(told['concat-ref']), 16) & 0xffff
  return total > 1 && total <= PARTS_MAX && number >= 1 && number <= total
    ? { reference, total, number }
    : null
}
