-- New tables only: no lock on anything that exists.

-- How an address is told who we are. `credentials` is an encrypted JSON text.
create table subscriptions.security_settings (
  account_id  integer not null,
  auth_id     text not null,
  kind        text not null check (kind in ('BASIC', 'HMAC', 'OAUTH', 'CUSTOM')),
  credentials bytea not null,
  made_at     timestamptz not null,
  changed_at  timestamptz not null,
  primary key (account_id, auth_id)
);

-- Certificates that we show to addresses that ask for one. `content` holds certificate and key, encrypted.
create table subscriptions.certificates (
  account_id     integer not null,
  certificate_id text not null,
  content        bytea not null,
  issued_by      text storage external not null,
  issued_to      text storage external not null,
  serial_number  text not null,
  valid_from     timestamptz not null,
  valid_until    timestamptz not null,
  made_at        timestamptz not null,
  primary key (account_id, certificate_id)
);

-- Where notifications go and how. Null stands for the default. `headers` is an encrypted JSON text.
create table subscriptions.profiles (
  account_id          integer not null,
  profile_id          text not null,
  url                 text storage external not null,
  content_type        text,
  auth_id             text,
  certificate_id      text,
  bucket_max          integer,
  window_ms           integer,
  connect_ms          integer,
  read_ms             integer,
  tls_protocols       text[] not null,
  headers             bytea,
  response_regex      text,
  response_body_regex text,
  rate_limit          integer,
  made_at             timestamptz not null,
  changed_at          timestamptz not null,
  -- since when, and how often in a row, deliveries failed
  failing_since       timestamptz,
  failures            integer not null default 0,
  -- nothing is delivered until it is resumed
  paused_at           timestamptz,
  pause_reason        text,
  primary key (account_id, profile_id),
  foreign key (account_id, auth_id) references subscriptions.security_settings,
  foreign key (account_id, certificate_id) references subscriptions.certificates
);
create index profiles_by_security on subscriptions.profiles (account_id, auth_id);
create index profiles_by_certificate on subscriptions.profiles (account_id, certificate_id);

-- Which events go to which profile.
create table subscriptions.subscriptions (
  account_id      integer not null,
  channel         text not null,
  subscription_id text not null,
  name            text storage external,
  profile_id      text not null,
  -- names, or names with a format, as they came
  events          jsonb not null,
  criteria        jsonb not null,
  resources       text[] not null,
  users           text[] not null,
  made_at         timestamptz not null,
  changed_at      timestamptz not null,
  primary key (account_id, channel, subscription_id),
  foreign key (account_id, profile_id) references subscriptions.profiles
);
create index subscriptions_by_profile on subscriptions.subscriptions (account_id, profile_id);

-- What was delivered, or not: references and outcomes, no bodies. Eight days, and at most 10,000 for an account.
create table subscriptions.deliveries (
  account_id      integer not null,
  id              uuid not null,
  at              timestamptz not null,
  profile_id      text,
  subscription_id text,
  channel         text not null,
  event           text not null,
  -- host and path, without what follows a question mark
  target          text storage external not null,
  items           integer not null,
  attempt         integer not null,
  ok              boolean not null,
  status          integer,
  took_ms         integer not null,
  reason          text,
  -- what it held, to be read again; null: it cannot be
  refs            jsonb,
  primary key (account_id, id)
);
create index deliveries_by_age on subscriptions.deliveries (at);

-- Events of other modules on their way. Each is here once for each profile that wants it, for 48 hours at most.
create table subscriptions.outbox (
  account_id      integer not null,
  id              uuid not null,
  profile_id      text not null,
  subscription_id text not null,
  channel         text not null,
  event           text not null,
  item            text storage external not null,
  at              timestamptz not null,
  next_attempt_at timestamptz not null,
  attempts        integer not null default 0,
  primary key (account_id, id)
);
create index outbox_due on subscriptions.outbox (next_attempt_at);

-- Addresses of our own that take whatever is posted to them, for a day.
create table subscriptions.catchers (
  account_id integer not null,
  catcher_id text not null,
  made_at    timestamptz not null,
  expires_at timestamptz not null,
  primary key (catcher_id)
);
create index catchers_by_account on subscriptions.catchers (account_id, catcher_id);
create index catchers_by_expiry on subscriptions.catchers (expires_at);

create table subscriptions.caught (
  account_id integer not null,
  catcher_id text not null references subscriptions.catchers on delete cascade,
  id         uuid not null,
  at         timestamptz not null,
  headers    jsonb not null,
  body       text storage external not null,
  body_bytes integer not null,
  primary key (catcher_id, id)
);
