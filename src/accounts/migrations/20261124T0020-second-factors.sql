-- New tables, and two columns of sessions with constant defaults: no lock that lasts.

-- What somebody shows beside the password. They belong to the person, in whatever account they act.
create table accounts.second_factors (
  id            integer generated always as identity primary key,
  user_id       integer not null references accounts.users,
  kind          text not null check (kind in ('totp', 'passkey')),
  name          text storage external not null,
  -- totp: the secret, encrypted, and the last step of time that a code was taken for.
  secret_box    bytea,
  last_step     bigint,
  -- passkey: as WebAuthn calls them.
  credential_id text storage external unique,
  public_key    bytea,
  sign_count    bigint,
  transports    text[],
  created_at    timestamptz not null,
  -- null: being set up.
  confirmed_at  timestamptz,
  last_used_at  timestamptz,
  check ((kind = 'totp') = (secret_box is not null)),
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null and sign_count is not null))
);
create index second_factors_by_user on accounts.second_factors (user_id, id);

-- For whoever lost all others; each counts once.
create table accounts.recovery_codes (
  user_id   integer not null references accounts.users,
  code_hash bytea not null,
  made_at   timestamptz not null,
  primary key (user_id, code_hash)
);

-- Half a log-in, or a question to an authenticator. `token_hash` is of what the browser was given.
create table accounts.login_challenges (
  id         bigint generated always as identity primary key,
  token_hash bytea not null unique,
  purpose    text not null check (purpose in ('second-factor', 'passkey', 'register', 'proof')),
  -- null: nobody yet, a passkey will tell.
  account_id integer references accounts.accounts,
  user_id    integer references accounts.users,
  bound_ip   text storage external not null,
  tries      integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index login_challenges_by_address on accounts.login_challenges (bound_ip, id);
create index login_challenges_by_expiry on accounts.login_challenges (expires_at);
create index login_challenges_by_user on accounts.login_challenges (user_id);

-- How the people of an account may log in. No row: a second factor is everybody's own choice.
create table accounts.login_policies (
  account_id    integer primary key references accounts.accounts,
  second_factor text not null check (second_factor in ('optional', 'owners-and-admins', 'all')),
  -- Whether a password alone is enough for the API where a second factor is asked for in the portal.
  password_api  boolean not null,
  changed_at    timestamptz not null
);

alter table accounts.sessions
  -- How it began; and when its person last showed a password or a factor, null while they have not.
  add column method    text not null default 'password' check (method in ('password', 'second-factor', 'passkey', 'sso')),
  add column proved_at timestamptz;
