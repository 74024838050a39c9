import { parseSender, type SenderKind } from '../../protocols/e164/index.ts'
import type { ContentClass, RouteAsk, StoredRoute } from './route.ts'
import { Opening } from './time-windows.ts'

/** The first condition that a message does not meet. */
export type Mismatch =
  | 'OTHER_COUNTRY'
  | 'OTHER_NETWORK'
  | 'OTHER_ACCOUNT'
  | 'OTHER_SENDER'
  | 'OTHER_SENDER_KIND'
  | 'OTHER_CONTENT_CLASS'
  | 'OTHER_TIME'

/** A network counts as a prefix of so many digits, a country as one of so many: calling codes have one to three. */
const NETWORK_DIGITS = 6
const COUNTRY_DIGITS = 3

/** Bits of what else a route asks for, the weightiest first. */
const SENDERS = 8
const SENDER_KINDS = 4
const CONTENT_CLASSES = 2
const TIMES = 1

const contentBit = { OTP: 1, TRANSACTIONAL: 2, MARKETING: 4 } as const satisfies Record<
  ContentClass,
  number
>
const kindBit = {
  alphanumeric: 1,
  'short-code': 2,
  'long-number': 4,
} as const satisfies Record<SenderKind, number>
const ALL_BITS = 7

/** A route, ready to be compared with messages. */
export interface CompiledRoute {
  readonly route: StoredRoute
  /** Digits that its place is worth. */
  readonly placeRank: number
  /** What else it asks for, as bits; more weighty conditions make a greater number. */
  readonly otherRank: number
  readonly countries: ReadonlySet<string> | null
  readonly networks: ReadonlySet<string> | null
  readonly senders: ReadonlySet<string> | null
  readonly kinds: number
  readonly contents: number
  readonly opening: Opening | null
}

const bitsOf = <Key extends string>(
  keys: readonly Key[],
  bit: Readonly<Record<Key, number>>,
): number => (keys.length === 0 ? ALL_BITS : keys.reduce((bits: number, one) => bits | bit[one], 0))

const setOf = (keys: readonly string[]): ReadonlySet<string> | null =>
  keys.length === 0 ? null : new Set(keys)

export function compileRoute(route: StoredRoute): CompiledRoute {
  const timed =
    route.timeWindows.length > 0 || route.validFrom !== null || route.validUntil !== null
  return {
    route,
    placeRank: Math.max(
      route.prefix.length,
      route.networks.length > 0 ? NETWORK_DIGITS : 0,
      route.countries.length > 0 ? COUNTRY_DIGITS : 0,
    ),
    otherRank:
      (route.senders.length > 0 ? SENDERS : 0) +
      (route.senderKinds.length > 0 ? SENDER_KINDS : 0) +
      (route.contentClasses.length > 0 ? CONTENT_CLASSES : 0) +
      (timed ? TIMES : 0),
    countries: setOf(route.countries),
    networks: setOf(route.networks),
    senders: setOf(route.senders.map(senderKey)),
    kinds: bitsOf(route.senderKinds, kindBit),
    contents: bitsOf(route.contentClasses, contentBit),
    opening: timed ? new Opening(route) : null,
  }
}

/** Senders are compared as people read them: `+49 151…` and `49151…` are one, and so are names in upper and lower case. */
export const senderKey = (sender: string): string =>
  sender
    .trim()
    .replace(/^\+(?=\d)/, '')
    .toLowerCase()

const KINDS_KNOWN_MAX = 10_000
const kinds = new Map<string, SenderKind>()

/** What kind a sender is; what is none counts as a name. Remembered, as few senders send most messages. */
export function kindOfSender(sender: string): SenderKind {
  let kind = kinds.get(sender)
  if (kind === undefined) {
    if (kinds.size >= KINDS_KNOWN_MAX) kinds.clear()
    const parsed = parseSender(sender)
    kind = parsed.ok ? parsed.sender.kind : 'alphanumeric'
    kinds.set(sender, kind)
  }
  return kind
}

/** Whether a route is for numbers of this country and network; its prefix is looked at elsewhere. */
export const fitsPlace = (
  one: CompiledRoute,
  country: string | null,
  mccMnc: string | null,
): boolean =>
  (one.networks === null || (mccMnc !== null && one.networks.has(mccMnc))) &&
  (one.countries === null || (country !== null && one.countries.has(country)))

/** Whether a message of the right place and account takes this route. */
export const fitsMessage = (one: CompiledRoute, ask: RouteAsk): boolean =>
  (one.contents === ALL_BITS || (one.contents & contentBit[ask.contentClass]) !== 0) &&
  (one.kinds === ALL_BITS || (one.kinds & kindBit[kindOfSender(ask.sender)]) !== 0) &&
  (one.senders === null || one.senders.has(senderKey(ask.sender))) &&
  (one.opening === null || one.opening.at(ask.at))

/** Why a route is not for a message whose number begins right; null: it is. For explanations. */
export function mismatchOf(
  one: CompiledRoute,
  ask: RouteAsk,
  isForAccount: boolean,
): Mismatch | null {
  if (!fitsPlace({ ...one, networks: null }, ask.country, ask.mccMnc)) return 'OTHER_COUNTRY'
  if (!fitsPlace({ ...one, countries: null }, ask.country, ask.mccMnc)) return 'OTHER_NETWORK'
  if (!isForAccount) return 'OTHER_ACCOUNT'
  if (one.senders !== null && !one.senders.has(senderKey(ask.sender))) return 'OTHER_SENDER'
  if ((one.kinds & kindBit[kindOfSender(ask.sender)]) === 0) return 'OTHER_SENDER_KIND'
  if ((one.contents & contentBit[ask.contentClass]) === 0) return 'OTHER_CONTENT_CLASS'
  if (one.opening !== null && !one.opening.at(ask.at)) return 'OTHER_TIME'
  return null
}
