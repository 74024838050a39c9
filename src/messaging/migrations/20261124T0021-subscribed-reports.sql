-- Rewrites messaging.reports, which holds what waits to be pushed or pulled: seconds for a million rows, locked meanwhile.
alter table messaging.reports
  drop column push_target,
  -- who wants it must still be asked of the subscriptions
  add column matching boolean not null default false,
  add column profile_id text,
  add column subscription_id text,
  -- beside the row that can be pulled: for a further profile, or sent once more
  add column copy boolean not null default false;
alter table messaging.reports
  -- one receiver: a profile, or an address without what follows a question mark
  add column push_target text storage external generated always as (
    case when profile_id is not null then account_id::text || ' ' || profile_id else substring(push_url from '^[^?#]+') end
  ) stored;
