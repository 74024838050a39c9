-- Adds columns to the accounts and four tables: a moment's lock on a table with few rows.
alter table accounts.accounts
  add column kind text check (kind in ('owner', 'reseller', 'customer', 'sub-account')),
  -- From the root account down to the parent. Accounts never move, so this never changes.
  add column ancestors integer[] not null default '{}',
  add column person text check (person in ('natural', 'legal')),
  add column country text check (country ~ '^[A-Z]{2}$'),
  -- Whoever opened it declared to be 16 or older. No date of birth is asked for, or kept.
  add column declared_of_age boolean not null default false,
  add column brand_name text storage external,
  add column brand_color text check (brand_color ~ '^#[0-9a-f]{6}$'),
  add column brand_logo_url text storage external,
  add column support_email text storage external,
  add column data_region text,
  add column trial_ends_at timestamptz,
  -- A protective pause: nothing is sent until then.
  add column paused_until timestamptz;

with recursive down as (
  select id, '{}'::integer[] as ancestors from accounts.accounts where parent_id is null
  union all
  select a.id, d.ancestors || a.parent_id
  from accounts.accounts a
  join down d on d.id = a.parent_id)
update accounts.accounts a
set ancestors = d.ancestors,
    kind = case when a.parent_id is null then 'owner' when a.relation = 'own' then 'sub-account' else 'customer' end
from down d
where d.id = a.id;

alter table accounts.accounts
  alter column kind set not null,
  alter column ancestors drop default,
  add constraint accounts_owner_is_root check ((kind = 'owner') = (id = 1)),
  add constraint accounts_ancestors_end_in_parent check (
    (parent_id is null and ancestors = '{}') or ancestors[cardinality(ancestors)] = parent_id);
create index accounts_by_ancestor on accounts.accounts using gin (ancestors);

-- Every change of an account's state: who, from where, when and why. Nobody named: the installation itself.
create table accounts.state_changes (
  id         bigint generated always as identity primary key,
  account_id integer not null references accounts.accounts,
  from_state text not null,
  to_state   text not null,
  reason     text storage external not null,
  acted_from integer references accounts.accounts,
  user_id    integer,
  key_id     text,
  changed_at timestamptz not null
);
create index state_changes_by_account on accounts.state_changes (account_id, id);

-- Protective pauses, of 24 hours at most.
create table accounts.pauses (
  id         bigint generated always as identity primary key,
  account_id integer not null references accounts.accounts,
  reason     text storage external not null,
  begun_at   timestamptz not null,
  ends_at    timestamptz not null check (ends_at <= begun_at + interval '24 hours'),
  lifted_at  timestamptz,
  acted_from integer references accounts.accounts,
  -- null: software began it.
  user_id    integer,
  key_id     text
);
create index pauses_by_account on accounts.pauses (account_id, id);

-- What software may not decide about people: it proposes, a person decides.
create table accounts.proposals (
  id              bigint generated always as identity primary key,
  account_id      integer not null references accounts.accounts,
  kind            text not null check (kind in ('SUSPEND', 'DELETE_UNDER_AGE')),
  reason          text storage external not null,
  evidence        text storage external not null,
  made_at         timestamptz not null,
  made_from       integer references accounts.accounts,
  user_id         integer,
  key_id          text,
  decision        text check (decision in ('CONFIRMED', 'DISMISSED')),
  decided_at      timestamptz,
  decided_by      integer,
  decision_reason text storage external,
  check ((decision is null) = (decided_at is null)),
  check ((decision is null) = (decided_by is null))
);
create index proposals_by_account on accounts.proposals (account_id, id);
create unique index proposals_open on accounts.proposals (account_id, kind) where decision is null;
