import { accountsDataMap, accountsMigrations } from './accounts/index.ts'
import { auditDataMap, auditMigrations } from './audit/index.ts'
import { billingDataMap, billingMigrations } from './billing/index.ts'
import { coreDataMap } from './core/core-data-map.ts'
import type { DataMap } from './core/data-map.ts'
import { mailDataMap, mailMigrations } from './mail/index.ts'
import { migrations as messagingMigrations, messagingDataMap } from './messaging/index.ts'
import { metricsDataMap, metricsMigrations } from './metrics/index.ts'
import { provisioningDataMap, provisioningMigrations } from './provisioning/index.ts'
import { subscriptionsDataMap, subscriptionsMigrations } from './subscriptions/index.ts'
import { smppServerDataMap, smppServerMigrations } from './smpp-server/index.ts'
import { operatorsDataMap, operatorsMigrations } from './telecoms/operators/index.ts'
import { routingDataMap, routingMigrations } from './telecoms/routing/index.ts'
import { rulesDataMap, rulesMigrations } from './telecoms/rules/index.ts'

/** Everything that keeps data: its schema's migrations and what each column holds. One line per module. */
export const modules: readonly { name: string; migrations: URL; dataMap: DataMap }[] = [
  { name: 'core', migrations: new URL('core/migrations/', import.meta.url), dataMap: coreDataMap },
  { name: 'mail', migrations: mailMigrations, dataMap: mailDataMap },
  { name: 'audit', migrations: auditMigrations, dataMap: auditDataMap },
  { name: 'billing', migrations: billingMigrations, dataMap: billingDataMap },
  { name: 'accounts', migrations: accountsMigrations, dataMap: accountsDataMap },
  { name: 'provisioning', migrations: provisioningMigrations, dataMap: provisioningDataMap },
  { name: 'subscriptions', migrations: subscriptionsMigrations, dataMap: subscriptionsDataMap },
  { name: 'metrics', migrations: metricsMigrations, dataMap: metricsDataMap },
  { name: 'operators', migrations: operatorsMigrations, dataMap: operatorsDataMap },
  { name: 'routing', migrations: routingMigrations, dataMap: routingDataMap },
  { name: 'rules', migrations: rulesMigrations, dataMap: rulesDataMap },
  { name: 'messaging', migrations: messagingMigrations, dataMap: messagingDataMap },
  { name: 'smpp_server', migrations: smppServerMigrations, dataMap: smppServerDataMap },
]
