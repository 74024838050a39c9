-- The event log that browsers follow: new installations only, takes no time.
create table core.events (
  account_id integer not null,
  seq bigint not null,
  at timestamptz not null,
  topic text not null,
  type text not null,
  id text not null,
  data jsonb not null,
  primary key (account_id, seq)
);
create index events_by_age on core.events (at);

create table core.event_heads (
  account_id integer primary key,
  seq bigint not null
);

-- What this database was made with: tells a wrong secret key apart before anything is encrypted with it.
create table core.installation (
  only_row boolean primary key default true check (only_row),
  secret_check text not null,
  made_at timestamptz not null
);
