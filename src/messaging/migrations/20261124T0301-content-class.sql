-- What a message is for: 0 OTP, 1 TRANSACTIONAL, 2 MARKETING. A default without a rewrite: takes no time.
alter table messaging.live add column content_class smallint not null default 1;
alter table messaging.scheduled add column content_class smallint not null default 1;
