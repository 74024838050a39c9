import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** What a customer calls the parts of their business: may name a person of theirs. Goes with the account. */
const chosen = personal({
  rule: 'P01',
  subject: 'customer',
  category: 'user.name',
  clock: 'account.closed',
  end: 'erase',
  find: 'name',
})
/** The customer's own number, name or domain. */
const ownAddress = personal({
  rule: 'P01',
  subject: 'customer',
  category: 'user.contact',
  clock: 'account.closed',
  end: 'erase',
  find: 'sender',
})
const time = plain('time')
const setting = plain('setting')

const named = (id: string) => ({
  account_id: key(),
  [id]: chosen,
  name: chosen,
  made_at: time,
  changed_at: time,
})

export const dataMap: DataMap = [
  table('provisioning.applications', named('application_id')),
  table('provisioning.entities', named('entity_id')),
  table('provisioning.associations', {
    account_id: key(),
    channel: plain('channel'),
    resource_type: plain('kind of resource'),
    resource_id: ownAddress,
    application_id: chosen,
    entity_id: chosen,
    made_at: time,
  }),
  table('provisioning.strategies', {
    account_id: key(),
    id: key(),
    application_id: chosen,
    entity_id: chosen,
    channel: plain('channel'),
    country: setting,
    sticky: setting,
    geolocated: setting,
    priorities: setting,
    made_at: time,
  }),
]
