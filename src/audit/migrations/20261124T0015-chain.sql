-- Tables of the audit trail: new ones only, no lock on anything that exists.

-- The end of each account's chain. Locked by whoever appends.
create table audit.heads (
  account_id integer primary key,
  seq        bigint not null,
  hash       bytea not null,
  -- A keyed hash over account, seq and hash: whoever has only the database cannot make one.
  seal       bytea not null
);

-- What happened, without anybody's name: a chain of hashes for each account, from its first row.
create table audit.entries (
  account_id    integer not null,
  seq           bigint not null check (seq > 0),
  at            timestamptz not null,
  action        text not null,
  outcome       text not null check (outcome in ('asked', 'done', 'refused', 'failed')),
  -- The entry whose outcome this is.
  asked_seq     bigint check (asked_seq < seq),
  commitment    bytea not null,
  previous_hash bytea not null,
  hash          bytea not null,
  primary key (account_id, seq)
);
create unique index entries_by_asked on audit.entries (account_id, asked_seq) where asked_seq is not null;
create index entries_by_action on audit.entries (account_id, action, seq);
create index entries_by_time on audit.entries (account_id, at);

-- Who, from where and on what: erased when its time is over. The commitments above stay true of nothing.
create table audit.details (
  account_id      integer not null,
  seq             bigint not null,
  at              timestamptz not null,
  salt            bytea not null,
  actor           text check (actor in ('person', 'key', 'program', 'nobody')),
  user_id         integer,
  key_id          text,
  from_account_id integer,
  ip              text storage external,
  verb            text,
  item            text,
  target_id       text storage external,
  fields          text[],
  status          integer,
  description     text storage external,
  primary key (account_id, seq)
);
create index details_by_age on audit.details (at);
create index details_by_user on audit.details (account_id, user_id, seq) where user_id is not null;

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % on % is refused', tg_op, tg_table_name;
end
$$;
create trigger append_only before update or delete on audit.entries
  for each row execute function audit.refuse_change();
create trigger never_emptied before truncate on audit.entries
  for each statement execute function audit.refuse_change();
-- Erasing is what the table is for; changing is not.
create trigger never_changed before update on audit.details
  for each row execute function audit.refuse_change();
create trigger never_shortened before delete on audit.heads
  for each row execute function audit.refuse_change();
create trigger never_emptied before truncate on audit.heads
  for each statement execute function audit.refuse_change();
