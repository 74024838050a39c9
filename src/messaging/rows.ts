import { DAY_MS } from '../core/clock.ts'
import { uuidDay } from '../core/ids.ts'
import type { Candidate } from './checks.ts'
import { CONTENT_CLASSES, type MessageSettings, type NewMessage } from './message.ts'
import * as status from './statuses.ts'
import type * as store from './store/accept.ts'
import type { QueuedRow } from './store/queue.ts'

/** Messages as rows: in the live table, on the schedule, in memory. */

export const VALIDITY_MAX_MS = 2 * DAY_MS

/** How a message is to be sent, as it is stored. */
export function settingsOf(message: NewMessage): MessageSettings {
  const { content } = message
  return {
    ...(message.flash ? { flash: true } : {}),
    ...(content.kind === 'text'
      ? {
          ...(content.transliteration === undefined
            ? {}
            : { transliteration: content.transliteration }),
          ...(content.language === undefined ? {} : { language: content.language }),
          ...(content.part === undefined ? {} : { part: content.part }),
        }
      : { dataCoding: content.dataCoding, esmClass: content.esmClass }),
    ...(message.window === null ? {} : { window: message.window }),
    ...(message.extras === null ? {} : { extras: message.extras }),
  }
}

/** Columns that `live` and `scheduled` share. */
const common = (one: Candidate, bulkId: string, now: number) => ({
  account_id: one.accountId,
  id: one.id,
  channel: one.message.channel,
  message_id: one.message.messageId,
  bulk_id: bulkId,
  sender: one.message.sender,
  dest: one.dest,
  mcc_mnc: one.mccMnc,
  body_kind: one.message.content.kind,
  body: one.message.content.kind === 'text' ? one.message.content.text : one.message.content.hex,
  settings: orNull({
    ...settingsOf(one.message),
    ...(one.nationalHours ? { nationalHours: true } : {}),
  }),
  webhook: one.message.webhook,
  parts: one.parts,
  content_class: CONTENT_CLASSES.indexOf(one.contentClass),
  accepted_at: new Date(now).toISOString(),
  price_micros: one.priceMicros.toString(),
  currency: one.currency,
  tariff_id: one.tariffId,
  callback_data: one.message.callbackData,
  application_id: one.message.applicationId,
  entity_id: one.message.entityId,
  campaign_reference_id: one.message.campaignReferenceId,
})
const orNull = (settings: MessageSettings): object | null =>
  Object.keys(settings).length === 0 ? null : settings

/** @param leasedBy the process that has it in memory; null: it waits, or has ended */
export function toLive(
  one: Candidate,
  bulkId: string,
  now: number,
  leasedBy: number | null,
): store.LiveRow {
  const at = new Date(now).toISOString()
  return {
    ...common(one, bulkId, now),
    day: uuidDay(one.id),
    state: one.refusal ? 3 : leasedBy === null ? 0 : 1,
    leased_by: leasedBy,
    connection_id: one.route?.connectionId ?? null,
    route_id: one.route?.routeId ?? null,
    status_id: one.refusal?.statusId ?? status.PENDING_ACCEPTED,
    error_id: one.refusal?.errorId ?? status.NO_ERROR,
    valid_until: new Date(now + (one.message.validityMs ?? VALIDITY_MAX_MS)).toISOString(),
    done_at: one.refusal ? at : null,
    simulated: one.route?.simulated ?? false,
    held_with: null,
  }
}

export const toScheduled = (
  one: Candidate,
  bulkId: string,
  at: number,
  now: number,
): Omit<store.ScheduledRow, 'paused'> => ({
  ...common(one, bulkId, now),
  send_at: new Date(at).toISOString(),
  validity_ms: one.message.validityMs ?? VALIDITY_MAX_MS,
})

export const toQueued = (row: store.LiveRow, one: Candidate, batch: string): QueuedRow => ({
  account_id: row.account_id,
  day: row.day,
  id: row.id,
  channel: row.channel,
  connection_id: row.connection_id!,
  sender: row.sender,
  dest: row.dest,
  body_kind: row.body_kind,
  body: row.body,
  settings: row.settings as Record<string, unknown> | null,
  parts: row.parts,
  content_class: row.content_class,
  attempts: 0,
  valid_until: new Date(Date.parse(row.accepted_at) + (one.message.validityMs ?? VALIDITY_MAX_MS)),
  bulk_id: row.held_with,
  batch,
})
