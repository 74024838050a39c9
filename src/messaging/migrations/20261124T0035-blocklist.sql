-- The blocklist gets a wider primary key: it is locked while that is built, about a second for a million numbers.

-- sender, channel: '' stands for all. source: CUSTOM (by an operation), MO, URL_OPT_OUT, CAMPAIGN. What was there blocks all.
alter table messaging.blocklist
  add column sender text not null default '',
  add column channel text not null default '',
  add column source text not null default 'CUSTOM',
  add column campaign text;
alter table messaging.blocklist
  alter column sender set storage external,
  alter column campaign set storage external;
alter table messaging.blocklist drop constraint blocklist_pkey;
alter table messaging.blocklist add primary key (account_id, dest, sender, channel, source);
create index blocklist_by_age on messaging.blocklist (account_id, made_at, dest, sender, channel, source);

-- Requests that were taken and not yet worked off, in the order they came. adds: false takes away; then source '' is any.
create table messaging.blocklist_work (
  account_id integer not null,
  id bigint generated always as identity primary key,
  adds boolean not null,
  dests text[] storage external not null,
  sender text storage external not null,
  channel text not null,
  source text not null,
  asked_at timestamptz not null
);
