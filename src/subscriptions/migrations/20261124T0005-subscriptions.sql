-- A new schema only: no lock on anything that exists.
create schema subscriptions;
