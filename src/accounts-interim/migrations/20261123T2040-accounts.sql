create schema accounts;
create table accounts.accounts (
  account_id integer generated always as identity primary key, account_key text not null unique, parent_id integer, name text not null,
  state text not null, relation text not null, any_sender boolean not null, flooding_on boolean not null, postpaid boolean not null,
  content_days smallint not null default 7, currency text not null default 'EUR', price_micros bigint not null default 0,
  created_at timestamptz not null, closed_at timestamptz);
create table accounts.balances (account_id integer not null, currency text not null, amount_micros bigint not null default 0, credit_limit_micros bigint, primary key (account_id, currency));
create table accounts.ledger (id bigint generated always as identity primary key, account_id integer not null, at timestamptz not null, kind text not null, amount_micros bigint not null, currency text not null, items integer not null, reference text);
create table accounts.users (user_id integer generated always as identity primary key, email text not null, name text not null, locale text not null default 'en', password_hash text not null, state text not null, created_at timestamptz not null, removed_at timestamptz);
create unique index users_by_email on accounts.users (lower(email));
create table accounts.memberships (account_id integer not null, user_id integer not null, role text not null, created_at timestamptz not null, primary key (account_id, user_id));
create table accounts.api_keys (api_key_id text primary key, account_id integer not null, name text not null, secret_hash bytea not null unique, secret_start text not null, scopes text[] not null, allowed_ips text[] not null, valid_from timestamptz not null, valid_to timestamptz, enabled boolean not null, permissions text[] not null, platform jsonb not null, created_at timestamptz not null, last_used_at timestamptz);
create table accounts.sessions (token_hash bytea primary key, kind text not null, account_id integer not null, user_id integer, api_key_id text, bound_address text, created_at timestamptz not null, seen_at timestamptz not null, ends_at timestamptz not null);
create table accounts.senders (sender_id integer generated always as identity primary key, account_id integer not null, channel text not null, address text not null, kind text not null, created_at timestamptz not null, unique (account_id, channel, address));
