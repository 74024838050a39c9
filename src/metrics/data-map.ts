import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

const dimension = plain('what figures are told apart by')
const time = plain('time')
const count = plain('count')
/** The account's own sender or number, as long as the figures are kept. */
const ownAddress = personal({
  rule: 'P14',
  subject: 'customer',
  category: 'user.contact',
  clock: 'made_on',
  end: 'erase',
  find: 'sender',
})

const figures = (at: string) => ({
  account_id: key(),
  [at]: time,
  flow_id: key(),
  status_id: dimension,
  error_id: dimension,
  bucket: dimension,
  messages: count,
  parts: count,
})

export const dataMap: DataMap = [
  table('metrics.flows', {
    account_id: key(),
    id: key(),
    channel: dimension,
    direction: dimension,
    country: dimension,
    mcc_mnc: dimension,
    address: ownAddress,
    address_kind: dimension,
    application_id: dimension,
    entity_id: dimension,
    simulated: dimension,
    made_on: time,
  }),
  table('metrics.hours', figures('hour')),
  table('metrics.days', figures('day')),
  table('metrics.requests', {
    account_id: key(),
    id: key(),
    asked: plain('what figures were asked for'),
    callback_url: personal({
      rule: 'P13',
      subject: 'user',
      category: 'user.account',
      clock: 'made_at',
      end: 'erase',
    }),
    state: plain('state of a query'),
    failure: plain('why there is no answer, in our words'),
    attempts: count,
    next_at: time,
    made_at: time,
  }),
]
