-- A new column without a value; its index reads the archive of records once (a few seconds per million rows), with writes waiting.

-- When what the message cost was given back; null: it was not.
alter table messaging.records add column refunded_at timestamptz;
create index records_refunded on messaging.records (account_id, refunded_at) where refunded_at is not null;
