-- New tables. The checks of the ledger are made anew, which reads it once: a moment per million rows.

alter table billing.ledger
  drop constraint ledger_kind,
  drop constraint ledger_sides,
  add constraint ledger_kind check (kind in ('RESERVE', 'REFUND', 'TOP_UP', 'ADJUSTMENT', 'PACKAGE', 'INVOICE', 'PAYMENT', 'CREDIT_NOTE')),
  -- invoiced: used and on an invoice, not settled yet · unallocated: paid, and for no invoice yet.
  add constraint ledger_sides check (
    debit <> credit
    and debit in ('balance', 'traffic', 'cash', 'receivable', 'vat', 'rounding', 'credit-note', 'dispute', 'correction', 'invoiced', 'unallocated')
    and credit in ('balance', 'traffic', 'cash', 'receivable', 'vat', 'rounding', 'credit-note', 'dispute', 'correction', 'invoiced', 'unallocated'));

-- What a seller writes on its invoices.
create table billing.sellers (
  account_id     integer primary key,
  legal_name     text storage external not null,
  address        text[] storage external not null,
  country        text check (country ~ '^[A-Z]{2}$'),
  vat_id         text storage external,
  registration   text storage external,
  email          text storage external,
  bank           text[] storage external not null,
  number_prefix  text not null check (number_prefix ~ '^[A-Z0-9]{0,10}$'),
  vat_exempt     boolean not null,
  -- [{ country, validFrom, basisPoints }]
  vat_rates      jsonb not null,
  payment_days   integer not null check (payment_days between 0 and 365),
  -- Encrypted; null: no card payments by Stripe.
  stripe_key     bytea,
  stripe_webhook bytea,
  changed_at     timestamptz not null
);

-- What a buyer wants on its invoices. A trial has none, and is never asked for one.
create table billing.profiles (
  account_id integer primary key,
  legal_name text storage external not null,
  address    text[] storage external not null,
  country    text not null check (country ~ '^[A-Z]{2}$'),
  is_company boolean not null,
  vat_id     text storage external,
  email      text storage external,
  language   text not null check (language in ('en', 'ja')),
  -- [{ label, value }]
  extra      jsonb not null,
  changed_at timestamptz not null
);

-- The last number given in each series of a seller's documents. The row is held until the document is stored, so there
-- is no gap; `account_id` is the seller.
create table billing.number_series (
  account_id  integer not null,
  series      text not null,
  year        integer not null,
  last_number integer not null,
  primary key (account_id, series, year)
);

-- Invoices, receipts, statements and credit notes. Never changed: what happens to them later is beside them.
create table billing.documents (
  id              uuid primary key,
  account_id      integer not null,
  seller_id       integer not null,
  kind            text not null check (kind in ('invoice', 'receipt', 'statement', 'credit-note')),
  series          text not null,
  year            integer not null,
  sequence        integer not null,
  number          text not null,
  period_from     date not null,
  period_to       date not null,
  issued_on       date not null,
  due_on          date,
  currency        text not null check (currency ~ '^[A-Z]{3}$'),
  net_micros      bigint not null,
  vat_micros      bigint not null,
  rounding_micros bigint not null,
  payable_micros  bigint not null check (payable_micros >= 0),
  corrects_id     uuid references billing.documents,
  -- All that is on the paper, as JSON text; the hash is of its octets.
  content         text storage external not null,
  content_hash    bytea not null,
  issued_at       timestamptz not null,
  year_ended_at   timestamptz not null,
  unique (seller_id, series, year, sequence),
  check (kind = 'statement' or net_micros + vat_micros + rounding_micros = payable_micros),
  check ((kind = 'credit-note') = (corrects_id is not null))
);
create index documents_by_account on billing.documents (account_id, id);
create index documents_by_seller on billing.documents (seller_id, id);
create index documents_by_corrected on billing.documents (corrects_id) where corrects_id is not null;
create trigger documents_append_only before update or truncate on billing.documents
  for each statement execute function billing.refuse_change();

-- What is still to be paid of an invoice.
create table billing.receivables (
  document_id    uuid primary key references billing.documents,
  account_id     integer not null,
  seller_id      integer not null,
  currency       text not null,
  net_micros     bigint not null,
  payable_micros bigint not null,
  settled_micros bigint not null default 0 check (settled_micros between 0 and payable_micros),
  due_on         date not null,
  -- How often the buyer was reminded.
  reminders      integer not null default 0,
  reminded_on    date,
  settled_at     timestamptz
);
create index receivables_open on billing.receivables (account_id, due_on, document_id) where settled_at is null;
create index receivables_due on billing.receivables (due_on) where settled_at is null;

-- Months that are done with, whether something was invoiced or not: each is closed once.
create table billing.closed_months (
  account_id  integer not null,
  month       date not null check (extract(day from month) = 1),
  document_id uuid references billing.documents,
  closed_at   timestamptz not null,
  primary key (account_id, month)
);

-- What of the usage of a month is on some document already; what changes later goes on the next one.
create table billing.invoiced_usage (
  account_id    integer not null,
  month         date not null,
  tariff_id     integer not null references billing.tariffs,
  messages      bigint not null,
  parts         bigint not null,
  amount_micros bigint not null,
  primary key (account_id, month, tariff_id)
);

create table billing.payments (
  id                 uuid primary key,
  account_id         integer not null,
  seller_id          integer not null,
  -- credit-note: no money came; a credit note was over what was still to be paid.
  way                text not null check (way in ('bank', 'card', 'credit-note')),
  currency           text not null,
  amount_micros      bigint not null check (amount_micros > 0),
  unallocated_micros bigint not null check (unallocated_micros between 0 and amount_micros),
  received_on        date not null,
  -- The bank's or provider's: entered once.
  reference          text storage external not null,
  entered_by         integer,
  recorded_at        timestamptz not null,
  unique (seller_id, way, reference)
);
create index payments_by_account on billing.payments (account_id, id);

create table billing.allocations (
  payment_id    uuid not null references billing.payments,
  document_id   uuid not null references billing.documents,
  account_id    integer not null,
  amount_micros bigint not null check (amount_micros > 0),
  allocated_at  timestamptz not null,
  primary key (payment_id, document_id)
);
create index allocations_by_document on billing.allocations (document_id);

-- A bill that somebody says is wrong. Decided by a person.
create table billing.disputes (
  id             uuid primary key,
  account_id     integer not null,
  seller_id      integer not null,
  document_id    uuid not null references billing.documents,
  -- Positions; null: the whole bill.
  lines          integer[],
  reason         text storage external not null,
  state          text not null check (state in ('open', 'upheld', 'refused', 'withdrawn')),
  opened_at      timestamptz not null,
  opened_by      integer,
  decision       text storage external,
  decided_by     integer,
  decided_at     timestamptz,
  credit_note_id uuid references billing.documents,
  check ((state = 'open') = (decided_at is null))
);
create unique index disputes_open on billing.disputes (document_id) where state = 'open';
create index disputes_by_account on billing.disputes (account_id, id);
create index disputes_by_seller on billing.disputes (seller_id, id);

-- Payments by card: begun here, made on the provider's page.
create table billing.top_ups (
  id             uuid primary key,
  account_id     integer not null,
  seller_id      integer not null,
  -- What it pays; null: it goes to the balance.
  document_id    uuid references billing.documents,
  provider       text not null check (provider in ('stripe', 'simulated')),
  currency       text not null,
  net_micros     bigint not null,
  vat_micros     bigint not null,
  payable_micros bigint not null check (payable_micros > 0),
  state          text not null check (state in ('begun', 'paid', 'failed', 'expired')),
  session_id     text,
  payment_id     text,
  -- Of the payer's browser, where the payment is made.
  address        text storage external,
  receipt_id     uuid references billing.documents,
  begun_at       timestamptz not null,
  ended_at       timestamptz,
  check ((state = 'begun') = (ended_at is null)),
  unique (provider, session_id)
);
create index top_ups_by_account on billing.top_ups (account_id, id);
create index top_ups_by_receipt on billing.top_ups (receipt_id) where receipt_id is not null;

-- Operators' bills, to be compared with what we reckoned. `account_id` is the root account.
create table billing.operator_bills (
  account_id    integer not null,
  connection_id integer not null,
  month         date not null,
  currency      text not null,
  -- [{ country, mccMnc, parts, amountMicros }]
  lines         jsonb not null,
  imported_at   timestamptz not null,
  imported_by   integer,
  primary key (connection_id, month)
);
