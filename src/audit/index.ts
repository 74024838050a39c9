import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import type { Trail } from '../core/trail.ts'
import { Append } from './append.ts'
import { dataMap } from './data-map.ts'
import type { Names } from './needs.ts'
import { trail } from './noting.ts'
import { addAudit } from './routes.ts'
import { startUpkeep } from './upkeep.ts'

export { dataMap as auditDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const auditMigrations = new URL('./migrations/', import.meta.url)

export interface AuditNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  /** How long details are kept, months. Entries stay. */
  detailMonths: number
  names: Names
  /** What can stand in the trail: audited operations and events, with what they are in English. */
  actions: () => readonly { action: string; summary: string }[]
}

export interface Audit {
  module: Module
  trail: Trail
}

/** The trail alone, for a command that does one thing and ends. */
export const auditTrail = (needs: Pick<AuditNeeds, 'db' | 'clock' | 'log' | 'secrets'>): Trail =>
  trail({ ...needs, append: new Append(needs) })

/** Who did what: append-only, in a chain of hashes for each account. */
export function audit(needs: AuditNeeds): Audit {
  const append = new Append(needs)
  return {
    trail: trail({ ...needs, append }),
    module: {
      name: 'audit',
      migrations: auditMigrations,
      dataMap,
      routes: (app) => addAudit(app, needs),
      start: () => startUpkeep({ ...needs, append }),
    },
  }
}
