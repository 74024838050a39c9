import { Rejection, badField } from '../../core/http/index.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Clock } from '../../core/clock.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import {
  decideDispute,
  insertDispute,
  lockDispute,
  readHeldPeriods,
  type DisputeRow,
} from '../store/disputes.ts'
import { findDocument } from '../store/invoices.ts'
import { creditDocument } from './credit-notes.ts'
import type { Content } from './document.ts'
import type { AccountNames } from './parties.ts'

/** Traffic data that a bill rests on, to be kept for as long as the bill may be pursued or challenged. */
export interface HeldPeriod {
  /** Who sent: the buyer, or an account it pays for. */
  accountId: number
  /** Days of the billing zone, both included. */
  from: string
  to: string
  /** E2 and E3 of the notice's rules. */
  reason: 'unpaid' | 'challenged'
  document: string
}

/** Bills that buyers say are wrong. Software never decides: a person of the seller does. */
export class Disputes {
  readonly #db: Db
  readonly #clock: Clock
  readonly #names: AccountNames

  constructor(db: Db, clock: Clock, names: AccountNames) {
    this.#db = db
    this.#clock = clock
    this.#names = names
  }

  /** @throws NOT_FOUND, BAD_REQUEST for lines the bill has not, CONFLICT while another dispute of it is open */
  async open(
    accountId: number,
    documentId: string,
    said: { lines: readonly number[] | null; reason: string; userId: number | null },
  ): Promise<DisputeRow> {
    const document = await findDocument(this.#db, 'account_id', accountId, documentId)
    if (!document || document.kind === 'credit-note')
      throw new Rejection('NOT_FOUND', { text: 'The account has no bill with this id.' })
    const known = new Set(
      (JSON.parse(document.content) as Content).lines.map((one) => one.position),
    )
    const unknown = said.lines?.find((one) => !known.has(one))
    if (unknown !== undefined)
      throw badField('lines', `has ${unknown}, which is no line of the bill`)
    const now = this.#clock.now()
    const dispute: DisputeRow = {
      id: uuidv7(now.getTime()),
      account_id: accountId,
      seller_id: document.seller_id,
      document_id: documentId,
      lines: said.lines === null ? null : [...new Set(said.lines)],
      reason: said.reason,
      state: 'open',
      opened_at: now,
      opened_by: said.userId,
      decision: null,
      decided_by: null,
      decided_at: null,
      credit_note_id: null,
    }
    if (!(await insertDispute(this.#db, dispute)))
      throw new Rejection('CONFLICT', {
        text: 'The bill is challenged already.',
        action: 'Wait for the decision, or withdraw the dispute first.',
      })
    return dispute
  }

  /** By the buyer. @throws NOT_FOUND, CONFLICT when it is decided */
  withdraw(accountId: number, id: string, userId: number | null): Promise<DisputeRow> {
    return transaction(this.#db, async (tx) => {
      const dispute = await lockDispute(tx, 'account_id', accountId, id)
      const ended = this.#ended(dispute, 'withdrawn', null, userId)
      await decideDispute(tx, ended)
      return ended
    })
  }

  /**
   * By a person of the seller. Upheld: a credit note over the whole bill, or over `netMicros` of it; a statement asked for
   * nothing, so what it said too much is given back as an adjustment of the balance.
   * @throws NOT_FOUND, CONFLICT when it is decided
   */
  decide(
    sellerId: number,
    id: string,
    decision: { upheld: boolean; netMicros: bigint | null; text: string; userId: number },
  ): Promise<DisputeRow> {
    return transaction(this.#db, async (tx) => {
      const dispute = await lockDispute(tx, 'seller_id', sellerId, id)
      const state = decision.upheld ? 'upheld' : 'refused'
      const ended = this.#ended(dispute, state, decision.text, decision.userId)
      const document = await findDocument(tx, 'seller_id', sellerId, ended.document_id)
      if (decision.upheld && document?.kind !== 'statement') {
        const { document_id: documentId } = ended
        const { netMicros, text: reason } = decision
        const wish = { sellerId, documentId, netMicros, reason }
        const note = await creditDocument(tx, this.#names, wish, this.#clock.now())
        ended.credit_note_id = note.id
      }
      await decideDispute(tx, ended)
      return ended
    })
  }

  /** Whose traffic data is to be held for bills that are not paid or are challenged, as of now. */
  async heldPeriods(): Promise<HeldPeriod[]> {
    return (await readHeldPeriods(this.#db)).map((row) => ({
      accountId: row.account_id,
      from: row.period_from,
      to: row.period_to,
      reason: row.reason,
      document: row.number,
    }))
  }

  #ended(
    dispute: DisputeRow | undefined,
    state: 'upheld' | 'refused' | 'withdrawn',
    decision: string | null,
    userId: number | null,
  ): DisputeRow {
    if (!dispute) throw new Rejection('NOT_FOUND', { text: 'There is no dispute with this id.' })
    if (dispute.state !== 'open')
      throw new Rejection('CONFLICT', {
        text: `The dispute is ${dispute.state} already.`,
        action: 'Read it again.',
      })
    return { ...dispute, state, decision, decided_by: userId, decided_at: this.#clock.now() }
  }
}
