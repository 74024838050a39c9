import { key, personal, plain, table, type DataMap } from '../../core/data-map.ts'

const time = plain('time')
/** Goes with the factor, or with its person. */
const secret = personal({
  rule: 'P03',
  subject: 'user',
  category: 'user.authorization.credentials',
  clock: 'user.removed',
  end: 'erase',
})
const activity = (clock: string) =>
  personal({ rule: 'P13', subject: 'user', category: 'user.behavior', clock, end: 'erase' })

/** Second factors, half log-ins and policies. */
export const secondFactorsDataMap: DataMap = [
  table('accounts.second_factors', {
    id: key(),
    user_id: key(),
    kind: plain('kind of second factor'),
    name: personal({
      rule: 'P02',
      subject: 'user',
      category: 'user.device',
      clock: 'user.removed',
      end: 'erase',
    }),
    secret_box: secret,
    last_step: plain('counter'),
    credential_id: secret,
    public_key: secret,
    sign_count: plain('counter'),
    transports: plain('how an authenticator is reached'),
    created_at: activity('user.removed'),
    confirmed_at: activity('user.removed'),
    last_used_at: activity('user.removed'),
  }),
  table('accounts.recovery_codes', {
    user_id: key(),
    code_hash: secret,
    made_at: activity('user.removed'),
  }),
  table('accounts.login_challenges', {
    id: key(),
    token_hash: secret,
    purpose: plain('kind of step'),
    account_id: key(),
    user_id: key(),
    bound_ip: personal({
      rule: 'P13',
      subject: 'user',
      category: 'user.device.ip_address',
      clock: 'expires_at',
      end: 'erase',
    }),
    tries: plain('count'),
    created_at: activity('expires_at'),
    expires_at: time,
  }),
  table('accounts.login_policies', {
    account_id: key(),
    second_factor: plain('setting'),
    password_api: plain('setting'),
    changed_at: time,
  }),
]
