import { wireTime } from '../core/http/index.ts'
import { networkByMccMnc } from '../telecoms/numbering-plan/index.ts'
import type { InboundSummary, MessageSummary } from './wire.ts'
import { errorOf, PENDING_ACCEPTED, statusOf } from './statuses.ts'
import type { ScheduledMessage } from './store/messages.ts'
import type { InboundRow, StoredMessage } from './store/reports.ts'

/** Micro-units as the number the wire wants; exact for every price that has at most 15 digits. */
export const wirePrice = (micros: bigint, currency: string) => ({
  pricePerMessage: Number(micros) / 1_000_000,
  currency,
})

export function wireStatus(id: number) {
  const { groupId, groupName, id: statusId, name, description, action } = statusOf(id)
  return {
    groupId,
    groupName,
    id: statusId,
    name,
    description,
    ...(action === undefined ? {} : { action }),
  }
}

const networkName = (mccMnc: string | null) =>
  mccMnc === null ? null : (networkByMccMnc(mccMnc)?.name ?? null)

const shared = (row: StoredMessage | ScheduledMessage) => ({
  id: row.id,
  messageId: row.message_id ?? row.id,
  bulkId: row.bulk_id,
  channel: row.channel,
  direction: 'MT' as const,
  sender: row.sender,
  to: row.dest,
  text: row.body,
  binary: row.body_kind === 'binary',
  parts: row.parts,
  mccMnc: row.mcc_mnc,
  networkName: networkName(row.mcc_mnc),
  price: wirePrice(row.price_micros, row.currency),
  acceptedAt: wireTime(row.accepted_at),
})

export const toSummary = (row: StoredMessage): MessageSummary => ({
  ...shared(row),
  status: wireStatus(row.status_id),
  error: { ...errorOf(row.error_id) },
  sendAt: null,
  sentAt: row.sent_at === null ? null : wireTime(row.sent_at),
  doneAt: row.done_at === null ? null : wireTime(row.done_at),
  simulated: row.simulated,
})

export const scheduledToSummary = (row: ScheduledMessage): MessageSummary => ({
  ...shared(row),
  status: wireStatus(PENDING_ACCEPTED),
  error: { ...errorOf(0) },
  sendAt: wireTime(row.send_at),
  sentAt: null,
  doneAt: null,
  simulated: false,
})

export const inboundToSummary = (row: InboundRow): InboundSummary => ({
  id: row.id,
  channel: row.channel,
  direction: 'MO',
  from: row.sender,
  to: row.dest,
  text: row.body,
  keyword: row.keyword,
  parts: row.parts,
  receivedAt: wireTime(row.received_at),
  applicationId: row.application_id,
  entityId: row.entity_id,
  simulated: row.simulated,
})
