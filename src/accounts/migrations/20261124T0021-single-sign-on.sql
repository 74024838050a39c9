-- New tables only: no lock on anything that exists.

-- The identity provider of an account (OpenID Connect). One for each.
create table accounts.sso_connections (
  account_id        integer primary key references accounts.accounts,
  issuer            text storage external not null,
  client_id         text storage external not null,
  -- null: a public client.
  client_secret_box bytea,
  default_role      text not null,
  -- The claim that names groups or roles, and what each of its values stands for here.
  role_claim        text,
  role_mapping      jsonb not null,
  required          boolean not null,
  enabled           boolean not null,
  created_at        timestamptz not null,
  changed_at        timestamptz not null
);

-- Domains of e-mail addresses whose people may come from there. A domain is proved by one account only.
create table accounts.sso_domains (
  account_id  integer not null references accounts.accounts,
  domain      text storage external not null check (domain = lower(domain)),
  -- What the domain's name server has to say.
  proof       text not null,
  created_at  timestamptz not null,
  verified_at timestamptz,
  primary key (account_id, domain)
);
create unique index sso_domains_proved on accounts.sso_domains (domain) where verified_at is not null;

-- Who somebody is at the provider, kept from the first log-in on.
create table accounts.sso_identities (
  account_id   integer not null references accounts.accounts,
  issuer       text storage external not null,
  subject      text storage external not null,
  user_id      integer not null references accounts.users,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  primary key (account_id, issuer, subject),
  unique (account_id, issuer, user_id)
);
create index sso_identities_by_user on accounts.sso_identities (user_id);

-- Log-ins on their way to the provider and back.
create table accounts.sso_flows (
  id            bigint generated always as identity primary key,
  state_hash    bytea not null unique,
  -- The browser that began it has the other half in a cookie.
  browser_hash  bytea not null,
  account_id    integer not null references accounts.accounts,
  issuer        text storage external not null,
  nonce         text not null,
  verifier_box  bytea not null,
  next_path     text not null,
  bound_ip      text storage external not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null
);
create index sso_flows_by_address on accounts.sso_flows (bound_ip, id);
create index sso_flows_by_expiry on accounts.sso_flows (expires_at);
