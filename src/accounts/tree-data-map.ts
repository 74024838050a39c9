import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** Words about an account that may name somebody, written while it is run: they go with it. */
const words = (find?: string) =>
  personal({
    rule: 'P01',
    subject: 'customer',
    category: 'user',
    clock: 'account.closed',
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })
const time = plain('time')

/** How accounts changed, what was proposed about them, and what those on trial may reach. */
export const treeDataMap: DataMap = [
  table('accounts.state_changes', {
    id: key(),
    account_id: key(),
    from_state: plain('state of an account'),
    to_state: plain('state of an account'),
    reason: words(),
    acted_from: key(),
    user_id: key(),
    key_id: key(),
    changed_at: time,
  }),
  table('accounts.pauses', {
    id: key(),
    account_id: key(),
    reason: words(),
    begun_at: time,
    ends_at: time,
    lifted_at: time,
    acted_from: key(),
    user_id: key(),
    key_id: key(),
  }),
  table('accounts.proposals', {
    id: key(),
    account_id: key(),
    kind: plain('kind of proposal'),
    reason: words(),
    evidence: words(),
    made_at: time,
    made_from: key(),
    user_id: key(),
    key_id: key(),
    decision: plain('decision'),
    decided_at: time,
    decided_by: key(),
    decision_reason: words(),
  }),
  table('accounts.trials', {
    account_id: key(),
    messages: plain('count'),
    day: plain('day'),
    messages_today: plain('count'),
  }),
  table('accounts.throttles', {
    account_id: key(),
    factor: plain('limit of requests'),
    unlimited: plain('limit of requests'),
    requests_per_second: plain('limit of requests'),
    operations: plain('limits of requests by operation'),
    changed_at: time,
  }),
  table('accounts.verified_numbers', {
    id: key(),
    account_id: key(),
    number: personal({
      rule: 'P01',
      subject: 'customer',
      category: 'user.contact.phone_number',
      clock: 'account.closed',
      end: 'erase',
      find: 'msisdn',
    }),
    code_hash: personal({
      rule: 'P03',
      subject: 'user',
      category: 'user.authorization.credentials',
      clock: 'code_ends_at',
      end: 'erase',
    }),
    code_ends_at: time,
    tries: plain('count'),
    created_at: time,
    verified_at: time,
  }),
  table('accounts.code_sends', {
    id: key(),
    account_id: key(),
    number_hash: personal({
      rule: 'P13',
      subject: 'customer',
      category: 'user.contact.phone_number',
      clock: 'sent_at',
      end: 'erase',
    }),
    sent_at: time,
  }),
]
