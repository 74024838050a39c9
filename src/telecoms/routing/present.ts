import { wireTime } from '../../core/http/index.ts'
import type { ConnectionOf } from './choose.ts'
import type { StoredRoute } from './table.ts'
import type { Route } from './wire.ts'

export function presentRoute(route: StoredRoute, connectionOf: ConnectionOf): Route {
  const connection = connectionOf(route.connectionId)
  return {
    id: route.id,
    name: route.name,
    channel: route.channel,
    prefix: route.prefix,
    connectionId: route.connectionId,
    connectionName: connection?.name ?? null,
    simulated: connection?.simulated ?? false,
    priority: route.priority,
    enabled: route.enabled,
    createdAt: wireTime(route.createdAt),
    updatedAt: wireTime(route.updatedAt),
  }
}
