-- New tables only: no lock on anything that exists.
create schema rules;

-- What an account sets for itself; of the installation's own account, what holds where others set nothing. null: not set.
create table rules.settings (
  account_id        integer primary key,
  content_class     text check (content_class in ('OTP', 'TRANSACTIONAL', 'MARKETING')),
  varied_max        integer check (varied_max between 1 and 10000),
  identical_max     integer check (identical_max between 1 and 10000),
  flooding_minutes  integer check (flooding_minutes between 1 and 1440),
  duplicate_seconds integer check (duplicate_seconds between 0 and 86400),
  keywords_on       boolean,
  opt_out_scope     text check (opt_out_scope in ('SENDER', 'ACCOUNT')),
  enforcement       text check (enforcement in ('REAL_ROUTES', 'ALL_ROUTES', 'OFF')),
  updated_at        timestamptz not null
);

-- What messages of a sender are for, when they do not say so themselves.
create table rules.sender_classes (
  account_id    integer not null,
  sender        text storage external not null,
  content_class text not null check (content_class in ('OTP', 'TRANSACTIONAL', 'MARKETING')),
  updated_at    timestamptz not null,
  primary key (account_id, sender)
);

-- What holds for a country instead of the rules of the files: of the installation's own account for everybody, of another for itself.
create table rules.overrides (
  account_id integer not null,
  country    text not null check (country ~ '^[A-Z]{2}$'),
  rule       jsonb not null,
  reason     text storage external not null,
  updated_at timestamptz not null,
  primary key (account_id, country)
);

-- Senders registered for countries. details: what the country asks for. APPROVED ends with expires_at.
create table rules.registrations (
  id            bigint generated always as identity primary key,
  account_id    integer not null,
  country       text not null check (country ~ '^[A-Z]{2}$'),
  sender        text storage external not null,
  kind          text not null check (kind in ('ALPHANUMERIC', 'LONG_NUMBER', 'SHORT_CODE', 'TOLL_FREE')),
  state         text not null check (state in ('REQUESTED', 'APPROVED', 'REJECTED')),
  details       jsonb not null,
  note          text storage external,
  answer        text storage external,
  requested_at  timestamptz not null,
  decided_at    timestamptz,
  decided_by    integer,
  expires_at    timestamptz,
  unique (account_id, country, sender)
);
create index registrations_by_state on rules.registrations (state, id);

-- Numbers that a country's register of objections holds; of the installation's own account, for everybody.
create table rules.do_not_contact (
  account_id integer not null,
  country    text not null check (country ~ '^[A-Z]{2}$'),
  number     text storage external not null,
  made_at    timestamptz not null,
  primary key (account_id, country, number)
);

-- An account's own words beside those of the languages; sender '': for all of its numbers. words: folded.
create table rules.keywords (
  account_id integer not null,
  sender     text storage external not null,
  words      text not null,
  meaning    text not null check (meaning in ('STOP', 'START', 'HELP')),
  made_at    timestamptz not null,
  primary key (account_id, sender, words)
);

-- What is answered to a keyword; sender '': for all numbers without an answer of their own. answer null: nothing is.
create table rules.answers (
  account_id integer not null,
  sender     text storage external not null,
  meaning    text not null check (meaning in ('STOP', 'START', 'HELP')),
  answer     text storage external,
  updated_at timestamptz not null,
  primary key (account_id, sender, meaning)
);
