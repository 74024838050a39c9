import type { Tx } from '../core/storage/index.ts'
import type { Msisdn } from '../protocols/e164/index.ts'
import type { ChannelId } from './message.ts'

/** How an account may send. */
export interface AccountPolicy {
  accountId: number
  state: string
  anySender: boolean
  floodingOn: boolean
  /** Days that message contents are kept after the end of a message. */
  contentDays: number
}

/** What messaging needs of the accounts module; sets in, sets out in the same order. */
export interface AccountsDoor {
  policies(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>>
  reserve(
    tx: Tx,
    items: readonly { accountId: number; parts: number; reference: string }[],
  ): Promise<({ ok: true; priceMicros: bigint; currency: string } | { ok: false })[]>
  refund(
    tx: Tx,
    items: readonly { accountId: number; amountMicros: bigint; reference: string }[],
  ): Promise<void>
  senderAllowed(tx: Tx, pairs: readonly { accountId: number; sender: string }[]): Promise<boolean[]>
  ownerOfNumber(tx: Tx, addresses: readonly string[]): Promise<Map<string, number>>
}

export interface RouteChoice {
  routeId: number
  routeName: string
  connectionId: number
  simulated: boolean
}
/** What messaging needs of routing: an answer from memory, without waiting. */
export interface RoutingDoor {
  route(channel: ChannelId, msisdn: Msisdn, network: string | null): RouteChoice | null
}
