import { key, personal, plain, table, type Column, type DataMap } from '../../core/data-map.ts'

/** The account's own address, as in accounts.senders. */
const sender: Column = personal({
  rule: 'P11',
  subject: 'customer',
  category: 'user.contact',
  clock: 'account.closed',
  end: 'erase',
  find: 'sender',
})
/** What is written about a customer, who may be a person. */
const words: Column = personal({
  rule: 'P01',
  subject: 'customer',
  category: 'user',
  clock: 'account.closed',
  end: 'erase',
})
const setting = plain('setting')
const country = plain('country')
const time = plain('time')

export const dataMap: DataMap = [
  table('rules.settings', {
    account_id: key(),
    content_class: setting,
    varied_max: setting,
    identical_max: setting,
    flooding_minutes: setting,
    duplicate_seconds: setting,
    keywords_on: setting,
    opt_out_scope: setting,
    enforcement: setting,
    updated_at: time,
  }),
  table('rules.sender_classes', {
    account_id: key(),
    sender,
    content_class: setting,
    updated_at: time,
  }),
  table('rules.overrides', {
    account_id: key(),
    country,
    rule: setting,
    reason: words,
    updated_at: time,
  }),
  table('rules.registrations', {
    id: key(),
    account_id: key(),
    country,
    sender,
    kind: plain('kind of sender'),
    state: plain('state of the registration'),
    details: words,
    note: words,
    answer: words,
    requested_at: time,
    decided_at: time,
    decided_by: personal({
      rule: 'P03',
      subject: 'user',
      category: 'user.unique_id',
      clock: 'user.removed',
      end: 'clear',
    }),
    expires_at: time,
  }),
  table('rules.do_not_contact', {
    account_id: key(),
    country,
    number: personal({
      rule: 'P42',
      subject: 'end-user',
      category: 'user.contact.phone_number',
      clock: 'made_at',
      end: 'suppress',
      find: 'msisdn',
    }),
    made_at: time,
  }),
  table('rules.keywords', {
    account_id: key(),
    sender,
    words: setting,
    meaning: setting,
    made_at: time,
  }),
  table('rules.answers', {
    account_id: key(),
    sender,
    meaning: setting,
    answer: words,
    updated_at: time,
  }),
]
