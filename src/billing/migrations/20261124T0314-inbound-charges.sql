-- The ledger's check is made anew, which reads it once (a moment per million rows); costs get a new primary key.

-- INBOUND: what messages from handsets cost. It alone may take a balance below its limit.
alter table billing.ledger
  drop constraint ledger_kind,
  add constraint ledger_kind check (kind in ('RESERVE', 'INBOUND', 'REFUND', 'TOP_UP', 'ADJUSTMENT', 'PACKAGE', 'INVOICE', 'PAYMENT', 'CREDIT_NOTE'));

-- Operators may ask for what came in, too.
alter table billing.costs
  add column direction text not null default 'MT' check (direction in ('MT', 'MO')),
  drop constraint costs_pkey,
  add primary key (connection_id, day, account_id, channel, country, mcc_mnc, currency, direction);
alter table billing.costs alter column direction drop default;
