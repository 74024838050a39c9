import { key, plain, table, type DataMap } from '../../core/data-map.ts'

/** Which operator carries which numbers: settings of the installation, about nobody. */
export const dataMap: DataMap = [
  table('routing.routes', {
    id: key(),
    name: plain('name of a route, chosen by the operator of the installation'),
    channel: plain('setting'),
    prefix: plain('leading digits of whole ranges of numbers'),
    connection_id: key(),
    priority: plain('setting'),
    enabled: plain('setting'),
    created_at: plain('time of making'),
    updated_at: plain('time of the last change'),
  }),
]
