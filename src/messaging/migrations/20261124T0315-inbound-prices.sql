-- New columns with a constant for what is there: no table is rewritten.

-- What one part of a message from a handset cost whoever pays for its owner.
alter table messaging.inbound
  add column price_micros bigint not null default 0,
  add column currency text not null default 'EUR';
