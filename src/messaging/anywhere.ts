import { DAY_MS, type Clock } from '../core/clock.ts'
import { badField } from '../core/http/index.ts'
import { isUuidv7, uuidDay, uuidMs } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import { readCursor, writeCursor, type Find } from './find.ts'
import { errorOf, statusOf } from './statuses.ts'
import { scheduledToSummary, toSummary } from './present.ts'
import * as store from './store/anywhere.ts'
import { findMessages, pageScheduled } from './store/messages.ts'
import type { MessageSummary } from './wire.ts'

/** Of one id; the same may have been chosen in many accounts. */
const SAME_MAX = 200
const OWN_ID_MS = 400 * DAY_MS

/** What a message is looked for by; one of the first four. */
export interface Wanted {
  /** The caller's id or ours. */
  messageId?: string | undefined
  /** As an operator calls one of its parts. */
  operatorId?: string | undefined
  /** Digits. */
  dest?: string | undefined
  bulkId?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
  cursor?: string | undefined
  limit: number
}
/** A message and whose it is; what it says is left out. */
export type FoundMessage = Omit<MessageSummary, 'text'> & { accountId: number }

export interface ParkedReceipt {
  id: string
  connectionId: number
  operatorIds: string[]
  status: string
  error: string
  final: boolean
  detail: string
  receivedAt: Date
  nextTryAt: Date
}

/** Looks over all accounts, for whoever runs the installation. */
export class Anywhere {
  readonly #db: Db
  readonly #clock: Clock
  readonly #find: Find

  constructor(db: Db, clock: Clock, find: Find) {
    this.#db = db
    this.#clock = clock
    this.#find = find
  }

  /** @param connectionIds where an operator's id is looked for */
  async search(
    wanted: Wanted,
    connectionIds: readonly number[],
  ): Promise<{ found: FoundMessage[]; nextCursor: string | null }> {
    const { messageId, operatorId, dest, bulkId } = wanted
    if ([messageId, operatorId, dest, bulkId].filter((one) => one !== undefined).length !== 1)
      throw badField(
        'messageId',
        'give one of messageId, operatorId, to and bulkId: over all accounts nothing else is looked for',
      )
    if (messageId !== undefined) return whole(await this.#byId(messageId))
    if (operatorId !== undefined)
      return whole(
        await this.#read(
          await store.ofOperatorId(
            this.#db,
            connectionIds,
            operatorId,
            this.#find.recentDays(),
            SAME_MAX,
          ),
        ),
      )
    const found = await store.pageAnywhere(
      this.#db,
      dest === undefined ? { bulkId: bulkId! } : { dest },
      { since: wanted.since ?? null, until: wanted.until ?? null },
      this.#find.recentDays(),
      wanted.cursor === undefined ? null : readCursor(wanted.cursor),
      wanted.limit + 1,
    )
    const page = found.slice(0, wanted.limit)
    const last = page.at(-1)
    return {
      found: page.map((one) => withoutText(toSummary(one), one.account_id)),
      nextCursor: found.length > page.length && last ? writeCursor(last) : null,
    }
  }

  async #byId(messageId: string): Promise<FoundMessage[]> {
    const chosen = await store.chosenAnywhere(this.#db, messageId, SAME_MAX)
    const mayBeOurs =
      isUuidv7(messageId) && Math.abs(this.#clock.ms() - uuidMs(messageId)) < OWN_ID_MS
    const own = mayBeOurs
      ? await store.ownAnywhere(this.#db, uuidDay(messageId), messageId)
      : undefined
    const isNew = own !== undefined && !chosen.some((one) => one.id === own.id)
    return this.#read(isNew ? [...chosen, own] : chosen)
  }

  async #read(places: readonly store.FoundPlace[]): Promise<FoundMessage[]> {
    const found: FoundMessage[] = []
    for (const { account_id: accountId, day, id } of places)
      if (day === null)
        for (const one of await pageScheduled(this.#db, accountId, { id }, null, 1))
          found.push(withoutText(scheduledToSummary(one), accountId))
      else
        for (const one of await findMessages(this.#db, accountId, day, [id]))
          found.push(withoutText(toSummary(one), accountId))
    return found.toSorted((a, b) => b.acceptedAt.localeCompare(a.acceptedAt))
  }

  /** Receipts that fit no message yet, newest first. */
  async parked(
    connectionId: number | null,
    before: bigint | null,
    limit: number,
  ): Promise<ParkedReceipt[]> {
    const found = await store.pageParked(this.#db, connectionId, before, limit)
    return found.map((one) => ({
      id: one.id,
      connectionId: one.connection_id,
      operatorIds: one.peer_ids,
      status: statusOf(one.status_id).name,
      error: errorOf(one.error_id).name,
      final: one.final,
      detail: one.detail,
      receivedAt: one.received_at,
      nextTryAt: one.next_try_at,
    }))
  }

  /** Has them tried within a second. @returns how many */
  hurryParked(connectionId: number | null): Promise<number> {
    return store.hurryParked(this.#db, connectionId, this.#clock.now())
  }
}

const whole = (found: FoundMessage[]) => ({ found, nextCursor: null })

const withoutText = (
  { text: _text, ...rest }: MessageSummary,
  accountId: number,
): FoundMessage => ({
  ...rest,
  accountId,
})
