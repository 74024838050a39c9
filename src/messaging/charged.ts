import { DAY_MS, utcDay, type Clock } from '../core/clock.ts'
import type { Db } from '../core/storage/index.ts'
import { PENDING_ACCEPTED, statusOf } from './statuses.ts'
import * as store from './store/charged.ts'

/**
 * Where a message is that was charged. A message goes from one to the next, so that whoever reads them in this order misses
 * none.
 */
export const CHARGED_STAGES = ['scheduled', 'under-way', 'ended'] as const
export type ChargedStage = (typeof CHARGED_STAGES)[number] | 'given-back'

/** A message that was charged, without what it said. */
export interface ChargedMessage {
  id: string
  /** The caller's own id; null: it chose none, or it is kept no longer. */
  messageId: string | null
  channel: string
  direction: 'MT' | 'MO'
  acceptedAt: Date
  /** Digits; null: it is kept no longer. */
  endUser: string | null
  /** The own sender, or the own number that was written to. */
  own: string
  mccMnc: string | null
  parts: number
  tariffId: number
  /** Name of its status; null: it came in. */
  status: string | null
}

/** Partitions of messages on their way are dropped sooner than this. */
const LIVE_DAYS_MAX = 11

const pages = {
  scheduled: store.pageScheduled,
  'under-way': (db: Db, query: store.ChargedQuery, now: number) =>
    store.pageUnderWay(
      db,
      query,
      Array.from({ length: LIVE_DAYS_MAX + 2 }, (_, back) => utcDay(now + (1 - back) * DAY_MS)),
    ),
  ended: store.pageEnded,
  'given-back': store.pageGivenBack,
} as const

/** Messages of an account that were charged, oldest first. `limit` bounds what is read. */
export async function chargedMessages(
  db: Db,
  clock: Clock,
  query: store.ChargedQuery & { stage: ChargedStage },
): Promise<ChargedMessage[]> {
  const found = await pages[query.stage](db, query, clock.ms())
  return found.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    channel: row.channel,
    direction: row.direction,
    acceptedAt: row.accepted_at,
    endUser: row.subject,
    own: row.own_address,
    mccMnc: row.mcc_mnc,
    parts: row.parts,
    tariffId: row.tariff_id,
    status: row.direction === 'MO' ? null : statusOf(row.status_id ?? PENDING_ACCEPTED).name,
  }))
}
