import { badField, parseWireTime, Rejection } from '../../../core/http/index.ts'
import { DAY_MS } from '../../../core/clock.ts'
import type { Content, DeliveryWindow, SendRequest, Webhook } from '../../../messaging/index.ts'
import {
  CONTENT_LENGTH_MAX,
  MESSAGE_ID_LENGTH_MAX,
  SCHEDULE_DAYS_MAX,
  type DeliveryTimeWindow,
  type SendingSpeedLimit,
} from '../wire.ts'

/** The rules that every way of sending shares: what a schema cannot say, and how wire values become core values. */

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** Nothing is tried for longer; more counts as this. */
export const VALIDITY_MS_MAX = 48 * HOUR_MS
const WINDOW_MINUTES_MIN = 60
const DAY_MINUTES = 1440

/** Cuts after `unitsMax` UTF-16 units, one earlier where that would split a surrogate pair: half a pair cannot be stored. */
export function cut(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text
  const last = text.charCodeAt(unitsMax - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? unitsMax - 1 : unitsMax)
}

/** Absent, null and '' are the same: not given. */
export const given = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text === '' ? null : text

export const messageIdOf = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text === '' ? null : cut(text, MESSAGE_ID_LENGTH_MAX)

/** A whole-request limit, so that one request cannot hold up the others. */
export function requireDestinationsWithinLimit(
  messages: readonly { destinations: readonly unknown[] }[],
  destinationsMax: number,
): void {
  let count = 0
  for (const message of messages) count += message.destinations.length
  if (count > destinationsMax)
    throw new Rejection('BAD_REQUEST', {
      text: `A request takes at most ${destinationsMax} destinations; this one has ${count}.`,
      violations: [
        {
          property: 'messages',
          violation: `must have at most ${destinationsMax} destinations in all`,
        },
      ],
    })
}

/** A value of a fixed list where the schema takes any text. */
export function requireOneOf<T extends string>(
  value: string | null,
  values: readonly T[],
  property: string,
): T | undefined {
  if (value === null) return undefined
  const found = values.find((one) => one === value)
  if (found === undefined) throw badField(property, `must be one of ${values.join(', ')}`)
  return found
}

/**
 * What is over the limit is cut just behind it: it is refused by its length all the same, and a text of megabytes
 * is not stored once per recipient.
 */
export const textContent = (
  text: string,
  transliteration: string | undefined,
  language: { code?: string; singleShift?: boolean; lockingShift?: boolean } | undefined,
): Content => ({
  kind: 'text',
  text: text.length > CONTENT_LENGTH_MAX ? cut(text, CONTENT_LENGTH_MAX + 2) : text,
  ...(transliteration === undefined ? {} : { transliteration }),
  ...(language === undefined ? {} : { language }),
})

/** Two digits and at most two blanks for each octet; anything longer is over the limit however it is written. */
export const HEX_LENGTH_MAX = CONTENT_LENGTH_MAX * 4

export const binaryContent = (
  hex: string,
  dataCoding: number | null | undefined,
  esmClass: number | null | undefined,
): Content => ({
  kind: 'binary',
  hex: cut(hex, HEX_LENGTH_MAX + 2),
  dataCoding: dataCoding ?? 0,
  esmClass: esmClass ?? 0,
})

/** `from` later than `to` spans midnight; an hour is the shortest, so that a message has a chance to find it open. */
export function windowOf(
  asked: DeliveryTimeWindow | null | undefined,
  property: string,
): DeliveryWindow | null {
  if (asked === undefined || asked === null) return null
  const from = asked.from ?? undefined
  const to = asked.to ?? undefined
  if ((from === undefined) !== (to === undefined))
    throw badField(property, 'must have from and to together')
  const zone = asked.timeZone === 'RECIPIENT' ? { recipientZone: true as const } : {}
  if (from === undefined || to === undefined) return { days: asked.days, ...zone }
  const minutes =
    (to.hour * 60 + to.minute - from.hour * 60 - from.minute + DAY_MINUTES) % DAY_MINUTES
  if (minutes < WINDOW_MINUTES_MIN)
    throw badField(property, 'must have from and to at least an hour apart')
  return {
    days: asked.days,
    from: { hour: from.hour, minute: from.minute },
    to: { hour: to.hour, minute: to.minute },
    ...zone,
  }
}

/** null: now, also for an instant that has passed. */
export function sendAtOf(
  text: string | null | undefined,
  property: string,
  nowMs: number,
): Date | null {
  const asked = given(text)
  if (asked === null) return null
  const at = parseWireTime(asked)
  if (at === undefined)
    throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  if (at.getTime() > nowMs + SCHEDULE_DAYS_MAX * DAY_MS)
    throw badField(property, `must be at most ${SCHEDULE_DAYS_MAX} days ahead`)
  return at.getTime() <= nowMs ? null : at
}

const speedUnitMs = { MINUTE: MINUTE_MS, HOUR: HOUR_MS, DAY: DAY_MS }
export const speedLimitOf = (
  asked: SendingSpeedLimit | null | undefined,
): SendRequest['speedLimit'] =>
  asked ? { amount: asked.amount, perMs: speedUnitMs[asked.timeUnit ?? 'MINUTE'] } : null

const validityUnitMs = { SECONDS: 1000, MINUTES: MINUTE_MS, HOURS: HOUR_MS }
export const validityOf = (
  amount: number | null | undefined,
  unit: keyof typeof validityUnitMs = 'MINUTES',
): number | null =>
  amount === undefined || amount === null
    ? null
    : Math.min(amount * validityUnitMs[unit], VALIDITY_MS_MAX)

/** Whether pushes reach an address is found out when they go; that it is none at all is told at once. */
export function webhookOf(
  shape: string,
  asked: {
    url: string | null | undefined
    contentType: string | null | undefined
    intermediate: boolean | null | undefined
    notify: boolean | null | undefined
  },
  urlProperty: string,
): Webhook {
  const url = given(asked.url)
  if (url !== null && !/^https?:\/\//i.test(url))
    throw badField(urlProperty, 'must be an http or https address')
  if (url !== null && !URL.canParse(url)) throw badField(urlProperty, 'must be a valid address')
  const webhook: Webhook = { shape }
  if (url !== null) webhook.url = url
  const contentType = given(asked.contentType)
  if (contentType !== null) webhook.contentType = contentType
  if (typeof asked.intermediate === 'boolean') webhook.intermediate = asked.intermediate
  if (typeof asked.notify === 'boolean') webhook.notify = asked.notify
  return webhook
}
