-- New columns without a value: no table is rewritten.

-- By which tariff of billing a message was charged; null: it cost nothing. A refund reverses exactly that.
alter table messaging.live add column tariff_id integer;
alter table messaging.scheduled add column tariff_id integer;
alter table messaging.records add column tariff_id integer;
