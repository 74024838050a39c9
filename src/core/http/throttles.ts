import type { Clock } from '../clock.ts'
import { Rejection } from './rejection.ts'

/**
 * How often an operation may be called by one account. `time`: so many requests within so many units of time.
 * `token`: a bucket that holds `burst` tokens and gets `perSecond` of them back; a request takes `tokens`.
 */
export type Throttle =
  | { type: 'time'; requests: number; units: number; unit: keyof typeof unitMs }
  | { type: 'token'; burst: number; perSecond: number; tokens: number }

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const time = (requests: number, unit: keyof typeof unitMs): Throttle => ({
  type: 'time',
  requests,
  units: 1,
  unit,
})

/** What an account has of its own; what is left out is as the installation has it. */
export interface OwnThrottles {
  /** What documented limits are multiplied by; Infinity: no limits. */
  factor?: number
  /** By operation, instead of what is documented; also of operations that have no limit else. */
  operations?: Readonly<Record<string, Throttle>>
}

/**
 * The limit that counts for an account.
 * @param documented the operation's own, if it has one
 * @param factor the installation's
 */
export function throttleOf(
  operationId: string,
  documented: Throttle | undefined,
  factor: number,
  own: OwnThrottles,
): Throttle | undefined {
  const exact = own.operations?.[operationId]
  return exact ?? (documented && multiplied(documented, own.factor ?? factor))
}

/** @returns undefined: no limit. At least one request is let through in the time. */
function multiplied(one: Throttle, factor: number): Throttle | undefined {
  if (factor === Infinity) return undefined
  return one.type === 'time'
    ? { ...one, requests: Math.max(1, Math.floor(one.requests * factor)) }
    : { ...one, burst: Math.max(one.tokens, one.burst * factor), perSecond: one.perSecond * factor }
}

/**
 * What the compatible API documents (`x-throttling-info`), by operation; the others have no limit of their own there.
 * It writes the number of units as 0, which is one.
 */
export const documentedThrottles: Readonly<Record<string, Throttle>> = {
  // account-management
  'create-api-key-deprecated': time(40, 'd'),
  'get-api-keys-by-filter': time(10, 's'),
  'create-api-key': time(40, 'd'),
  'get-api-key': time(10, 's'),
  'update-api-key': time(40, 'd'),
  'create-session': time(10, 's'),
  'destroy-session': time(10, 's'),
  'create-oauth2-token': time(10, 's'),
  // application-entity
  'get-applications': time(1, 's'),
  'create-application': time(1, 's'),
  'get-application': time(1, 's'),
  'modify-application': time(1, 's'),
  'delete-application': time(1, 's'),
  'get-entities': time(1, 's'),
  'create-entity': time(1, 's'),
  'get-entity': time(1, 's'),
  'modify-entity': time(1, 's'),
  'delete-entity': time(1, 's'),
  'get-resource-associations': time(1, 's'),
  'create-resource-association': time(1, 's'),
  'delete-resource-association': time(1, 's'),
  'get-resource-association': time(1, 's'),
  // billing-usage-api
  'query-billing-usage': time(60, 's'),
  // blocklist
  'get-all-blocklists': time(1, 's'),
  'create-blocklists': time(1, 's'),
  'delete-blocklists': time(1, 's'),
  // metrics-api
  'query-aggregate-data': time(60, 's'),
  'get-aggregate-request-status': time(60, 's'),
  // openapi
  'get-openapi': time(20, 's'),
  'get-product-level-openapi': time(20, 's'),
  'get-available-products': time(20, 's'),
  // sending-strategy
  'get-sending-strategies-v2': time(1, 's'),
  'create-sending-strategy-v2': time(1, 's'),
  'delete-sending-strategy-by-sending-strategy-id-v2': time(1, 's'),
  // sms
  'get-outbound-sms-message-logs-v3': time(120, 'm'),
  'get-outbound-sms-message-logs': time(120, 'm'),
  // subscriptions-api
  'get-certificates-details-page': time(100, 'm'),
  'upload-certificate': time(100, 'm'),
  'get-certificate-details': time(100, 'm'),
  'delete-certificate': time(100, 'm'),
  'get-certificates-statuses-page': time(100, 'm'),
  'get-certificate-status': time(100, 'm'),
  'test-connection-to-webhook': time(100, 'm'),
}

/** The same in the words of the compatible API's document. */
export const throttlingInfo = (one: Throttle): object =>
  one.type === 'time'
    ? {
        type: 'time',
        numberOfRequests: one.requests,
        numberOfTimeUnits: one.units,
        timeUnit: one.unit,
      }
    : {
        type: 'token',
        replenishRate: one.perSecond,
        burstCapacity: one.burst,
        requestedTokens: one.tokens,
      }

interface Count {
  /** `time`: requests in the window. `token`: tokens left. */
  amount: number
  /** `time`: when the window began. `token`: when the tokens were counted. */
  atMs: number
  /** From then on it says no more than no count at all. */
  overMs: number
}

const COUNTS_MAX = 100_000

/** Counts requests in this process: two processes on one database allow twice as much. A new start forgets. */
export class Throttles {
  readonly #clock: Clock
  readonly #counts = new Map<string, Count>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @param who the account, or the address of a caller without a credential
   * @throws TOO_MANY_REQUESTS with the seconds to wait; a refused request is not counted
   */
  take(operationId: string, one: Throttle, who: string): void {
    const key = `${operationId} ${who}`
    const now = this.#clock.ms()
    const before = this.#counts.get(key)
    const next = one.type === 'time' ? inWindow(one, before, now) : fromBucket(one, before, now)
    if (typeof next === 'number')
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `${described(one)} This one is too many.`,
        retryAfterSeconds: Math.max(1, Math.ceil(next / 1_000)),
      })
    // Moved to the end, so that the first ones are those that were longest without a request.
    this.#counts.delete(key)
    this.#counts.set(key, next)
    if (this.#counts.size > COUNTS_MAX) this.#drop(now)
  }

  /** What is over; when nothing is, the one that was longest without a request. */
  #drop(now: number): void {
    for (const [key, count] of this.#counts) if (count.overMs <= now) this.#counts.delete(key)
    if (this.#counts.size <= COUNTS_MAX) return
    const [oldest] = this.#counts.keys()
    if (oldest !== undefined) this.#counts.delete(oldest)
  }
}

/** @returns milliseconds to wait when it is one too many */
function inWindow(
  { requests, units, unit }: Throttle & { type: 'time' },
  before: Count | undefined,
  now: number,
): Count | number {
  const windowMs = units * unitMs[unit]
  if (before === undefined || before.overMs <= now)
    return { amount: 1, atMs: now, overMs: now + windowMs }
  if (before.amount >= requests) return before.overMs - now
  return { ...before, amount: before.amount + 1 }
}

function fromBucket(
  { burst, perSecond, tokens }: Throttle & { type: 'token' },
  before: Count | undefined,
  now: number,
): Count | number {
  const back = before === undefined ? burst : ((now - before.atMs) / 1_000) * perSecond
  const held = Math.min(burst, (before?.amount ?? 0) + back)
  if (held < tokens) return ((tokens - held) / perSecond) * 1_000
  const left = held - tokens
  return { amount: left, atMs: now, overMs: now + ((burst - left) / perSecond) * 1_000 }
}

const unitNames = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const
const described = (one: Throttle): string =>
  one.type === 'time'
    ? `This operation takes ${one.requests} request${one.requests === 1 ? '' : 's'} of an account in ${one.units === 1 ? 'a' : one.units} ${unitNames[one.unit]}${one.units === 1 ? '' : 's'}.`
    : `This operation takes ${one.burst / one.tokens} requests of an account at once, and ${one.perSecond / one.tokens} a second.`
