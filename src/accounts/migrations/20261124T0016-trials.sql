-- New tables only: no lock on anything that exists.

-- What a trial account has sent, and on the day of its last message.
create table accounts.trials (
  account_id     integer primary key references accounts.accounts,
  messages       integer not null default 0,
  day            date,
  messages_today integer not null default 0
);
insert into accounts.trials (account_id) select id from accounts.accounts where state = 'trial';

-- The only numbers a trial account reaches. Verified once the code was said that was sent there.
create table accounts.verified_numbers (
  id           bigint generated always as identity primary key,
  account_id   integer not null references accounts.accounts,
  number       text storage external not null,
  -- Keyed hash of the code; gone once it was said, or tried too often.
  code_hash    bytea,
  code_ends_at timestamptz,
  tries        integer not null default 0,
  created_at   timestamptz not null,
  verified_at  timestamptz,
  unique (account_id, number)
);

-- Codes sent within the last hour, so that nobody is flooded with them by trial accounts: a keyed hash of the number.
create table accounts.code_sends (
  id          bigint generated always as identity primary key,
  account_id  integer not null references accounts.accounts,
  number_hash bytea not null,
  sent_at     timestamptz not null
);
create index code_sends_by_number on accounts.code_sends (number_hash, sent_at);
create index code_sends_by_account on accounts.code_sends (account_id, sent_at);
create index code_sends_by_time on accounts.code_sends (sent_at);
