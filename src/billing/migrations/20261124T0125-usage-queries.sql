-- A new table only: no lock on anything that exists.

-- Queries of usage whose answer goes to an address of the customer.
create table billing.usage_queries (
  account_id   integer not null,
  id           uuid not null,
  asked        jsonb not null,
  callback_url text storage external not null,
  state        text not null check (state in ('IN_PROGRESS', 'SUCCESS', 'FAILED')),
  failure      text,
  attempts     integer not null default 0,
  next_at      timestamptz,
  made_at      timestamptz not null,
  primary key (account_id, id)
);
create index usage_queries_due on billing.usage_queries (next_at) where next_at is not null;
create index usage_queries_by_age on billing.usage_queries (made_at);
