import type { Clock } from '../core/clock.ts'
import type { Module } from '../core/module.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { Associations, type Belonging, type ResourceOfAccount } from './associations.ts'
import { dataMap } from './data-map.ts'
import { addAssociations } from './routes/associations.ts'
import { addApplications, addEntities } from './routes/names.ts'
import { addStrategies } from './routes/strategies.ts'
import { Strategies } from './strategies.ts'

export { dataMap as provisioningDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const provisioningMigrations = new URL('./migrations/', import.meta.url)

export interface ProvisioningNeeds {
  db: Db
  clock: Clock
}

export interface Provisioning {
  module: Module
  /** What resources belong to, in their order; believed for 5 s. */
  associationsOf(tx: Tx, resources: readonly ResourceOfAccount[]): Promise<Belonging[]>
}

/** Applications, entities, what belongs to them, and sending strategies. */
export function provisioning({ db, clock }: ProvisioningNeeds): Provisioning {
  const associations = new Associations(db, clock)
  const strategies = new Strategies(db, clock)
  return {
    associationsOf: (tx, resources) => associations.of(tx, resources),
    module: {
      name: 'provisioning',
      migrations: provisioningMigrations,
      dataMap,
      routes: (app) => {
        addApplications(app, { db, clock })
        addEntities(app, { db, clock })
        addAssociations(app, { db, associations })
        addStrategies(app, { db, strategies })
      },
    },
  }
}
