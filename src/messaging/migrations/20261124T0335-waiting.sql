-- The queue leaves messaging.live: what waits is copied out, and indexes go. Seconds for each million messages; stop before it.

-- Due messages that are not in memory, and those whose time to be tried again comes. A row is a copy of what `live` says:
-- one whose message is no longer state 0 is passed over.
create table messaging.waiting (
  connection_id integer not null,
  content_class smallint not null,
  account_id integer not null,
  -- infinity: its bulk is paused
  next_at timestamptz not null,
  id uuid not null,
  day date not null,
  valid_until timestamptz not null,
  -- of bulks that can be paused and cancelled; else null
  bulk_id text storage external,
  primary key (connection_id, content_class, account_id, next_at, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
create index waiting_by_validity on messaging.waiting (valid_until);
create index waiting_by_bulk on messaging.waiting (account_id, bulk_id, next_at) where bulk_id is not null;

-- What a process has in memory, a row for each set it took: were each message to tell, it would be written twice more.
-- A row goes when nothing of its set is in memory any more; messages that are no longer state 1 are passed over.
create table messaging.leases (
  node_id integer not null,
  batch uuid not null,
  made_at timestamptz not null,
  account_ids integer[] not null,
  days date[] not null,
  ids uuid[] storage external not null,
  primary key (node_id, batch)
);

-- How far the look for receipts that never came has got.
create table messaging.sweeps (
  what text primary key,
  swept_until timestamptz not null
);

-- As after a crash: what a process held may have been sent once already.
update messaging.live
set state = 0, leased_by = null,
  trail = coalesce(trail, '[]'::jsonb) || jsonb_build_array(jsonb_build_object('at', next_at, 'kind', 'RETRY',
    'detail', 'The process that held this message ended; it may have been sent once already'))
where state = 1 and connection_id is not null;
insert into messaging.waiting (connection_id, content_class, account_id, next_at, id, day, valid_until, bulk_id)
select l.connection_id, l.content_class, l.account_id, l.next_at, l.id, l.day, l.valid_until, b.bulk_id
from messaging.live l
left join messaging.bulks b on b.account_id = l.account_id and b.bulk_id = l.bulk_id
where l.state = 0 and l.connection_id is not null;

-- No index names a column that changes: an update of a row then writes the row alone, and none of its indexes.
-- What is looked up by the primary key is led by nothing else: a plan made on an empty partition takes whatever fits.
drop index messaging.live_due;
drop index messaging.live_waiting;
drop index messaging.live_by_dest;
drop index messaging.live_by_bulk;
alter table messaging.live drop column next_at;
create index live_by_dest on messaging.live (dest, account_id);
create index live_by_bulk on messaging.live (bulk_id, account_id);
create index live_by_validity on messaging.live (valid_until);
-- Paused bulks are known to a process from its start.
create index bulks_paused on messaging.bulks (account_id, bulk_id) where status = 'PAUSED';
