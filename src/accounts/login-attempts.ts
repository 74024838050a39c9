import type { Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'
import { networkOf } from './addresses.ts'

const MINUTE_MS = 60_000
const FORGET_MS = 15 * MINUTE_MS
const ENTRIES_MAX = 20_000

/** Wrong passwords that cost nothing, and the longest wait after more of them; the wait doubles with each. */
const ONE_PLACE = { free: 5, waitMsMax: 5 * MINUTE_MS }
/** Over all addresses: higher, since a stranger can use it up for somebody else. */
const ONE_USER = { free: 50, waitMsMax: MINUTE_MS }
const WAIT_MS = 1_000

interface Failures {
  count: number
  blockedUntil: number
  forgetAt: number
}

export interface Attempt {
  /** If the password is wrong, it is one too many: further tries from this address have to wait. */
  holdsOff: boolean
  /** The password was right: forget what was counted for this try, and for this user at this address. */
  succeeded(): void
}

/**
 * Holds off whoever guesses passwords: by user and address, by user, and by address. A try counts from its beginning,
 * so that many at once are no way around. Counted in memory of this process.
 */
export class LoginAttempts {
  readonly #clock: Clock
  readonly #failuresPerMinuteMax: number
  readonly #places = new Map<string, Failures>()
  readonly #users = new Map<string, Failures>()
  readonly #addresses = new Map<string, { count: number; until: number }>()

  constructor(clock: Clock, failuresPerMinuteMax: number) {
    this.#clock = clock
    this.#failuresPerMinuteMax = failuresPerMinuteMax
  }

  /** @throws TOO_MANY_REQUESTS with the seconds to wait */
  begin(user: string, ip: string): Attempt {
    const now = this.#clock.ms()
    const address = networkOf(ip)
    const place = `${user} ${address}`
    this.#refuse(
      Math.max(
        this.#places.get(place)?.blockedUntil ?? 0,
        this.#users.get(user)?.blockedUntil ?? 0,
      ),
      now,
    )
    const window = this.#window(address, now)
    if (window.count >= this.#failuresPerMinuteMax) this.#refuse(window.until, now)
    window.count++
    const placeFailures = count(this.#places, place, ONE_PLACE, now)
    const userFailures = count(this.#users, user, ONE_USER, now)
    return {
      holdsOff: placeFailures.blockedUntil > now || userFailures.blockedUntil > now,
      succeeded: () => {
        window.count--
        this.#places.delete(place)
        userFailures.count--
        userFailures.blockedUntil = 0
      },
    }
  }

  #refuse(until: number, now: number): void {
    if (until <= now) return
    throw new Rejection('TOO_MANY_REQUESTS', {
      text: 'Too many wrong passwords or codes.',
      retryAfterSeconds: Math.ceil((until - now) / 1_000),
    })
  }

  #window(address: string, now: number): { count: number; until: number } {
    const known = this.#addresses.get(address)
    if (known && known.until > now) return known
    const fresh = { count: 0, until: now + MINUTE_MS }
    keep(this.#addresses, address, fresh)
    return fresh
  }
}

function count(
  kept: Map<string, Failures>,
  key: string,
  rule: { free: number; waitMsMax: number },
  now: number,
): Failures {
  const known = kept.get(key)
  const failures =
    known && known.forgetAt > now ? known : { count: 0, blockedUntil: 0, forgetAt: 0 }
  failures.count++
  failures.forgetAt = now + FORGET_MS
  const over = failures.count - rule.free
  if (over >= 0)
    failures.blockedUntil = now + Math.min(rule.waitMsMax, WAIT_MS * 2 ** Math.min(over, 30))
  keep(kept, key, failures)
  return failures
}

/** Puts it last; the one that was not touched for longest goes when there are too many. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key)
  if (kept.size >= ENTRIES_MAX) {
    const [oldest] = kept.keys()
    if (oldest !== undefined) kept.delete(oldest)
  }
  kept.set(key, value)
}
