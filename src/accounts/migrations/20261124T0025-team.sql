-- Adds columns to memberships, users and sessions, and four small tables: locks of an instant, no stop needed.

-- Roles that an account made for itself: named sets of scopes.
create table accounts.roles (
  id          integer generated always as identity primary key,
  account_id  integer not null references accounts.accounts,
  name        text storage external not null,
  description text storage external not null,
  scopes      text[] not null,
  created_at  timestamptz not null,
  unique (account_id, id)
);
create unique index roles_by_name on accounts.roles (account_id, lower(name));

alter table accounts.memberships
  add column role_id integer,
  add column state text not null default 'active' check (state in ('active', 'disabled')),
  drop constraint memberships_role_check,
  add constraint memberships_role_check check (role in
    ('owner', 'admin', 'developer', 'analyst', 'agent', 'supervisor', 'billing', 'privacy-officer', 'custom')),
  add constraint memberships_role_id_check check ((role = 'custom') = (role_id is not null)),
  -- Also keeps a role from being deleted while somebody has it.
  add constraint memberships_role_fk foreign key (account_id, role_id) references accounts.roles (account_id, id);
create index memberships_by_role on accounts.memberships (role_id) where role_id is not null;

-- When a person was last told by mail that somebody guesses their password.
alter table accounts.users add column lock_out_told_at timestamptz;

-- Where a session began, for its owner to recognise it: the address, and the browser in words.
alter table accounts.sessions add column ip text, add column device text;
alter table accounts.sessions alter column ip set storage external, alter column device set storage external;

-- Somebody is asked to join an account. One open invitation for each address.
create table accounts.invitations (
  id         integer generated always as identity primary key,
  account_id integer not null references accounts.accounts,
  email      text storage external not null,
  role       text not null,
  role_id    integer,
  locale     text not null,
  token_hash bytea not null unique,
  -- null: by an API key.
  invited_by integer references accounts.users,
  created_at timestamptz not null,
  sent_at    timestamptz not null,
  expires_at timestamptz not null,
  check ((role = 'custom') = (role_id is not null)),
  foreign key (account_id, role_id) references accounts.roles (account_id, id)
);
create unique index invitations_by_email on accounts.invitations (account_id, lower(email));
create index invitations_by_expiry on accounts.invitations (expires_at);

-- Somebody asked for an account and has not shown yet that the address is theirs. There is no account before that.
create table accounts.sign_ups (
  id            integer generated always as identity primary key,
  email         text storage external not null,
  name          text storage external not null,
  company       text storage external not null,
  person        text not null check (person in ('natural', 'legal')),
  country       text,
  locale        text not null,
  terms_version text not null,
  token_hash    bytea not null unique,
  created_at    timestamptz not null,
  expires_at    timestamptz not null
);
create index sign_ups_by_expiry on accounts.sign_ups (expires_at);

-- Links sent to people: to choose a new password, or to show that a new address is theirs. Each is good once.
create table accounts.user_links (
  id         integer generated always as identity primary key,
  account_id integer not null references accounts.accounts,
  user_id    integer not null references accounts.users,
  kind       text not null check (kind in ('password-reset', 'email-change')),
  email      text storage external,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((kind = 'email-change') = (email is not null))
);
create index user_links_by_user on accounts.user_links (user_id, kind);
create index user_links_by_expiry on accounts.user_links (expires_at);

-- Who accepted which terms, and when.
create table accounts.terms_acceptances (
  account_id  integer not null references accounts.accounts,
  user_id     integer not null references accounts.users,
  version     text not null,
  accepted_at timestamptz not null,
  primary key (account_id, user_id, version)
);
