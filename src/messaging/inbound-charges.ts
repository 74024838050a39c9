import type { Tx } from '../core/storage/index.ts'
import { countryOf, parseSender, toMsisdn } from '../protocols/e164/index.ts'
import type { AccountPolicy, BillingDoor } from './needs.ts'

/** A message from a handset, as far as money goes. */
export interface Arrival {
  /** Our id of it. */
  id: string
  accountId: number
  channel: string
  /** Who wrote. */
  from: string
  mccMnc: string | null
  /** The own number that was written to. */
  own: string
  parts: number
  connectionId: number
  applicationId: string | null
  entityId: string | null
  simulated: boolean
}
/** `priceMicros` is that of one part; `tariffId` null: it cost nothing. */
export interface InboundPrice {
  priceMicros: bigint
  currency: string
  tariffId: number | null
}

const FREE: InboundPrice = { priceMicros: 0n, currency: 'EUR', tariffId: null }

/**
 * Charges messages from handsets, and counts what their operators will ask for, in the transaction that stores them. A
 * message is never lost for money: what the balance does not cover is owed, and what nobody prices is free. A trial pays in
 * messages that it sends, and a closed account has had its last bill: neither is charged.
 * @returns prices in the order of the messages
 */
export async function chargeInbound(
  tx: Tx,
  billing: BillingDoor,
  policies: ReadonlyMap<number, AccountPolicy>,
  arrivals: readonly Arrival[],
  now: number,
): Promise<InboundPrice[]> {
  const described = arrivals.map((one) => describe(one, now))
  const pays = (one: { accountId: number }) => {
    const state = policies.get(one.accountId)?.state
    return state === 'active' || state === 'suspended'
  }
  const charged = described.filter(pays)
  const outcomes = charged.length === 0 ? [] : await billing.reserve(tx, charged)
  const prices = new Map(charged.map((one, n) => [one.reference, outcomes[n]!]))
  const brought = described.filter((one) => !one.simulated)
  if (brought.length > 0) await billing.submitted(tx, brought)
  return arrivals.map(({ id }) => {
    const outcome = prices.get(id)
    return outcome?.ok ? outcome : FREE
  })
}

function describe({ id: reference, from, own, ...one }: Arrival, at: number) {
  const msisdn = toMsisdn(from)
  const read = parseSender(own)
  return {
    ...one,
    reference,
    at,
    direction: 'MO' as const,
    country: msisdn === null ? null : countryOf(msisdn).countryIso,
    senderKind: read.ok ? read.sender.kind : ('long-number' as const),
  }
}
