import { utcMonth, type Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { billingDay } from '../billing-day.ts'
import type { ChargedMessage, ChargedMessages, ChargedStage } from '../needs.ts'
import { findDocumentBefore, readSenders } from '../store/annexes.ts'
import type { DocumentStanding } from '../store/invoices.ts'
import { amountOf, type Charge, type Recipe, type Tariffs } from '../tariffs.ts'
import { addDays, addMonths, firstDay, monthOf, type Month } from './months.ts'

/** End users' numbers are kept for so long after a message (P10 of the notice's rules). */
const NUMBERS_MONTHS = 12
/** A message given back is on a later document than its charge at most so many days after. */
const GIVEN_BACK_DAYS_MAX = 400
const STAGES = ['scheduled', 'under-way', 'ended', 'given-back'] as const

/** A message as a document charges it. */
export interface AnnexRow extends ChargedMessage {
  /** Whose message: the buyer's, or that of an account for which it was charged. */
  accountId: number
  /** CORRECTION: it was on an earlier document, and what it cost is given back on this one. */
  kind: 'USAGE' | 'CORRECTION'
  amountMicros: bigint
  currency: string
}

/** Where a page ended. */
export interface AnnexPlace {
  stage: ChargedStage
  accountId: number
  /** The last message that was looked at; null: none yet. */
  after: { month: string; id: string } | null
}

interface Needs {
  db: Db
  clock: Clock
  tariffs: Tariffs
  charged: ChargedMessages
}

/** What a document charges: months after `before`, up to its own, as they were when it was issued. */
interface Span {
  payer: number
  before: Month | null
  month: Month
  issuedAt: Date
  issuedBefore: Date | null
  /** For whom, and the first day of what is charged. */
  senders: readonly { accountId: number; firstDay: string }[]
  /** For whom something may be given back that was on an earlier document. */
  earlier: readonly number[]
  numbersAfter: Date
}

/**
 * The messages behind an invoice or a statement: each with what it cost the buyer. Added up they are the document's lines, but
 * for packages that were sold. Read from the archive when it is asked for; nothing of it is kept with the document.
 */
export class Annex {
  readonly #needs: Needs
  readonly #span: Span

  private constructor(needs: Needs, span: Span) {
    this.#needs = needs
    this.#span = span
  }

  static async of(needs: Needs, document: DocumentStanding): Promise<Annex> {
    const { db, clock } = needs
    const payer = document.account_id
    const month = monthOf(document.period_from)
    const previous = await findDocumentBefore(db, payer, firstDay(month))
    const before = previous === undefined ? null : monthOf(previous.month)
    const first = before === null ? '-infinity' : firstDay(addMonths(before, 1))
    const senders = await readSenders(db, payer, first, document.period_to)
    const earlier =
      before === null
        ? []
        : await readSenders(db, payer, addDays(first, -GIVEN_BACK_DAYS_MAX), addDays(first, -1))
    return new Annex(needs, {
      payer,
      before,
      month,
      issuedAt: document.issued_at,
      issuedBefore: previous?.issued_at ?? null,
      senders: senders.map((one) => ({ accountId: one.account_id, firstDay: one.first_day })),
      earlier: earlier.map((one) => one.account_id),
      numbersAfter: isHeld(document) ? new Date(0) : monthsAgo(clock.now(), NUMBERS_MONTHS),
    })
  }

  /** The first place; null: there is nothing to read. */
  get beginning(): AnnexPlace | null {
    return this.#placeAfter(null)
  }

  /**
   * Looks at up to `limit` messages; there may be fewer rows, as not all that were accepted then are on this document.
   * @returns where the next page begins; null: this was the last one
   */
  async page(
    place: AnnexPlace,
    limit: number,
  ): Promise<{ rows: AnnexRow[]; next: AnnexPlace | null }> {
    const found = await this.#needs.charged({
      ...this.#when(place),
      stage: place.stage,
      accountId: place.accountId,
      refundedBy: this.#span.issuedAt,
      numbersAfter: this.#span.numbersAfter,
      after: place.after,
      limit,
    })
    const recipes = await this.#needs.tariffs.recipesOf(
      this.#needs.db,
      found.map((one) => one.tariffId),
    )
    const rows = found.flatMap((one) => this.#rowOf(place, one, recipes.get(one.tariffId)) ?? [])
    const next =
      found.length < limit ? this.#placeAfter(place) : { ...place, after: after(found.at(-1)!) }
    return { rows, next }
  }

  /** Stages one after another, in each all accounts. */
  #placeAfter(place: AnnexPlace | null): AnnexPlace | null {
    const all = STAGES.flatMap((stage) =>
      this.#accountsOf(stage).map((accountId) => ({ stage, accountId, after: null })),
    )
    const at = place
      ? all.findIndex((one) => one.stage === place.stage && one.accountId === place.accountId)
      : -1
    return all[at + 1] ?? null
  }

  /** Whether a place is one of this annex: a cursor may come from anywhere. */
  has(place: AnnexPlace): boolean {
    return this.#accountsOf(place.stage).includes(place.accountId)
  }

  #accountsOf(stage: ChargedStage): readonly number[] {
    return stage === 'given-back'
      ? this.#span.earlier
      : this.#span.senders.map((one) => one.accountId)
  }

  /** Days of any zone begin and end within a day of those of UTC; `rowOf` leaves out what is too much. */
  #when({ stage, accountId }: AnnexPlace): { from: Date; until: Date } {
    const { month, issuedAt, issuedBefore, senders } = this.#span
    if (stage === 'given-back') return { from: issuedBefore!, until: issuedAt }
    const first = senders.find((one) => one.accountId === accountId)!.firstDay
    return {
      from: midnight(addDays(first, -1)),
      until: midnight(addDays(firstDay(addMonths(month, 1)), 1)),
    }
  }

  #rowOf(place: AnnexPlace, message: ChargedMessage, recipe: Recipe | undefined): AnnexRow | null {
    const charge = recipe?.charges.find((one) => one.account === this.#span.payer)
    if (!charge || (charge.components.length === 0 && charge.package === null)) return null
    const isBack = place.stage === 'given-back'
    if (isBack ? !this.#wasBefore(message, charge) : !this.#isNow(message, charge)) return null
    const amount = amountOf(charge, message.parts)
    return {
      ...message,
      accountId: place.accountId,
      kind: isBack ? 'CORRECTION' : 'USAGE',
      amountMicros: isBack ? -amount : amount,
      currency: charge.currency,
    }
  }

  #wasBefore(message: ChargedMessage, charge: Charge): boolean {
    const { before } = this.#span
    return before !== null && monthOfCharge(message, charge) <= before
  }

  #isNow(message: ChargedMessage, charge: Charge): boolean {
    const month = monthOfCharge(message, charge)
    return month <= this.#span.month && !this.#wasBefore(message, charge)
  }
}

/** E2 and E3 of the notice's rules: what an unpaid or challenged bill rests on is kept for as long as that. */
const isHeld = (document: DocumentStanding): boolean =>
  document.dispute_state === 'open' ||
  (document.settled_micros !== null && document.settled_at === null)

const monthOfCharge = (message: ChargedMessage, charge: Charge): Month =>
  monthOf(billingDay(charge.zone, message.acceptedAt.getTime()))

const after = ({ id, acceptedAt }: ChargedMessage) => ({
  month: utcMonth(acceptedAt.getTime()),
  id,
})

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`)

function monthsAgo(now: Date, count: number): Date {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - count)
  return date
}
