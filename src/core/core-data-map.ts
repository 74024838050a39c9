import { key, plain, table, type DataMap } from './data-map.ts'

/** Columns of the schema `core`. */
export const coreDataMap: DataMap = [
  table('core.migrations', {
    module: plain('name of a module'),
    name: plain('name of a migration'),
    hash: plain('hash of a file'),
    applied_at: plain('time'),
  }),
  table('core.events', {
    account_id: key(),
    seq: key(),
    at: plain('time'),
    topic: plain('topic'),
    type: plain('type of event'),
    id: key(),
    data: plain('ids and states, no bodies, no numbers'),
  }),
  table('core.event_heads', { account_id: key(), seq: plain('count') }),
  table('core.installation', {
    only_row: key(),
    secret_check: plain('keyed hash of a constant'),
    made_at: plain('time'),
  }),
]
