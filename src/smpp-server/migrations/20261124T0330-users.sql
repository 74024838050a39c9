-- First tables of our SMPP server for customers: takes no time.
create schema smpp_server;

-- Who may bind. A system_id is one user's in the whole installation.
create table smpp_server.users (
  account_id integer not null,
  user_id integer generated always as identity primary key,
  system_id text storage external not null unique,
  name text storage external,
  -- HMAC of the password under a key of the installation
  password_hash bytea not null,
  enabled boolean not null,
  -- addresses and networks that may bind; none: all
  allowed_addresses text[] storage external not null,
  -- in place of, or for want of, the sender of a message
  sender text storage external,
  -- windows, rate, version, receipts, alphabet: see `settings.ts`
  settings jsonb not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  bound_at timestamptz
);
create index users_by_account on smpp_server.users (account_id, user_id);

-- Whose messages from handsets go to which user; '' stands for all numbers of the account.
create table smpp_server.numbers (
  account_id integer not null,
  number text storage external not null,
  user_id integer not null references smpp_server.users (user_id) on delete cascade,
  primary key (account_id, number)
);
create index numbers_by_user on smpp_server.numbers (user_id);

-- Binds of now. The process that holds one keeps its row fresh; a row that is not fresh is of a process that is gone.
create table smpp_server.binds (
  account_id integer not null,
  bind_id uuid primary key,
  user_id integer not null references smpp_server.users (user_id) on delete cascade,
  kind text not null,
  version smallint not null,
  address text storage external not null,
  tls boolean not null,
  bound_at timestamptz not null,
  seen_at timestamptz not null,
  submitted bigint not null default 0,
  delivered bigint not null default 0,
  -- somebody wants it ended
  ending boolean not null default false
);
create index binds_by_user on smpp_server.binds (user_id);
create index binds_by_account on smpp_server.binds (account_id, bind_id);
