import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** What the relationship with a company rests on: kept for seven years after its account closed. */
const customer = (category: string, clock: string, find?: string) =>
  personal({
    rule: 'P01',
    subject: 'customer',
    category,
    clock,
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })
const user = (category: string, find?: string) =>
  personal({
    rule: 'P02',
    subject: 'user',
    category,
    clock: 'removed_at',
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })
/** Hashes of secrets: they go with the row, which goes with its user, key or session. */
const secret = (clock: string) =>
  personal({
    rule: 'P03',
    subject: 'user',
    category: 'user.authorization.credentials',
    clock,
    end: 'erase',
  })
const usage = (clock: string) =>
  personal({
    rule: 'P13',
    subject: 'user',
    category: 'user.device.ip_address',
    clock,
    end: 'erase',
  })
const activity = (clock: string) =>
  personal({ rule: 'P13', subject: 'user', category: 'user.behavior', clock, end: 'erase' })

const time = plain('time')
const setting = plain('setting')
const money = plain('money')

export const dataMap: DataMap = [
  table('accounts.accounts', {
    id: key(),
    key: key(),
    name: customer('user.name', 'closed_at', 'name'),
    parent_id: key(),
    state: plain('state of an account'),
    relation: plain('whether the operator of the installation or a customer answers for its data'),
    any_sender: setting,
    flooding_on: setting,
    content_days: setting,
    currency: money,
    prepaid: personal({
      rule: 'P04',
      subject: 'customer',
      category: 'user.financial',
      clock: 'closed_at',
      end: 'erase',
    }),
    price_micros: money,
    created_at: time,
    closed_at: time,
  }),
  table('accounts.balances', {
    account_id: key(),
    currency: money,
    amount_micros: money,
    credit_limit_micros: money,
  }),
  table('accounts.ledger', {
    id: key(),
    account_id: key(),
    currency: money,
    kind: plain('kind of posting'),
    debit: plain('side of the ledger'),
    credit: plain('side of the ledger'),
    amount_micros: money,
    items: plain('count'),
    reference: plain("our id of a message, or a payment's reference"),
    posted_at: time,
  }),
  table('accounts.users', {
    id: key(),
    email: user('user.contact.email', 'email'),
    password_hash: secret('removed_at'),
    name: user('user.name', 'name'),
    locale: user('user.language'),
    state: plain('state of a user'),
    created_at: time,
    password_changed_at: activity('removed_at'),
    removed_at: time,
  }),
  table('accounts.memberships', {
    account_id: key(),
    user_id: key(),
    role: plain('role'),
    created_at: time,
  }),
  table('accounts.api_keys', {
    id: key(),
    account_id: key(),
    name: plain('name of a key, chosen by the customer'),
    secret_hash: secret('account.closed'),
    prefix: plain('first characters of a key, for telling keys apart'),
    scopes: setting,
    permissions: setting,
    allowed_ips: usage('account.closed'),
    platform: plain("the customer's own applications and entities"),
    enabled: setting,
    valid_from: time,
    valid_to: time,
    created_at: time,
    last_used_at: activity('account.closed'),
  }),
  table('accounts.sessions', {
    id: key(),
    kind: plain('kind of session'),
    token_hash: secret('expires_at'),
    account_id: key(),
    user_id: key(),
    bound_ip: usage('expires_at'),
    created_at: activity('expires_at'),
    last_used_at: activity('expires_at'),
    expires_at: time,
  }),
  table('accounts.oauth_tokens', {
    id: key(),
    token_hash: secret('expires_at'),
    account_id: key(),
    key_id: key(),
    user_id: key(),
    created_at: activity('expires_at'),
    expires_at: time,
  }),
  table('accounts.senders', {
    id: key(),
    account_id: key(),
    channel: plain('channel'),
    address: personal({
      rule: 'P11',
      subject: 'customer',
      category: 'user.contact',
      clock: 'account.closed',
      end: 'erase',
      find: 'sender',
    }),
    kind: plain('kind of sender'),
    created_at: time,
  }),
]
