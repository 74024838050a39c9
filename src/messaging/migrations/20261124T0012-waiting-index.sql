-- Messages that wait, by when their validity ends: the sweep read all that waited. Locks writes while it is made.
create index live_waiting on messaging.live (connection_id, valid_until) where state = 0 and next_at is not null;
