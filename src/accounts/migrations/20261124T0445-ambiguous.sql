-- Whether an account wants messages sent again that may have gone out already. Adds a column; locks the accounts for a moment.
alter table accounts.accounts add column hold_ambiguous boolean not null default false;
