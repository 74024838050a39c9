import { accountsDataMap, accountsMigrations } from './accounts/index.ts'
import { coreDataMap } from './core/core-data-map.ts'
import type { DataMap } from './core/data-map.ts'
import { migrations as messagingMigrations, messagingDataMap } from './messaging/index.ts'
import { operatorsDataMap, operatorsMigrations } from './telecoms/operators/index.ts'
import { routingDataMap, routingMigrations } from './telecoms/routing/index.ts'

/** Everything that keeps data: its schema's migrations and what each column holds. One line per module. */
export const modules: readonly { name: string; migrations: URL; dataMap: DataMap }[] = [
  { name: 'core', migrations: new URL('core/migrations/', import.meta.url), dataMap: coreDataMap },
  { name: 'accounts', migrations: accountsMigrations, dataMap: accountsDataMap },
  { name: 'operators', migrations: operatorsMigrations, dataMap: operatorsDataMap },
  { name: 'routing', migrations: routingMigrations, dataMap: routingDataMap },
  { name: 'messaging', migrations: messagingMigrations, dataMap: messagingDataMap },
]
