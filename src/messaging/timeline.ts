import { DAY_MS, utcDay } from '../core/clock.ts'
import { Rejection, wireTime } from '../core/http/index.ts'
import { uuidFloor, uuidMs } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import type { Find } from './find.ts'
import { scheduledToSummary, toSummary, wirePrice, wireStatus } from './present.ts'
import * as status from './statuses.ts'
import { refundedAt } from './store/anywhere.ts'
import * as store from './store/messages.ts'
import type { MessageExtra, PartState } from './store/messages.ts'
import type { StoredMessage } from './store/reports.ts'
import type { MessageDetail } from './wire.ts'

type Entry = MessageDetail['timeline'][number]
export interface Names {
  connection(id: number): string | null
  route(id: number): string | null
}

/** What of a message lies outside the tables of messages, and how much of it is told. */
export interface More {
  /** Deliveries of its reports from an instant on, oldest first. */
  deliveries(accountId: number, messageId: string, since: Date): Promise<PushedReport[]>
  /** Whether it is told what operators call the parts. */
  operatorIds: boolean
}
interface PushedReport {
  at: Date
  /** Host and path. */
  target: string
  ok: boolean
  status: number | null
  tookMs: number
  reason: string | null
}

export const noSuchMessage = (): Rejection =>
  new Rejection('NOT_FOUND', {
    text: 'There is no such message; messages are shown for eight days.',
  })

/** One message with everything that happened to it; throws NOT_FOUND. */
export async function messageDetail(
  db: Db,
  find: Find,
  names: Names,
  accountId: number,
  messageId: string,
  more: More,
): Promise<MessageDetail> {
  const [place] = await find.locate(accountId, [messageId])
  if (place?.day === null) return scheduledDetail(db, accountId, place.id)
  const [message] = place ? await store.findMessages(db, accountId, place.day!, [place.id]) : []
  const extra = place ? await store.findExtra(db, accountId, place.day!, place.id) : undefined
  if (!message || !extra) throw noSuchMessage()
  const first = Math.max(uuidMs(message.id), Date.parse(`${message.day}T00:00:00Z`))
  // One that was moved to a newer day was sent before that day.
  const days = new Set(
    [
      first,
      first + DAY_MS,
      first + 2 * DAY_MS,
      first + 3 * DAY_MS,
      message.sent_at?.getTime() ?? first,
    ].map(utcDay),
  )
  const parts = await store.findPartStates(db, accountId, message.id, [...days])
  const { deliveries } = more
  const pushed = message.done_at === null && message.sent_at === null ? [] : await deliveries(accountId, message.id, message.sent_at ?? message.done_at!) // prettier-ignore
  const refunded = await refundedAt(db, accountId, message.accepted_at, message.id)
  const reports = await store.findReportsOf(db, accountId, message.id, reportSpans(message))
  return {
    ...toSummary(message),
    callbackData: message.callback_data,
    applicationId: message.application_id,
    entityId: message.entity_id,
    campaignReferenceId: message.campaign_reference_id,
    connection: extra.connection_id === null ? null : names.connection(extra.connection_id),
    route: extra.route_id === null ? null : names.route(extra.route_id),
    validUntil: wireTime(extra.valid_until),
    notifyUrl: typeof extra.webhook?.url === 'string' ? extra.webhook.url : null,
    whatToDo: whatToDo(message),
    timeline: [
      ...timeline(message, extra, parts, reports, names, more.operatorIds),
      ...money(message, refunded),
      ...pushed.map(pushedEntry),
    ].toSorted((a, b) => a.at.localeCompare(b.at)),
  }
}

/** A report is written at most a few seconds after what it tells. */
const REPORT_LAG_MS = 60_000
const reportSpans = (message: StoredMessage) =>
  [message.sent_at, message.done_at].flatMap((at) =>
    at === null
      ? []
      : [{ from: uuidFloor(at.getTime() - 1_000), to: uuidFloor(at.getTime() + REPORT_LAG_MS) }],
  )

async function scheduledDetail(db: Db, accountId: number, id: string): Promise<MessageDetail> {
  const [waiting] = await store.pageScheduled(db, accountId, { id }, null, 1)
  if (!waiting) throw noSuchMessage()
  const summary = scheduledToSummary(waiting)
  return {
    ...summary,
    callbackData: waiting.callback_data,
    applicationId: waiting.application_id,
    entityId: waiting.entity_id,
    campaignReferenceId: waiting.campaign_reference_id,
    connection: null,
    route: null,
    validUntil: wireTime(waiting.send_at),
    notifyUrl: null,
    whatToDo: waiting.paused ? 'Its bulk is paused: resume the bulk to send it.' : null,
    timeline: [
      entry(waiting.accepted_at, 'ACCEPTED', null),
      entry(
        waiting.send_at,
        'SCHEDULED',
        waiting.paused ? 'Due at this time, but its bulk is paused' : 'Due at this time',
      ),
    ],
  }
}

const entry = (
  at: Date | string,
  kind: Entry['kind'],
  detail: string | null,
  more: Partial<Entry> = {},
): Entry => ({
  at: wireTime(typeof at === 'string' ? new Date(at) : at),
  kind,
  detail,
  connection: null,
  part: null,
  operatorId: null,
  status: null,
  ...more,
})

function timeline(
  message: StoredMessage,
  extra: MessageExtra,
  parts: readonly PartState[],
  reports: Awaited<ReturnType<typeof store.findReportsOf>>,
  names: Names,
  operatorIds: boolean,
): Entry[] {
  const connection = extra.connection_id === null ? null : names.connection(extra.connection_id)
  const trail = extra.trail ?? []
  const moves = trail.filter((one) => one.kind === 'REROUTED')
  const firstRouteId = moves.length === 0 ? extra.route_id : (moves[0]!.routeId ?? null)
  const route = firstRouteId === null ? null : names.route(firstRouteId)
  const connectionAt = (at: number) => connectionOf(trail, at, extra, names)
  const refusedAtOnce =
    message.done_at !== null && message.done_at.getTime() === message.accepted_at.getTime()
  return [
    entry(
      message.accepted_at,
      refusedAtOnce ? 'REJECTED' : 'ACCEPTED',
      refusedAtOnce ? status.statusOf(message.status_id).description : null,
      {
        status: refusedAtOnce ? wireStatus(message.status_id) : null,
      },
    ),
    ...(route === null || refusedAtOnce
      ? []
      : [
          entry(message.accepted_at, 'ROUTED', `Route "${route}"`, { connection: connectionAt(0) }),
        ]),
    ...trail.flatMap((one, at) =>
      one.kind === 'RETRY' || one.kind === 'REROUTED'
        ? [entry(one.at, one.kind, one.detail, { connection: connectionAt(at) })]
        : [],
    ),
    ...parts.map((part) =>
      entry(part.submitted_at, 'SUBMITTED', 'The operator took it', {
        connection: names.connection(part.connection_id),
        part: part.part,
        operatorId: operatorIds ? part.peer_id : null,
      }),
    ),
    ...parts.flatMap((part) =>
      part.done_at === null
        ? []
        : [
            entry(part.done_at, 'REPORTED', part.detail, {
              connection: names.connection(part.connection_id),
              part: part.part,
              operatorId: operatorIds ? part.peer_id : null,
              status: wireStatus(part.status_id),
            }),
          ],
    ),
    ...trail
      .filter((one) => one.kind !== 'RETRY' && one.kind !== 'REROUTED')
      .map((one) =>
        entry(
          one.at,
          message.status_id === status.EXPIRED_EXPIRED ||
            message.status_id === status.EXPIRED_DLR_UNKNOWN
            ? 'EXPIRED'
            : 'REPORTED',
          one.detail,
          { connection, status: wireStatus(message.status_id) },
        ),
      ),
    ...reports.map((report) => reportEntry(report)),
    ...(extra.converted_at === null ? [] : [entry(extra.converted_at, 'CONVERTED', null)]),
  ]
}

const pushedEntry = (one: PushedReport): Entry => {
  const answer = one.status === null ? one.reason : `answered ${one.status}`
  return entry(
    one.at,
    one.ok ? 'REPORT_PUSHED' : 'REPORT_PUSH_FAILED',
    `${one.target} ${answer ?? 'did not answer'} in ${one.tookMs} ms`,
  )
}

function money(message: StoredMessage, refunded: Date | null): Entry[] {
  if (message.price_micros === 0n) return []
  const price = wirePrice(message.price_micros, message.currency)
  const said = `${price.pricePerMessage} ${price.currency}`
  return [
    entry(message.accepted_at, 'CHARGED', said),
    ...(refunded === null ? [] : [entry(refunded, 'REFUNDED', said)]),
  ]
}

/** The connection that a message was with at an entry of its trail: the one the next change of route left, or its last. */
function connectionOf(
  trail: NonNullable<MessageExtra['trail']>,
  at: number,
  extra: MessageExtra,
  names: Names,
): string | null {
  const left = trail.slice(at).find((one) => one.kind === 'REROUTED')?.connectionId
  const connectionId = left ?? extra.connection_id
  return connectionId === null ? null : names.connection(connectionId)
}

/** A customer who holds a session with us fetches it there. */
const waitsFor = (target: string): string =>
  target.startsWith('smpp:')
    ? 'The report waits for an SMPP bind of the customer to take it'
    : 'The report waits to be pushed to the webhook'

function reportEntry(report: {
  at: Date
  push_url: string | null
  next_attempt_at: Date | null
  attempts: number
}): Entry {
  if (report.push_url === null)
    return entry(report.at, 'REPORT_WAITING', 'The report waits to be pulled')
  if (report.attempts === 0) return entry(report.at, 'REPORT_WAITING', waitsFor(report.push_url))
  const next =
    report.next_attempt_at === null
      ? 'it can only be pulled now'
      : `next try ${wireTime(report.next_attempt_at)}`
  return entry(
    report.at,
    'REPORT_PUSH_FAILED',
    `The webhook did not take the report, ${report.attempts} ${report.attempts === 1 ? 'try' : 'tries'} so far; ${next}`,
  )
}

const advice: Readonly<Record<number, string>> = {
  [status.UNDELIVERABLE_REJECTED_OPERATOR]:
    'The operator refused it. Check that the sender is allowed with this operator and that the number exists; the reason the operator gave is in the timeline.',
  [status.UNDELIVERABLE_NOT_DELIVERED]:
    'The operator could not deliver it: the number may not exist, be barred or have been off. Try again later or another channel.',
  [status.UNDELIVERABLE_NOT_SENT]: 'It was cancelled before it was sent.',
  [status.EXPIRED_EXPIRED]:
    'Its validity ended first. Look at the state of the operator connection, or give messages a longer validity.',
  [status.EXPIRED_DLR_UNKNOWN]:
    'The operator took it but never said what became of it. Ask the operator whether delivery receipts are switched on.',
  [status.REJECTED_NETWORK]:
    'The account or the network is not enabled. Ask whoever runs this installation.',
  [status.REJECTED_PREFIX_MISSING]:
    'Write the number in international form with its country code, for example 4915112345678.',
  [status.REJECTED_SOURCE]:
    "The sender is not one of the account's. Register it under Senders or use another one.",
  [status.REJECTED_NOT_ENOUGH_CREDITS]:
    'The balance is too low, or the messages of a trial are used up for the day. Top up the account, or wait until tomorrow.',
  [status.REJECTED_PREPAID_PACKAGE_EXPIRED]:
    'The trial is over. Ask whoever runs this installation to make it an account that pays.',
  [status.REJECTED_DESTINATION_NOT_REGISTERED]:
    'A trial account reaches verified numbers only. Verify the number and send again.',
  [status.REJECTED_SENDER]:
    'The number is on the blocklist for this sender. Take it off only if its owner wants to hear from this sender again.',
  [status.REJECTED_DESTINATION_BLOCKLISTED]:
    'The number is on the blocklist. Take it off only if its owner wants to hear from you again.',
  [status.REJECTED_ROUTE_NOT_AVAILABLE]:
    'No route leads to this number. Add a default route or one for this prefix under Operators.',
  [status.REJECTED_FLOODING_FILTER]:
    'This number got too many messages within the hour. Wait, or send fewer.',
  [status.REJECTED_DUPLICATE_MESSAGE_ID]:
    'The messageId was used before. Give every message its own, or leave it out.',
  [status.REJECTED_INVALID_UDH]: 'The hexadecimal content or its user data header is malformed.',
  [status.REJECTED_MESSAGE_TOO_LONG]: 'Shorten the text to 25 parts at most.',
  [status.REJECTED_DND]:
    'The number is on the do-not-contact list of its country: it gets no marketing. Do not send it any.',
  [status.REJECTED]:
    'A rule of the recipient’s country asks for an option that the message lacks. Sending rules tell which.',
  [status.MISSING_TO]: 'Fill in the recipient.',
  [status.REJECTED_DESTINATION]: 'Check the recipient: it is not a phone number.',
}

/** Errors that say more than their status. */
const adviceByError: Readonly<Record<number, string>> = {
  [status.EC_SOURCE_ADDRESS_IS_BLOCKED]:
    'The recipient’s country does not take this sender, or only when it is registered, or marked as marketing. Sending rules tell which; register the sender for the country, or use another one.',
  [status.EC_DESTINATION_TXT_FLOODING]:
    'The same text went from this sender to this number a moment ago, and the account does not want it twice.',
}

const whatToDo = (message: StoredMessage): string | null =>
  adviceByError[message.error_id] ?? advice[message.status_id] ?? null
