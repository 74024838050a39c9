import { key, personal, plain, table, type DataMap } from '../../core/data-map.ts'

const time = plain('time')
const setting = plain('setting')
const company = (category: string) =>
  personal({ rule: 'P01', subject: 'customer', category, clock: 'account.closed', end: 'erase' })
const activity = (clock: string) =>
  personal({ rule: 'P13', subject: 'user', category: 'user.behavior', clock, end: 'erase' })
/** Goes with the row, ten minutes after it was made. */
const flowSecret = personal({
  rule: 'P03',
  subject: 'user',
  category: 'user.authorization.credentials',
  clock: 'expires_at',
  end: 'erase',
})

/** Log-in by a provider of identities. */
export const ssoDataMap: DataMap = [
  table('accounts.sso_connections', {
    account_id: key(),
    issuer: company('user.contact.organization'),
    client_id: plain("our name at the customer's provider"),
    client_secret_box: plain("a secret of the customer's provider, encrypted"),
    default_role: setting,
    role_claim: setting,
    role_mapping: setting,
    required: setting,
    enabled: setting,
    created_at: time,
    changed_at: time,
  }),
  table('accounts.sso_domains', {
    account_id: key(),
    domain: company('user.contact.organization'),
    proof: plain('what a name server has to say, in public'),
    created_at: time,
    verified_at: time,
  }),
  table('accounts.sso_identities', {
    account_id: key(),
    issuer: plain('address of a provider'),
    subject: personal({
      rule: 'P03',
      subject: 'user',
      category: 'user.unique_id',
      clock: 'user.removed',
      end: 'erase',
      find: 'via:user_id',
    }),
    user_id: key(),
    created_at: activity('user.removed'),
    last_used_at: activity('user.removed'),
  }),
  table('accounts.sso_flows', {
    id: key(),
    state_hash: flowSecret,
    browser_hash: flowSecret,
    account_id: key(),
    issuer: plain('address of a provider'),
    nonce: flowSecret,
    verifier_box: flowSecret,
    next_path: plain('page of the portal'),
    bound_ip: personal({
      rule: 'P13',
      subject: 'user',
      category: 'user.device.ip_address',
      clock: 'expires_at',
      end: 'erase',
    }),
    created_at: activity('expires_at'),
    expires_at: time,
  }),
]
