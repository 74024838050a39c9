-- New tables only: no lock on anything that exists.
create schema routing;

-- A platform table: routes belong to the installation, not to an account, so there is no account_id.
-- connection_id names a row of operators.connections; no foreign key crosses schemas.
create table routing.routes (
  id            integer generated always as identity primary key,
  name          text not null unique,
  channel       text not null check (channel in ('SMS')),
  prefix        text not null check (prefix ~ '^[0-9]{0,15}$'),
  connection_id integer not null,
  priority      integer not null check (priority between 1 and 1000),
  enabled       boolean not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);

create index routes_connection on routing.routes (connection_id);
