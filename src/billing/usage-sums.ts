import { billingDay } from './billing-day.ts'
import type { Posting, UsageRow } from './store/ledger.ts'
import { amountOf, type Charge } from './tariffs.ts'

/** A message that is charged or given back. */
export interface Counted {
  accountId: number
  tariffId: number
  parts: number
  /** When it was accepted, ms. */
  at: number
  applicationId: string | null
  entityId: string | null
  reference: string
}

/** Why traffic is posted: sent, came in from a handset, given back. */
type UsageKind = 'RESERVE' | 'INBOUND' | 'REFUND'

interface PostingSum {
  kind: UsageKind
  accountId: number
  currency: string
  day: string
  amount: bigint
  items: number
  reference: string
}
interface UsageSum extends Omit<UsageRow, 'amount_micros'> {
  amount: bigint
}

/** Charges of a set, added up to one posting for each account and day and one row of usage for each kind. */
export class UsageSums {
  readonly #postings = new Map<string, PostingSum>()
  readonly #usage = new Map<string, UsageSum>()

  add(charge: Charge, one: Counted, kind: UsageKind): void {
    const sign = kind === 'REFUND' ? -1 : 1
    const amount = amountOf(charge, one.parts)
    const day = billingDay(charge.zone, one.at)
    this.#post(kind, charge, day, amount, one.reference)
    const [application, entity] = [one.applicationId ?? '', one.entityId ?? '']
    const key = JSON.stringify([
      charge.account,
      day,
      one.tariffId,
      one.accountId,
      application,
      entity,
    ])
    let row = this.#usage.get(key)
    if (!row) {
      row = {
        account_id: charge.account,
        day,
        tariff_id: one.tariffId,
        sender_account_id: one.accountId,
        application_id: application,
        entity_id: entity,
        currency: charge.currency,
        messages: 0,
        parts: 0,
        amount: 0n,
      }
      this.#usage.set(key, row)
    }
    row.messages += sign
    row.parts += sign * one.parts
    row.amount += BigInt(sign) * amount
  }

  #post(kind: UsageKind, charge: Charge, day: string, amount: bigint, reference: string): void {
    if (amount === 0n) return
    const key = `${kind} ${charge.account} ${day}`
    const sum = this.#postings.get(key)
    if (sum) {
      sum.amount += amount
      sum.items++
    } else
      this.#postings.set(key, {
        kind,
        accountId: charge.account,
        currency: charge.currency,
        day,
        amount,
        items: 1,
        reference,
      })
  }

  get accountIds(): number[] {
    return [...new Set([...this.#usage.values()].map((one) => one.account_id))]
  }

  get usage(): UsageRow[] {
    return [...this.#usage.values()].map(({ amount, ...row }) => ({
      ...row,
      amount_micros: String(amount),
    }))
  }

  get postings(): Posting[] {
    return [...this.#postings.values()].map((sum) => ({
      account_id: sum.accountId,
      currency: sum.currency,
      kind: sum.kind,
      debit: sum.kind === 'REFUND' ? 'traffic' : 'balance',
      credit: sum.kind === 'REFUND' ? 'balance' : 'traffic',
      amount_micros: String(sum.amount),
      items: sum.items,
      reference: sum.reference,
      day: sum.day,
      reason: null,
    }))
  }
}
