import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** Who did what from where: the period is a setting, `AUDIT_DETAIL_MONTHS`, as the rule has none of its own. */
const activity = (category: string, find?: string) =>
  personal({
    rule: 'P13',
    subject: 'user',
    category,
    clock: 'at',
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })

const time = plain('time')
const hash = plain('hash over hashes, or over salted fields')

export const dataMap: DataMap = [
  table('audit.heads', {
    account_id: key(),
    seq: plain('count'),
    hash,
    seal: plain('keyed hash of the head'),
  }),
  table('audit.entries', {
    account_id: key(),
    seq: plain('place in the chain'),
    at: time,
    action: plain('name of an operation or event'),
    outcome: plain('outcome'),
    asked_seq: plain('place in the chain'),
    commitment: hash,
    previous_hash: hash,
    hash,
  }),
  table('audit.details', {
    account_id: key(),
    seq: plain('place in the chain'),
    at: time,
    salt: plain('random octets; with them gone, a commitment tells nothing'),
    actor: plain('kind of actor'),
    user_id: activity('user.unique_id', 'user'),
    key_id: key(),
    from_account_id: key(),
    ip: activity('user.device.ip_address', 'ip-address'),
    verb: plain('kind of action'),
    item: plain('kind of thing'),
    target_id: activity('user.behavior'),
    fields: plain('names of fields of the API'),
    status: plain('HTTP status'),
    description: activity('user.behavior'),
  }),
]
