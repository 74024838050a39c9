-- Prices, terms, usage and costs are new. The ledger is rewritten once for its new columns: a moment per million rows.

-- How an account is billed. Made with the account; `parent_id` is who sells to it.
create table billing.terms (
  account_id          integer primary key,
  parent_id           integer,
  currency            text not null check (currency ~ '^[A-Z]{3}$'),
  prepaid             boolean not null,
  -- parent: the nearest account above that pays for itself pays for this one, too.
  pays                text not null check (pays in ('self', 'parent')),
  -- Whose midnight ends a day of usage; a name of the tz database.
  zone                text not null,
  -- Tell when the balance falls below these.
  alerts_below_micros bigint[] not null,
  changed_at          timestamptz not null,
  check (account_id <> parent_id)
);
create index terms_by_parent on billing.terms (parent_id, account_id);

create table billing.price_lists (
  id            integer generated always as identity primary key,
  -- Who sells by it.
  account_id    integer not null,
  -- The operator's connection whose bills it foretells; null: a list to sell by.
  connection_id integer,
  name          text not null,
  currency      text not null check (currency ~ '^[A-Z]{3}$'),
  -- Grows with each price, so that a copy in memory is known to be old.
  version       integer not null default 0,
  created_at    timestamptz not null,
  retired_at    timestamptz
);
create unique index price_lists_by_name on billing.price_lists (account_id, lower(name)) where retired_at is null;
create unique index price_lists_of_connection on billing.price_lists (connection_id)
  where connection_id is not null and retired_at is null;

-- Append-only: a price ends when one for the same thing begins later. null stands for any.
create table billing.prices (
  id            bigint generated always as identity primary key,
  account_id    integer not null,
  list_id       integer not null references billing.price_lists,
  kind          text not null check (kind in ('base', 'surcharge')),
  -- What a surcharge is for; empty for the base price.
  name          text not null check ((kind = 'base') = (name = '')),
  channel       text,
  direction     text not null check (direction in ('MT', 'MO')),
  country       text check (country ~ '^[A-Z]{2}$'),
  mcc_mnc       text check (mcc_mnc ~ '^[0-9]{5,6}$'),
  sender_kind   text check (sender_kind in ('alphanumeric', 'short-code', 'long-number')),
  unit          text not null check (unit in ('part', 'message')),
  -- null: not priced any more from then on; a less specific price takes over.
  amount_micros bigint check (amount_micros >= 0),
  valid_from    timestamptz not null,
  created_at    timestamptz not null,
  check (mcc_mnc is null or country is not null)
);
create index prices_by_list on billing.prices (list_id, id);
create trigger prices_append_only before update or truncate on billing.prices
  for each statement execute function billing.refuse_change();

-- By which list an account buys from when; without a list it pays nothing.
create table billing.assignments (
  account_id integer not null,
  valid_from timestamptz not null,
  list_id    integer references billing.price_lists,
  created_at timestamptz not null,
  primary key (account_id, valid_from)
);

-- Messages or parts that are used up before money is. They cover the base price, not the surcharges.
create table billing.packages (
  id           integer generated always as identity primary key,
  account_id   integer not null,
  name         text not null,
  channel      text,
  country      text check (country ~ '^[A-Z]{2}$'),
  unit         text not null check (unit in ('part', 'message')),
  total        bigint not null check (total > 0),
  used         bigint not null default 0 check (used between 0 and total),
  valid_from   timestamptz not null,
  valid_to     timestamptz not null,
  -- What was paid for it; 0: given for free.
  price_micros bigint not null check (price_micros >= 0),
  created_at   timestamptz not null,
  check (valid_from < valid_to)
);
create index packages_by_account on billing.packages (account_id, id);

-- What a message of one kind costs whom, made once for each combination and never changed: messages and usage point
-- here, so that a refund reverses exactly what was charged.
create table billing.tariffs (
  id          integer generated always as identity primary key,
  -- Who pays for the sender.
  account_id  integer not null,
  digest      bytea not null unique,
  channel     text not null,
  direction   text not null,
  country     text,
  mcc_mnc     text,
  sender_kind text not null,
  -- [{ account, seller, currency, zone, package: { id, unit } | null, components: [{ price, list, kind, name, unit, micros }] }]
  charges     jsonb not null
);
create trigger tariffs_append_only before update or truncate on billing.tariffs
  for each statement execute function billing.refuse_change();

-- Written with the ledger, in the same statement. One row for each account charged, day of its zone, tariff and sender.
create table billing.usage (
  account_id        integer not null,
  day               date not null,
  tariff_id         integer not null references billing.tariffs,
  sender_account_id integer not null,
  application_id    text not null,
  entity_id         text not null,
  currency          text not null,
  messages          bigint not null,
  parts             bigint not null,
  amount_micros     bigint not null,
  primary key (account_id, day, tariff_id, sender_account_id, application_id, entity_id)
);
create index usage_by_sender_account on billing.usage (sender_account_id, day);

-- What operators will ask for what they took: by the lists of their connections.
create table billing.costs (
  connection_id integer not null,
  day           date not null,
  account_id    integer not null,
  channel       text not null,
  country       text not null,
  mcc_mnc       text not null,
  currency      text not null,
  messages      bigint not null,
  parts         bigint not null,
  amount_micros bigint not null,
  primary key (connection_id, day, account_id, channel, country, mcc_mnc, currency)
);
create index costs_by_day on billing.costs (day, account_id);

-- A balance fell below a mark; once a day for each.
create table billing.alerts (
  account_id     integer not null,
  below_micros   bigint not null,
  day            date not null,
  balance_micros bigint not null,
  currency       text not null,
  raised_at      timestamptz not null,
  told_at        timestamptz,
  primary key (account_id, below_micros, day)
);
create index alerts_to_tell on billing.alerts (raised_at) where told_at is null;

-- The sides of the ledger and the reasons to post are more now. A later migration may replace these checks.
alter table billing.ledger
  drop constraint ledger_kind_check,
  drop constraint ledger_debit_check,
  drop constraint ledger_check,
  -- The day of the account's zone that it counts for.
  add column day date,
  -- Why, when a person posted it.
  add column reason text storage external,
  add constraint ledger_kind check (kind in ('RESERVE', 'REFUND', 'TOP_UP', 'ADJUSTMENT', 'PACKAGE')),
  add constraint ledger_sides check (
    debit <> credit
    and debit in ('balance', 'traffic', 'cash', 'receivable', 'vat', 'rounding', 'credit-note', 'dispute', 'correction')
    and credit in ('balance', 'traffic', 'cash', 'receivable', 'vat', 'rounding', 'credit-note', 'dispute', 'correction'));
alter table billing.ledger disable trigger ledger_append_only;
update billing.ledger set day = posted_at::date;
alter table billing.ledger enable trigger ledger_append_only;
alter table billing.ledger alter column day set not null;
create index ledger_by_day on billing.ledger (account_id, day);

-- Accounts go on at the price they had.
insert into billing.terms (account_id, parent_id, currency, prepaid, pays, zone, alerts_below_micros, changed_at)
select account_id, parent_id, currency, prepaid, 'self', 'UTC', '{}', created_at
from billing.opening_terms;
insert into billing.price_lists (account_id, name, currency, created_at)
select coalesce(parent_id, account_id), 'Flat price of account ' || account_id, currency, created_at
from billing.opening_terms
where price_micros > 0;
insert into billing.prices (account_id, list_id, kind, name, direction, unit, amount_micros, valid_from, created_at)
select l.account_id, l.id, 'base', '', 'MT', 'part', o.price_micros, o.created_at, o.created_at
from billing.opening_terms o
join billing.price_lists l on l.name = 'Flat price of account ' || o.account_id;
insert into billing.assignments (account_id, valid_from, list_id, created_at)
select o.account_id, o.created_at, l.id, o.created_at
from billing.opening_terms o
join billing.price_lists l on l.name = 'Flat price of account ' || o.account_id;
drop table billing.opening_terms;
