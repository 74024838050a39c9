-- Two indexes on messaging.scheduled: a second for each million messages that wait for their time, locked meanwhile.

-- A status was set that its messages have yet to follow: they are worked off in pieces, also after a restart.
alter table messaging.bulks add column ordered boolean not null default false;
drop index messaging.bulks_paused;
create index bulks_halted on messaging.bulks (account_id, bulk_id) where status = 'PAUSED' or ordered;
create index scheduled_open on messaging.scheduled (account_id, bulk_id) where not paused;
create index scheduled_paused on messaging.scheduled (account_id, bulk_id) where paused;
