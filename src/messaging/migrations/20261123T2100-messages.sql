-- First tables of messaging: new installations only, takes no time.
create schema messaging;

-- Which processes are alive: a lease on a message is good while its holder's row is fresh.
create table messaging.nodes (
  node_id integer generated always as identity primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

-- Messages on their way, and for eight days after. One partition for each UTC day of entry; dropped whole, never emptied row by row.
-- state: 0 waiting in the database, 1 leased by a node, 2 with the operator, 3 final
-- next_at: when the engine must look again (0: due, 2: receipt overdue); null when final
create table messaging.live (
  account_id integer not null,
  day date not null,
  id uuid not null,
  channel text not null,
  message_id text,
  bulk_id text,
  state smallint not null,
  next_at timestamptz,
  leased_by integer,
  connection_id integer,
  route_id integer,
  attempts smallint not null default 0,
  sender text storage external not null,
  dest text storage external not null,
  mcc_mnc text,
  body_kind text not null,
  body text storage external,
  settings jsonb,
  webhook jsonb,
  parts smallint not null,
  parts_done smallint not null default 0,
  -- the worst of the parts reported so far; shown only when all have been
  worst_status_id smallint,
  worst_error_id smallint,
  status_id smallint not null,
  error_id smallint not null default 0,
  valid_until timestamptz not null,
  accepted_at timestamptz not null,
  sent_at timestamptz,
  done_at timestamptz,
  converted_at timestamptz,
  price_micros bigint not null,
  currency text not null,
  callback_data text storage external,
  application_id text,
  entity_id text,
  campaign_reference_id text storage external,
  simulated boolean not null default false,
  trail jsonb,
  primary key (account_id, day, id)
) partition by range (day);
create index live_by_dest on messaging.live (account_id, dest);
create index live_by_bulk on messaging.live (account_id, bulk_id);
create index live_due on messaging.live (connection_id, state, next_at) where next_at is not null;

-- Messages whose time has not come. They enter `live` when due.
create table messaging.scheduled (
  account_id integer not null,
  id uuid not null,
  send_at timestamptz not null,
  channel text not null,
  message_id text,
  bulk_id text,
  sender text storage external not null,
  dest text storage external not null,
  mcc_mnc text,
  body_kind text not null,
  body text storage external,
  settings jsonb,
  webhook jsonb,
  parts smallint not null,
  validity_ms integer not null,
  accepted_at timestamptz not null,
  price_micros bigint not null,
  currency text not null,
  callback_data text storage external,
  application_id text,
  entity_id text,
  campaign_reference_id text storage external,
  paused boolean not null default false,
  primary key (account_id, id)
);
create index scheduled_due on messaging.scheduled (send_at) where not paused;
create index scheduled_by_bulk on messaging.scheduled (account_id, bulk_id, send_at);

-- Ids that time alone does not lead to: chosen by the caller, or of messages that were scheduled.
create table messaging.message_ids (
  account_id integer not null,
  message_id text storage external not null,
  id uuid not null,
  day date,
  made_on date not null,
  -- the message was refused: another one may take the id
  refused boolean not null,
  primary key (account_id, message_id)
);
create index message_ids_by_age on messaging.message_ids (made_on);

-- Requests that can be paused, moved or cancelled.
create table messaging.bulks (
  account_id integer not null,
  bulk_id text storage external not null,
  send_at timestamptz not null,
  status text not null,
  spacing_ms double precision not null default 0,
  made_at timestamptz not null,
  primary key (account_id, bulk_id)
);
create index bulks_by_age on messaging.bulks (made_at);

-- One row for each part an operator took: leads from its id to our message. Partition: UTC day of submission.
create table messaging.submissions (
  connection_id integer not null,
  peer_id text not null,
  day date not null,
  account_id integer not null,
  message_day date not null,
  message_id uuid not null,
  part smallint not null,
  submitted_at timestamptz not null,
  status_id smallint not null,
  error_id smallint not null default 0,
  done_at timestamptz,
  detail text,
  primary key (connection_id, peer_id, day)
) partition by range (day);
create index submissions_by_message on messaging.submissions (message_id);

-- Receipts that came before the operator's answer, or for nobody we know. Looked at again until they are too old.
create table messaging.parked_receipts (
  id bigint generated always as identity primary key,
  connection_id integer not null,
  peer_ids text[] not null,
  status_id smallint not null,
  error_id smallint not null,
  final boolean not null,
  detail text not null,
  received_at timestamptz not null,
  next_try_at timestamptz not null
);
create index parked_receipts_by_trial on messaging.parked_receipts (connection_id, next_try_at);
create index parked_receipts_by_peer on messaging.parked_receipts using gin (peer_ids);

-- Report outbox: one row for each status change or inbound message, until it is pulled or pushed.
create table messaging.reports (
  account_id integer not null,
  id uuid not null,
  kind text not null,
  channel text not null,
  message_day date not null,
  message_id uuid not null,
  status_id smallint,
  error_id smallint,
  at timestamptz not null,
  shape text not null,
  push_url text storage external,
  -- without what follows a question mark: an address that differs for each message is still one receiver
  push_target text storage external generated always as (substring(push_url from '^[^?#]+')) stored,
  next_attempt_at timestamptz,
  attempts smallint not null default 0,
  primary key (account_id, id)
);
create index reports_to_push on messaging.reports (next_attempt_at) where next_attempt_at is not null;
create index reports_by_age on messaging.reports (at);
-- pulling inbound messages must not wade through delivery reports nobody pulls
create index reports_inbound on messaging.reports (account_id, id) where kind = 'INBOUND';

-- Messages from handsets. Partition: UTC day of receipt.
create table messaging.inbound (
  account_id integer not null,
  day date not null,
  id uuid not null,
  channel text not null,
  sender text storage external not null,
  dest text storage external not null,
  body text storage external,
  keyword text storage external,
  parts smallint not null,
  received_at timestamptz not null,
  connection_id integer,
  application_id text,
  entity_id text,
  campaign_reference_id text storage external,
  callback_data text storage external,
  simulated boolean not null default false,
  primary key (account_id, day, id)
) partition by range (day);
create index inbound_by_sender on messaging.inbound (account_id, sender);

-- Parts of inbound messages until all are there.
create table messaging.inbound_parts (
  connection_id integer not null,
  sender text storage external not null,
  dest text storage external not null,
  reference integer not null,
  total smallint not null,
  number smallint not null,
  octets bytea not null,
  coding jsonb not null,
  simulated boolean not null,
  received_at timestamptz not null,
  -- the message was stored already: kept a while, so that a repetition is known as one
  taken boolean not null default false,
  primary key (connection_id, sender, dest, reference, total, number)
);
create index inbound_parts_by_age on messaging.inbound_parts (received_at);

-- Archive, our account's side of each communication. Partition: UTC month. Ten years.
create table messaging.records (
  account_id integer not null,
  month date not null,
  id uuid not null,
  channel text not null,
  direction text not null,
  own_address text storage external not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  route_id integer,
  connection_id integer,
  mcc_mnc text,
  parts smallint not null,
  status_id smallint,
  error_id smallint,
  price_micros bigint not null,
  currency text not null,
  simulated boolean not null,
  primary key (account_id, month, id)
) partition by range (month);

-- Archive, the end user's side and every string that callers or peers chose. Partition: UTC day. Twelve months.
create table messaging.record_subjects (
  account_id integer not null,
  day date not null,
  id uuid not null,
  subject_address text storage external not null,
  message_id text storage external,
  bulk_id text storage external,
  callback_data text storage external,
  application_id text,
  entity_id text,
  campaign_reference_id text storage external,
  primary key (account_id, day, id)
) partition by range (day);
create index record_subjects_by_address on messaging.record_subjects (account_id, subject_address);

-- Archive of what was said. Partition: the UTC day it expires on, from the account's content period.
create table messaging.contents (
  account_id integer not null,
  expires_on date not null,
  id uuid not null,
  body_kind text not null,
  body text storage external,
  primary key (account_id, expires_on, id)
) partition by range (expires_on);

-- Rows that must outlive their partition (legal hold, unpaid bill, national rule); written before a drop, by the retention engine.
create table messaging.held (
  account_id integer not null,
  source text not null,
  id uuid not null,
  reason text not null,
  held_at timestamptz not null,
  row_data jsonb not null,
  primary key (account_id, source, id)
);

-- Dashboard counters, kept as traffic passes. what: accepted, delivered, undeliverable, expired, rejected, inbound
create table messaging.traffic_hours (
  account_id integer not null,
  hour timestamptz not null,
  channel text not null,
  what text not null,
  simulated boolean not null,
  messages bigint not null,
  primary key (account_id, hour, channel, what, simulated)
);

-- Where an account's reports and inbound messages go that no request names an address for.
create table messaging.webhooks (
  account_id integer primary key,
  delivery_url text storage external,
  inbound_url text storage external,
  changed_at timestamptz not null
);

-- Numbers that must not be written to.
create table messaging.blocklist (
  account_id integer not null,
  dest text storage external not null,
  made_at timestamptz not null,
  primary key (account_id, dest)
);
