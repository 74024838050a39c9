import { DAY_MS, utcDay, type Clock } from '../core/clock.ts'
import { badField } from '../core/http/index.ts'
import { isUuidv7, uuidDay, uuidMs } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import type { LogFilter } from './door.ts'
import type { MessageSettings } from './message.ts'
import { statusIdsOf } from './statuses.ts'
import * as store from './store/messages.ts'
import type { StoredMessage } from './store/reports.ts'
import type { Turns } from './turns.ts'

/** A live partition stays this long after its day. */
const LIVE_DAYS = 9
/** No message is looked for that is older, or made further in the future by a clock that differs. */
const OWN_ID_MS = 400 * DAY_MS

/** Looks messages up: one by the id a caller knows, or many by filters. */
export class Find {
  readonly #db: Db
  readonly #clock: Clock
  readonly #turns: Turns

  constructor(db: Db, clock: Clock, turns: Turns) {
    this.#db = db
    this.#clock = clock
    this.#turns = turns
  }

  /** Where a message is: our id's time tells the day, unless the caller chose the id or it was scheduled. */
  async locate(
    accountId: number,
    messageIds: readonly string[],
  ): Promise<{ messageId: string; id: string; day: string | null }[]> {
    const known = await store.resolveIds(this.#db, accountId, messageIds)
    const chosen = new Set(known.map((one) => one.message_id))
    const now = this.#clock.ms()
    // An id of another time cannot be ours; it may name a day that PostgreSQL does not know.
    const mayBeOurs = (id: string) => isUuidv7(id) && Math.abs(now - uuidMs(id)) < OWN_ID_MS
    const ours = messageIds.filter((one) => !chosen.has(one) && mayBeOurs(one))
    return [
      ...known.map((one) => ({ messageId: one.message_id, id: one.id, day: one.day })),
      ...ours.map((one) => ({ messageId: one, id: one, day: uuidDay(one) })),
    ]
  }

  async byIds(accountId: number, messageIds: readonly string[]): Promise<StoredMessage[]> {
    const places = await this.locate(accountId, messageIds)
    const days = Map.groupBy(
      places.filter((one) => one.day !== null),
      (one) => one.day!,
    )
    const found: StoredMessage[] = []
    for (const [day, set] of [...days].toSorted(([a], [b]) => b.localeCompare(a)))
      found.push(
        ...(await store.findMessages(
          this.#db,
          accountId,
          day,
          set.map((one) => one.id),
        )),
      )
    return found
  }

  /** What a message that waits for its time was taken in with. */
  async waiting(accountId: number, messageId: string): Promise<MessageSettings | null> {
    const [place] = await this.locate(accountId, [messageId])
    if (!place || place.day !== null) return null
    const [found] = await store.pageScheduled(this.#db, accountId, { id: place.id }, null, 1)
    return found ? ((found.settings ?? {}) as MessageSettings) : null
  }

  /** A page, newest first, with the place where the next one begins. */
  async page(
    accountId: number,
    channel: string | null,
    filter: LogFilter,
    daysBack: number = LIVE_DAYS,
  ): Promise<{ found: StoredMessage[]; nextCursor: string | null }> {
    const statusIds =
      filter.generalStatus === undefined ? undefined : statusIdsOf(filter.generalStatus)
    const query = {
      ...filter,
      limit: filter.limit + 1,
      ...(statusIds === undefined ? {} : { statusIds }),
    }
    const before = filter.cursor === undefined ? null : readCursor(filter.cursor)
    const found =
      filter.messageIds === undefined
        ? await this.#turns.take(accountId, () =>
            store.pageMessages(
              this.#db,
              accountId,
              channel,
              query,
              this.#days(daysBack, filter),
              before,
            ),
          )
        : (await this.byIds(accountId, filter.messageIds)).filter(
            (one) => isAfter(one, before) && matches(one, channel, filter, statusIds),
          )
    const page = found.slice(0, filter.limit)
    const last = page.at(-1)
    return {
      found: page,
      nextCursor: found.length > page.length && last ? writeCursor(last) : null,
    }
  }

  /** Days to look into, newest first, no more than the filter's times need. */
  #days(daysBack: number, filter: { sentSince?: Date; sentUntil?: Date }): string[] {
    const now = this.#clock.ms()
    const all = Array.from({ length: daysBack + 1 }, (_, back) => utcDay(now - back * DAY_MS))
    // A message entered on the day it was accepted or, scheduled, on a later one.
    const since = filter.sentSince === undefined ? '' : utcDay(filter.sentSince.getTime())
    return all.filter((day) => day >= since)
  }

  recentDays(daysBack: number = LIVE_DAYS): string[] {
    return this.#days(daysBack, {})
  }
}

/** Whether a message comes after a place in a list that runs newest first. */
const isAfter = (one: StoredMessage, place: store.Place | null): boolean =>
  place === null || one.day < place.day || (one.day === place.day && one.id < place.id)

/** When a message went out or, not sent yet, came into the queue; one that was scheduled came on its day. */
const sentAt = (one: StoredMessage): Date => {
  const entered = new Date(`${one.day}T00:00:00Z`)
  const known = one.sent_at ?? one.accepted_at
  return known > entered ? known : entered
}

function matches(
  one: StoredMessage,
  channel: string | null,
  filter: LogFilter,
  statusIds: readonly number[] | undefined,
): boolean {
  return (
    (channel === null || one.channel === channel) &&
    (filter.sender === undefined || one.sender === filter.sender) &&
    (filter.dest === undefined || one.dest === filter.dest) &&
    (filter.bulkIds === undefined ||
      (one.bulk_id !== null && filter.bulkIds.includes(one.bulk_id))) &&
    (statusIds === undefined || statusIds.includes(one.status_id)) &&
    (filter.sentSince === undefined || sentAt(one) >= filter.sentSince) &&
    (filter.sentUntil === undefined || sentAt(one) < filter.sentUntil) &&
    (filter.mcc === undefined || (one.mcc_mnc?.startsWith(filter.mcc) ?? false)) &&
    (filter.mnc === undefined || (one.mcc_mnc?.endsWith(filter.mnc) ?? false)) &&
    (filter.applicationId === undefined || one.application_id === filter.applicationId) &&
    (filter.entityId === undefined || one.entity_id === filter.entityId) &&
    (filter.campaignReferenceIds === undefined ||
      (one.campaign_reference_id !== null &&
        filter.campaignReferenceIds.includes(one.campaign_reference_id)))
  )
}

export const writeCursor = (one: { day: string; id: string }): string =>
  Buffer.from(`${one.day} ${one.id}`).toString('base64url')

export function readCursor(text: string): store.Place {
  const [day = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)) || !isUuidv7(id))
    throw badField('cursor', 'must be the cursor of an earlier answer')
  return { day, id }
}
