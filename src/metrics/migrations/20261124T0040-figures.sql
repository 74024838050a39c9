-- New tables only: no lock on anything that exists. Figures begin with the traffic after this.

-- A sort of traffic: what of a message decides under which figures it counts. '' stands for unknown or none, '*' for
-- what is not told apart because there are too many. address is the account's own side, never the end user's.
create table metrics.flows (
  account_id integer not null,
  id bigint generated always as identity,
  channel text not null,
  direction text not null,
  country text not null,
  mcc_mnc text not null,
  address text storage external not null,
  address_kind text not null,
  application_id text not null,
  entity_id text not null,
  simulated boolean not null,
  made_on date not null,
  primary key (account_id, id)
);
create unique index flows_by_sort on metrics.flows
  (account_id, channel, direction, country, mcc_mnc, address, application_id, entity_id, simulated);

-- Figures by the hour, and by the UTC day, in which a message was taken in; its outcome counts there as well.
-- status_id: 0 taken in, -1 came in from a handset, else the final status. bucket: how long delivery took, else -1.
create table metrics.hours (
  account_id integer not null,
  hour timestamptz not null,
  flow_id bigint not null,
  status_id smallint not null,
  error_id smallint not null,
  bucket smallint not null,
  messages bigint not null,
  parts bigint not null,
  primary key (account_id, hour, flow_id, status_id, error_id, bucket)
);
create index hours_by_age on metrics.hours using brin (hour);

create table metrics.days (
  account_id integer not null,
  day date not null,
  flow_id bigint not null,
  status_id smallint not null,
  error_id smallint not null,
  bucket smallint not null,
  messages bigint not null,
  parts bigint not null,
  primary key (account_id, day, flow_id, status_id, error_id, bucket)
);
create index days_by_age on metrics.days using brin (day);

-- Queries whose answer goes to an address of the customer.
create table metrics.requests (
  account_id integer not null,
  id uuid not null,
  asked jsonb not null,
  callback_url text storage external not null,
  state text not null,
  failure text,
  attempts integer not null default 0,
  next_at timestamptz,
  made_at timestamptz not null,
  primary key (account_id, id)
);
create index requests_due on metrics.requests (next_at) where next_at is not null;
create index requests_by_age on metrics.requests (made_at);
