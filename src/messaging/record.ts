import type {
  ChannelId,
  InboundMessage,
  MessageRecord,
  MessageSettings,
  Report,
} from './message.ts'
import type { InboundRow, ReportRow, StoredMessage } from './store/reports.ts'

/** A stored message in field words. */
export const toRecord = (row: StoredMessage): MessageRecord => ({
  id: row.id,
  accountId: row.account_id,
  messageId: row.message_id ?? row.id,
  bulkId: row.bulk_id,
  channel: row.channel as ChannelId,
  sender: row.sender,
  dest: row.dest,
  mccMnc: row.mcc_mnc,
  bodyKind: row.body_kind as 'text' | 'binary',
  body: row.body,
  settings: row.settings as MessageSettings | null,
  parts: row.parts,
  statusId: row.status_id,
  errorId: row.error_id,
  acceptedAt: row.accepted_at,
  sentAt: row.sent_at,
  doneAt: row.done_at,
  priceMicros: row.price_micros,
  currency: row.currency,
  callbackData: row.callback_data,
  applicationId: row.application_id,
  entityId: row.entity_id,
  campaignReferenceId: row.campaign_reference_id,
  simulated: row.simulated,
})

/** A report shows the status of its own moment, not the one the message has by now. */
export const toReport = (row: ReportRow): Report => ({
  ...toRecord(row),
  statusId: row.report_status_id,
  errorId: row.report_error_id,
  doneAt: row.done_at ?? row.at,
  reportId: row.report_id,
  shape: row.shape,
  at: row.at,
})

export const toInbound = (row: InboundRow): InboundMessage => ({
  id: row.id,
  accountId: row.account_id,
  channel: row.channel as ChannelId,
  sender: row.sender,
  dest: row.dest,
  text: row.body ?? '',
  keyword: row.keyword,
  parts: row.parts,
  receivedAt: row.received_at,
  priceMicros: row.price_micros,
  currency: row.currency,
  connectionId: row.connection_id,
  applicationId: row.application_id,
  entityId: row.entity_id,
  campaignReferenceId: row.campaign_reference_id,
  callbackData: row.callback_data,
  simulated: row.simulated,
})
