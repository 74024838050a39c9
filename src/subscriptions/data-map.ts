import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** Where and how a customer takes notifications: may name a person or a machine of theirs. */
const place = (clock: string) =>
  personal({ rule: 'P13', subject: 'user', category: 'user.account', clock, end: 'erase' })
const secret = () =>
  personal({
    rule: 'P03',
    subject: 'customer',
    category: 'user.authorization.credentials',
    clock: 'account.closed',
    end: 'erase',
  })
/** Bodies of notifications tell of messages and numbers. */
const content = (clock: string) =>
  personal({
    rule: 'P12',
    subject: 'end-user',
    category: 'user.content',
    clock,
    end: 'erase',
  })

const time = plain('time')
const setting = plain('setting')
const state = plain('state of a delivery')
const chosen = plain('a name that the customer chose for a setting')

export const dataMap: DataMap = [
  table('subscriptions.security_settings', {
    account_id: key(),
    auth_id: key(),
    kind: setting,
    credentials: secret(),
    made_at: time,
    changed_at: time,
  }),
  table('subscriptions.certificates', {
    account_id: key(),
    certificate_id: key(),
    content: secret(),
    issued_by: place('account.closed'),
    issued_to: place('account.closed'),
    serial_number: setting,
    valid_from: time,
    valid_until: time,
    made_at: time,
  }),
  table('subscriptions.profiles', {
    account_id: key(),
    profile_id: key(),
    url: place('account.closed'),
    content_type: setting,
    auth_id: key(),
    certificate_id: key(),
    bucket_max: setting,
    window_ms: setting,
    connect_ms: setting,
    read_ms: setting,
    tls_protocols: setting,
    headers: secret(),
    response_regex: setting,
    response_body_regex: setting,
    rate_limit: setting,
    made_at: time,
    changed_at: time,
    failing_since: time,
    failures: state,
    paused_at: time,
    pause_reason: state,
  }),
  table('subscriptions.subscriptions', {
    account_id: key(),
    channel: plain('channel'),
    subscription_id: key(),
    name: chosen,
    profile_id: key(),
    events: setting,
    criteria: plain("the customer's own applications and entities"),
    resources: place('account.closed'),
    users: place('account.closed'),
    made_at: time,
    changed_at: time,
  }),
  table('subscriptions.deliveries', {
    account_id: key(),
    id: key(),
    at: time,
    profile_id: key(),
    subscription_id: key(),
    channel: plain('channel'),
    event: plain('kind of event'),
    target: place('at'),
    items: plain('count'),
    attempt: plain('count'),
    ok: state,
    status: state,
    took_ms: plain('duration'),
    reason: state,
    refs: plain('our ids of messages, with status codes'),
  }),
  table('subscriptions.outbox', {
    account_id: key(),
    id: key(),
    profile_id: key(),
    subscription_id: key(),
    channel: plain('channel'),
    event: plain('kind of event'),
    item: content('at'),
    at: time,
    next_attempt_at: time,
    attempts: state,
  }),
  table('subscriptions.catchers', {
    account_id: key(),
    catcher_id: key(),
    made_at: time,
    expires_at: time,
  }),
  table('subscriptions.caught', {
    account_id: key(),
    catcher_id: key(),
    id: key(),
    at: time,
    headers: content('at'),
    body: content('at'),
    body_bytes: plain('count'),
  }),
]
