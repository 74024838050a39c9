import { key, personal, plain, table, type Column, type DataMap } from '../core/data-map.ts'

/** The end user's address in traffic: stripped twelve months after the communication. */
const address = (clock: string): Column =>
  personal({ rule: 'P10', subject: 'end-user', category: 'user.contact.phone_number', clock, end: 'clear', find: 'msisdn' })
/** A string that the caller chose: it may name the end user, so it lives and goes with the address. */
const chosen = (clock: string, via: string): Column =>
  personal({ rule: 'P10', subject: 'end-user', category: 'user.unique_id', clock, end: 'clear', find: `via:${via}` })
const content = (clock: string, via: string): Column =>
  personal({ rule: 'P12', subject: 'end-user', category: 'user.content', clock, end: 'clear', find: `via:${via}` })
/** Our account's own address in a record. */
const ownAddress = (clock: string): Column =>
  personal({ rule: 'P11', subject: 'customer', category: 'user.contact', clock, end: 'erase', find: 'sender' })

const state = plain('state of the engine')
const time = plain('time')
const money = plain('money')
const code = plain('status or error code')
const reference = plain("the customer's own application, entity or settings reference")
/** Where the customer takes reports: may name a person or a machine of theirs. */
const webhookAddress = (clock: string): Column =>
  personal({ rule: 'P13', subject: 'user', category: 'user.account', clock, end: 'erase' })

const message = (clock: string) => ({
  account_id: key(),
  id: key(),
  channel: plain('channel'),
  message_id: chosen(clock, 'dest'),
  bulk_id: chosen(clock, 'dest'),
  sender: ownAddress(clock),
  dest: address(clock),
  mcc_mnc: plain('network code'),
  body_kind: plain('kind of content'),
  body: content(clock, 'dest'),
  settings: plain('encoding and delivery options'),
  webhook: webhookAddress(clock),
  parts: plain('count'),
  accepted_at: time,
  price_micros: money,
  currency: money,
  callback_data: chosen(clock, 'dest'),
  application_id: reference,
  entity_id: reference,
  campaign_reference_id: chosen(clock, 'dest'),
})

export const dataMap: DataMap = [
  table('messaging.nodes', { node_id: key(), started_at: time, seen_at: time }),
  table('messaging.live', {
    ...message('accepted_at'),
    day: key(), state, next_at: state, leased_by: state, connection_id: key(), route_id: key(), attempts: state,
    parts_done: state, worst_status_id: code, worst_error_id: code, status_id: code, error_id: code, valid_until: time, sent_at: time, done_at: time,
    converted_at: time, simulated: plain('whether the simulator took it'),
    trail: plain('what the engine tried: codes and times, no numbers, no text'),
  }),
  table('messaging.scheduled', { ...message('accepted_at'), send_at: time, validity_ms: plain('duration'), paused: state }),
  table('messaging.message_ids', {
    account_id: key(), message_id: chosen('made_on', 'id'), id: key(), day: key(), made_on: time, refused: state,
  }),
  table('messaging.bulks', {
    account_id: key(), bulk_id: chosen('made_at', 'bulk_id'), send_at: time, status: state, spacing_ms: plain('duration'), made_at: time,
  }),
  table('messaging.submissions', {
    connection_id: key(), peer_id: plain("the operator's id of a part"), day: key(), account_id: key(), message_day: key(),
    message_id: key(), part: plain('count'), submitted_at: time, status_id: code, error_id: code, done_at: time,
    detail: plain("the operator's status words, no numbers, no text"),
  }),
  table('messaging.parked_receipts', {
    id: key(), connection_id: key(), peer_ids: plain("the operator's ids of a part"), status_id: code, error_id: code,
    final: state, detail: plain("the operator's status words, no numbers, no text"), received_at: time, next_try_at: state,
  }),
  table('messaging.reports', {
    account_id: key(), id: key(), kind: plain('kind of report'), channel: plain('channel'), message_day: key(), message_id: key(),
    status_id: code, error_id: code, at: time, shape: plain('wire shape'), push_url: webhookAddress('at'), push_target: webhookAddress('at'), next_attempt_at: state, attempts: state,
  }),
  table('messaging.inbound', {
    account_id: key(), day: key(), id: key(), channel: plain('channel'), sender: address('received_at'), dest: ownAddress('received_at'),
    body: content('received_at', 'sender'), keyword: content('received_at', 'sender'), parts: plain('count'), received_at: time,
    connection_id: key(), application_id: reference, entity_id: reference, campaign_reference_id: chosen('received_at', 'sender'),
    callback_data: chosen('received_at', 'sender'), simulated: plain('whether it came from the simulator'),
  }),
  table('messaging.inbound_parts', {
    connection_id: key(), sender: address('received_at'), dest: ownAddress('received_at'), reference: plain('concatenation reference'),
    total: plain('count'), number: plain('count'), octets: content('received_at', 'sender'), coding: plain('encoding'),
    simulated: plain('whether it came from the simulator'), received_at: time, taken: state,
  }),
  table('messaging.records', {
    account_id: key(), month: key(), id: key(), channel: plain('channel'), direction: plain('direction'),
    own_address: ownAddress('started_at'), started_at: time, ended_at: time, route_id: key(), connection_id: key(),
    mcc_mnc: plain('network code'), parts: plain('count'), status_id: code, error_id: code, price_micros: money, currency: money,
    simulated: plain('whether the simulator took it'),
  }),
  table('messaging.record_subjects', {
    account_id: key(), day: key(), id: key(), subject_address: address('day'), message_id: chosen('day', 'subject_address'),
    bulk_id: chosen('day', 'subject_address'), callback_data: chosen('day', 'subject_address'), application_id: reference,
    entity_id: reference, campaign_reference_id: chosen('day', 'subject_address'),
  }),
  table('messaging.contents', {
    account_id: key(), expires_on: key(), id: key(), body_kind: plain('kind of content'), body: content('expires_on', 'id'),
  }),
  table('messaging.held', {
    account_id: key(), source: key(), id: key(), reason: plain('why it is held'), held_at: time,
    row_data: personal({ rule: 'P10', subject: 'end-user', category: 'user', clock: 'held_at', end: 'erase', find: 'via:id' }),
  }),
  table('messaging.traffic_hours', {
    account_id: key(), hour: time, channel: plain('channel'), what: plain('kind of count'), simulated: plain('whether simulated'), messages: plain('count'),
  }),
  table('messaging.webhooks', {
    account_id: key(), delivery_url: webhookAddress('changed_at'), inbound_url: webhookAddress('changed_at'), changed_at: time,
  }),
  table('messaging.blocklist', {
    account_id: key(),
    dest: personal({ rule: 'P42', subject: 'end-user', category: 'user.contact.phone_number', clock: 'made_at', end: 'suppress', find: 'msisdn' }),
    made_at: time,
  }),
]
