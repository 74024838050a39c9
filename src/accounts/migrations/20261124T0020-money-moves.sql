-- Balances and ledger become billing's. Locks them and the accounts for a moment; no row is copied or lost.
alter table accounts.balances drop constraint balances_account_id_fkey;
alter table accounts.ledger drop constraint ledger_account_id_fkey;
alter table accounts.balances set schema billing;
alter table accounts.ledger set schema billing;
alter function accounts.refuse_change() set schema billing;

-- What billing needs to go on from here; it takes the rows over and drops the table.
create table accounts.opening_terms as
  select id as account_id, parent_id, currency, prepaid, price_micros, created_at
  from accounts.accounts;
alter table accounts.opening_terms set schema billing;

alter table accounts.accounts drop column prepaid, drop column price_micros;
