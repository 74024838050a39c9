import { secondFactorsDataMap } from './second-factors/data-map.ts'
import { ssoDataMap } from './sso/data-map.ts'
import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'
import { treeDataMap } from './tree-data-map.ts'

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

/** Somebody who may come, and has not yet: their row goes when the link is over or used. */
const invited = (category: string, find?: string) =>
  personal({
    rule: 'P02',
    subject: 'user',
    category,
    clock: 'expires_at',
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })
const time = plain('time')
const setting = plain('setting')
const money = plain('money')

export const dataMap: DataMap = [
  table('accounts.accounts', {
    id: key(),
    key: key(),
    name: customer('user.name', 'closed_at', 'name'),
    kind: plain('place in the tree'),
    parent_id: key(),
    ancestors: key(),
    state: plain('state of an account'),
    relation: plain('whether the operator of the installation or a customer answers for its data'),
    person: customer('user', 'closed_at'),
    country: customer('user.contact.address.country', 'closed_at'),
    declared_of_age: customer('user.demographic', 'closed_at'),
    brand_name: customer('user.name', 'closed_at', 'name'),
    brand_color: setting,
    brand_logo_url: customer('user', 'closed_at'),
    support_email: customer('user.contact.email', 'closed_at', 'email'),
    data_region: setting,
    trial_ends_at: time,
    paused_until: time,
    any_sender: setting,
    flooding_on: setting,
    content_days: setting,
    hold_ambiguous: setting,
    currency: money,
    created_at: time,
    closed_at: time,
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
    lock_out_told_at: activity('lock_out_told_at'),
  }),
  table('accounts.memberships', {
    account_id: key(),
    user_id: key(),
    role: plain('role'),
    role_id: key(),
    state: plain('whether somebody may come in'),
    created_at: time,
  }),
  table('accounts.roles', {
    id: key(),
    account_id: key(),
    name: plain('name of a role, chosen by the customer'),
    description: plain('what a role is for, in words of the customer'),
    scopes: setting,
    created_at: time,
  }),
  table('accounts.invitations', {
    id: key(),
    account_id: key(),
    email: invited('user.contact.email', 'email'),
    role: plain('role'),
    role_id: key(),
    locale: invited('user.language'),
    token_hash: secret('expires_at'),
    invited_by: key(),
    created_at: time,
    sent_at: time,
    expires_at: time,
  }),
  table('accounts.sign_ups', {
    id: key(),
    email: invited('user.contact.email', 'email'),
    name: invited('user.name', 'name'),
    company: invited('user.name'),
    person: plain('whether an account is for a person or a company'),
    country: invited('user.location'),
    locale: invited('user.language'),
    terms_version: plain('version of the terms'),
    token_hash: secret('expires_at'),
    created_at: time,
    expires_at: time,
  }),
  table('accounts.user_links', {
    id: key(),
    account_id: key(),
    user_id: key(),
    kind: plain('what a link is for'),
    email: invited('user.contact.email', 'email'),
    token_hash: secret('expires_at'),
    created_at: activity('created_at'),
    expires_at: time,
  }),
  table('accounts.terms_acceptances', {
    account_id: key(),
    user_id: key(),
    version: plain('version of the terms'),
    accepted_at: customer('user.behavior', 'account.closed'),
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
    requests_per_second: setting,
  }),
  table('accounts.sessions', {
    id: key(),
    kind: plain('kind of session'),
    token_hash: secret('expires_at'),
    account_id: key(),
    user_id: key(),
    bound_ip: usage('expires_at'),
    ip: usage('expires_at'),
    device: activity('expires_at'),
    created_at: activity('expires_at'),
    last_used_at: activity('expires_at'),
    expires_at: time,
    method: plain('how a session began'),
    proved_at: activity('expires_at'),
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
  ...secondFactorsDataMap,
  ...ssoDataMap,
  ...treeDataMap,
]
