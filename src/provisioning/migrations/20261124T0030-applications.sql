-- New tables only: no lock on anything that exists.

-- What a customer calls the parts of their business: applications (what sends) and entities (for whom it sends).
create table provisioning.applications (
  account_id integer not null,
  application_id text storage external not null,
  name text storage external,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (account_id, application_id)
);

create table provisioning.entities (
  account_id integer not null,
  entity_id text storage external not null,
  name text storage external,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (account_id, entity_id)
);

-- Which numbers, names and domains belong to which application and entity. Numbers are kept as digits.
create table provisioning.associations (
  account_id integer not null,
  channel text not null,
  resource_type text not null,
  resource_id text storage external not null,
  application_id text storage external not null,
  entity_id text storage external not null,
  made_at timestamptz not null,
  primary key (account_id, channel, resource_id, resource_type, application_id, entity_id),
  foreign key (account_id, application_id) references provisioning.applications,
  foreign key (account_id, entity_id) references provisioning.entities
);
create index associations_by_application on provisioning.associations (account_id, application_id);
create index associations_by_entity on provisioning.associations (account_id, entity_id);

-- Which kind of sender is taken first when a message names none. Null: whatever the message's is.
create table provisioning.strategies (
  account_id integer not null,
  id uuid not null,
  application_id text storage external,
  entity_id text storage external,
  channel text,
  country text,
  sticky boolean not null,
  geolocated boolean not null,
  priorities jsonb not null,
  made_at timestamptz not null,
  primary key (account_id, id),
  foreign key (account_id, application_id) references provisioning.applications,
  foreign key (account_id, entity_id) references provisioning.entities
);
create index strategies_by_application on provisioning.strategies (account_id, application_id);
create index strategies_by_entity on provisioning.strategies (account_id, entity_id);
