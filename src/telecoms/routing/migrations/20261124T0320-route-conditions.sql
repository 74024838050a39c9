-- Adds columns with fixed defaults to a small table: takes no time and needs no stop. Routes that exist carry what they did.
alter table routing.routes
  -- any of these; none: all. accounts by their ids in the accounts module, no foreign key crosses schemas
  add column account_ids integer[] not null default '{}',
  add column with_sub_accounts boolean not null default false,
  add column countries text[] not null default '{}',
  add column networks text[] not null default '{}',
  add column sender_kinds text[] not null default '{}',
  add column senders text[] storage external not null default '{}',
  add column content_classes text[] not null default '{}',
  add column time_windows jsonb not null default '[]',
  add column time_zone text not null default 'UTC',
  add column valid_from timestamptz,
  add column valid_until timestamptz,
  add column selection text not null default 'ORDER' check (selection in ('ORDER', 'WEIGHT', 'COST', 'QUALITY')),
  add column weight smallint not null default 1 check (weight between 1 and 1000),
  add column retry_on text[] not null default '{NETWORK,CONGESTION}';

-- What became of messages, by the connection that carried them and the network they were for: sums that fade with time.
-- A platform table like routing.routes: about connections, not about accounts.
create table routing.quality (
  connection_id integer not null,
  -- '' for all networks of the connection
  network       text not null,
  samples       double precision not null,
  delivered     double precision not null,
  delay_ms      double precision not null,
  measured_at   timestamptz not null,
  primary key (connection_id, network)
);
