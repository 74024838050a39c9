-- Limits of requests that an account, or a key, has of its own. Adds an empty table and an empty column; locks the keys for a moment.
create table accounts.throttles (
  account_id integer primary key references accounts.accounts (id),
  -- What documented limits are multiplied by; null: as the installation has it.
  factor double precision check (factor > 0),
  -- None of the documented limits.
  unlimited boolean not null,
  -- Of each of its credentials; null: as the installation has it.
  requests_per_second integer check (requests_per_second > 0),
  -- By operation: { requests, unit }.
  operations jsonb not null,
  changed_at timestamptz not null
);

alter table accounts.api_keys add column requests_per_second integer check (requests_per_second > 0);
