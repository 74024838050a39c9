import { createHmac } from 'node:crypto'
import { equalInConstantTime } from '../../../core/secrets.ts'
import { status, type MessageState } from '../../../protocols/smpp/index.ts'
import type { Sender } from '../../../protocols/e164/index.ts'
import type { Answer } from './exchange.ts'
import {
  basicAuth,
  checkedByStatus,
  fieldsOf,
  FORM,
  form,
  inboundOf,
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
} from './provider.ts'

/**
 * Twilio's Messages resource: https://www.twilio.com/docs/messaging/api/message-resource
 * Callbacks: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 * Signatures: https://www.twilio.com/docs/usage/security#validating-requests
 */

/** `ValidityPeriod` in seconds: its least and its most. */
const VALIDITY_SECONDS_MAX = 36_000
const TEXT_LENGTH_MAX = 1_600

const states: Readonly<Record<string, MessageState>> = {
  accepted: 'ACCEPTED',
  scheduled: 'SCHEDULED',
  queued: 'ACCEPTED',
  sending: 'ENROUTE',
  sent: 'ENROUTE',
  delivered: 'DELIVERED',
  read: 'DELIVERED',
  undelivered: 'UNDELIVERABLE',
  failed: 'REJECTED',
  canceled: 'DELETED',
}

/** Error numbers of requests: https://www.twilio.com/docs/api/errors. Those without a row go by the HTTP status. */
const requestErrors: ReadonlyMap<number, Verdict & { kind: 'refused' }> = new Map(
  (
    [
      [21211, 'permanent', status.ESME_RINVDSTADR],
      [21217, 'permanent', status.ESME_RINVDSTADR],
      [21265, 'permanent', status.ESME_RINVDSTADR],
      [21408, 'permanent', status.ESME_RPROHIBITED],
      [21610, 'permanent', status.ESME_RPROHIBITED],
      [21612, 'permanent', status.ESME_RINVDSTADR],
      [21614, 'permanent', status.ESME_RINVDSTADR],
      [21212, 'permanent', status.ESME_RINVSRCADR],
      [21603, 'permanent', status.ESME_RINVSRCADR],
      [21606, 'permanent', status.ESME_RINVSRCADR],
      [21659, 'permanent', status.ESME_RINVSRCADR],
      [21660, 'permanent', status.ESME_RINVSRCADR],
      [21617, 'permanent', status.ESME_RINVMSGLEN],
      [21611, 'congestion', status.ESME_RMSGQFUL],
      [14107, 'congestion', status.ESME_RTHROTTLED],
      [20429, 'congestion', status.ESME_RTHROTTLED],
    ] as const
  ).map(([code, class_, commandStatus]) => [
    code,
    { kind: 'refused', class: class_, commandStatus, detail: `Twilio error ${code}` },
  ]),
)

/** Error numbers of undelivered messages → the MAP error that means the same (3GPP TS 29.002 §17.6.6). */
const gsmErrors: Readonly<Record<string, number>> = {
  30003: 27,
  30004: 13,
  30005: 1,
  30006: 11,
}

const REPLY = { type: 'text/xml', body: '<Response/>' }

export function twilio(settings: { url: string }, account: Account): Provider {
  const folder = `${settings.url}/2010-04-01/Accounts/${encodeURIComponent(account.name)}`
  const authorization = basicAuth(account.name, account.secret)
  return {
    message: ({ sender, destination, content, validityMs }) =>
      content.kind === 'binary'
        ? refused('permanent', status.ESME_RINVDCS, 'Twilio takes no binary messages')
        : content.text.length > TEXT_LENGTH_MAX
          ? refused('permanent', status.ESME_RINVMSGLEN, `Twilio takes ${TEXT_LENGTH_MAX} letters`)
          : {
              method: 'POST',
              url: `${folder}/Messages.json`,
              headers: { authorization, 'content-type': FORM },
              body: form({
                To: `+${destination}`,
                From: senderOf(sender),
                Body: content.text,
                StatusCallback: account.callbackUrl,
                ValidityPeriod: validityMs === null ? null : String(Math.min(VALIDITY_SECONDS_MAX, Math.max(1, Math.floor(validityMs / 1_000)))), // prettier-ignore
              }),
            },
    verdict: verdictOf,
    check: () => ({ method: 'GET', url: `${folder}.json`, headers: { authorization }, body: null }),
    checked: (answer) =>
      answer.status === 404
        ? { kind: 'unusable', wrongPassword: true, detail: 'HTTP 404' }
        : checkedByStatus(answer),
    signed: (incoming) => isSigned(incoming, account.secret),
    receive: ({ body }) => [eventOf(fieldsOf(body))],
    reply: REPLY,
    pull: null,
  }
}

/** Long numbers with a `+`; short codes and names as they are. */
const senderOf = ({ kind, address }: Sender): string =>
  kind === 'long-number' ? `+${address}` : address

function verdictOf(answer: Answer): Verdict {
  const told = fieldsOf(parsed(answer.text))
  if (answer.status >= 200 && answer.status < 300) {
    const id = wordOf(told['sid'])
    return id === '' ? verdictOfStatus(answer) : { kind: 'accepted', ids: [id] }
  }
  const code = Number(told['code'])
  return (
    requestErrors.get(code) ??
    verdictOfStatus(answer, `HTTP ${answer.status}${code > 0 ? `, Twilio error ${code}` : ''}`)
  )
}

/** The address as it was asked for, then the fields of the form in the order of their names, each with its value. */
function isSigned({ url, body, headers }: Incoming, secret: string): boolean {
  const given = headers['x-twilio-signature']
  if (typeof given !== 'string') return false
  const fields = Object.entries(fieldsOf(body)).sort(([a], [b]) => (a < b ? -1 : 1))
  const text = url + fields.map(([name, value]) => name + wordOf(value)).join('')
  return equalInConstantTime(createHmac('sha1', secret).update(text).digest('base64'), given)
}

function eventOf(fields: Readonly<Record<string, unknown>>): PeerEvent {
  const id = wordOf(fields['MessageSid']) || wordOf(fields['SmsSid'])
  const told = wordOf(fields['MessageStatus']) || wordOf(fields['SmsStatus'])
  if (told === 'received' || (told === '' && 'Body' in fields))
    return inboundOf({
      sender: fields['From'],
      destination: fields['To'],
      content: textOf(wordOf(fields['Body'])),
    })
  const state = states[told]
  if (state === undefined) return { kind: 'malformed' }
  const error = wordOf(fields['ErrorCode'])
  return receiptOf({
    id,
    state,
    stat: told,
    err: error === '' ? undefined : `TWILIO-${error}`,
    gsmError: gsmErrors[error],
  })
}
