-- Adds columns to a small table: a short lock.
alter table operators.connections
  drop constraint connections_kind_check,
  add constraint connections_kind_check check (kind in ('SMPP_CLIENT', 'HTTP')),
  add column http                jsonb check ((kind = 'HTTP') = (http is not null)),
  add column signature_secret    bytea,
  -- Counts up with each new callback address; the one before is taken for a while longer.
  add column callback_number     integer not null default 1,
  add column callback_renewed_at timestamptz,
  -- The set of vendor's habits the settings began with, and the habits themselves; see dialects.ts.
  add column vendor              text,
  add column dialect             jsonb not null default '{}';
