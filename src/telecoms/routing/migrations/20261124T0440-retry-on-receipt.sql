-- Adds a column with a fixed default to a small table: takes no time. Routes do as they did.
alter table routing.routes add column retry_on_receipt boolean not null default false;
