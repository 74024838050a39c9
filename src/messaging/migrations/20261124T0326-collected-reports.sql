-- Rewrites messaging.reports, which holds what waits to be pushed or pulled: seconds for a million rows, locked meanwhile.

-- who takes it over a session of their own instead of being called: `smpp:<user>`
alter table messaging.reports
  add column collector text generated always as (case when push_url like 'smpp:%' then push_url end) stored;

-- what waits for a session must not be waded through by those who look for addresses to call
drop index messaging.reports_to_push;
create index reports_to_push on messaging.reports (next_attempt_at) where next_attempt_at is not null and collector is null;
create index reports_to_collect on messaging.reports (account_id, collector, id) where collector is not null;
