-- A new table: no lock on anything that exists.

-- Networks of numbers and ranges that are not with the network of their first assignment, as somebody found out. A platform
-- table: they are the same for all accounts.
create table routing.number_networks (
  prefix     text storage external primary key check (prefix ~ '^[0-9]{3,15}$'),
  network    text not null check (network ~ '^[0-9]{5,6}$'),
  updated_at timestamptz not null
);
