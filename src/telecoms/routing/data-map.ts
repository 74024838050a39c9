import { key, personal, plain, table, type DataMap } from '../../core/data-map.ts'

const time = plain('time')
const setting = plain('setting')
const measured = plain('sums over messages of a connection, in which nobody can be told apart')

/** Which operator carries which messages: settings of the installation, and what was measured of operators. */
export const dataMap: DataMap = [
  table('routing.routes', {
    id: key(),
    name: plain('name of a route, chosen by the operator of the installation'),
    channel: setting,
    prefix: plain('leading digits of whole ranges of numbers'),
    connection_id: key(),
    priority: setting,
    enabled: setting,
    account_ids: key(),
    with_sub_accounts: setting,
    countries: setting,
    networks: setting,
    sender_kinds: setting,
    senders: personal({
      rule: 'P03',
      subject: 'customer',
      category: 'user.contact',
      clock: 'updated_at',
      end: 'clear',
      find: 'sender',
    }),
    content_classes: setting,
    time_windows: setting,
    time_zone: setting,
    valid_from: time,
    valid_until: time,
    selection: setting,
    weight: setting,
    retry_on: setting,
    retry_on_receipt: setting,
    created_at: plain('time of making'),
    updated_at: plain('time of the last change'),
  }),
  table('routing.number_networks', {
    // A whole number is somebody's; a range is nobody's, and is kept under the same rule.
    prefix: personal({
      rule: 'P10',
      subject: 'end-user',
      category: 'user.contact.phone_number',
      clock: 'updated_at',
      end: 'erase',
      find: 'msisdn',
    }),
    network: plain('network code'),
    updated_at: time,
  }),
  table('routing.quality', {
    connection_id: key(),
    network: plain('network code'),
    samples: measured,
    delivered: measured,
    delay_ms: measured,
    measured_at: time,
  }),
]
