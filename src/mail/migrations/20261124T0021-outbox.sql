-- A new table only: no lock on anything that exists.

-- Mails on their way. The body is encrypted, because it may hold a link that lets somebody in; it is cleared when
-- the mail is delivered or given up, and the row goes 7 days after that.
create table mail.outbox (
  id           uuid primary key,
  account_id   integer,
  kind         text not null,
  recipient    text not null,
  subject      text not null,
  body         bytea,
  state        text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts     integer not null default 0,
  answer_code  integer,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  ended_at     timestamptz
);
alter table mail.outbox alter column recipient set storage external;
alter table mail.outbox alter column subject set storage external;
alter table mail.outbox alter column body set storage external;
create index outbox_due on mail.outbox (due_at) where state = 'waiting';
create index outbox_ended on mail.outbox (ended_at) where state <> 'waiting';
