import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Db } from '../../core/storage/index.ts'
import type { ConnectionOf } from './choose.ts'
import type { ConnectionNow } from './health.ts'
import type { CostOf } from './select.ts'

/** What routing needs of the tree of accounts. */
export interface AccountTree {
  /** null: there is none with this key. */
  idOfKey(key: string): Promise<number | null>
  /** What accounts are called outside; those that do not exist are absent. */
  accountsOf(accountIds: readonly number[]): Promise<Map<number, { key: string; name: string }>>
  /** This account and those below it, up to a limit. */
  accountsBelow(accountId: number): Promise<number[]>
}

/** What operators ask for, from memory. */
export interface CostBook {
  /** Reads what is new; to be called every few seconds. */
  refresh(): Promise<void>
  costOf: CostOf
}

export interface RoutingNeeds {
  db: Db
  clock: Clock
  log: Log
  /** What a connection is like now; `operators.profile` fits. null: there is none with this id. */
  connection: ConnectionOf
  /** How all connections are now; `operators.states` fits. */
  states(): readonly ConnectionNow[]
  accounts: AccountTree
  costs: CostBook
}
