import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** What a customer calls its machines: may name a person of theirs. Goes with the account. */
const chosen = personal({
  rule: 'P03',
  subject: 'user',
  category: 'user.account.username',
  clock: 'account.closed',
  end: 'erase',
  find: 'name',
})
/** The customer's own number or name. */
const ownAddress = personal({
  rule: 'P01',
  subject: 'customer',
  category: 'user.contact',
  clock: 'account.closed',
  end: 'erase',
  find: 'sender',
})
const machines = (clock: string) =>
  personal({
    rule: 'P13',
    subject: 'user',
    category: 'user.device.ip_address',
    clock,
    end: 'erase',
    find: 'ip',
  })
const time = plain('time')
const count = plain('count')

export const dataMap: DataMap = [
  table('smpp_server.users', {
    account_id: key(),
    user_id: key(),
    system_id: chosen,
    name: chosen,
    password_hash: personal({
      rule: 'P03',
      subject: 'user',
      category: 'user.authorization.password',
      clock: 'account.closed',
      end: 'erase',
      find: 'via:system_id',
    }),
    enabled: plain('setting'),
    allowed_addresses: machines('account.closed'),
    sender: ownAddress,
    settings: plain('windows, rates and formats'),
    made_at: time,
    changed_at: time,
    bound_at: time,
  }),
  table('smpp_server.numbers', {
    account_id: key(),
    number: ownAddress,
    user_id: key(),
  }),
  table('smpp_server.binds', {
    account_id: key(),
    bind_id: key(),
    user_id: key(),
    kind: plain('transmitter, receiver or transceiver'),
    version: plain('version of SMPP'),
    address: machines('seen_at'),
    tls: plain('setting'),
    bound_at: time,
    seen_at: time,
    submitted: count,
    delivered: count,
    ending: plain('state'),
  }),
]
