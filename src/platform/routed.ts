import type { Accounts } from '../accounts/index.ts'
import type { Billing } from '../billing/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Database } from '../core/storage/index.ts'
import type { Operators } from '../telecoms/operators/index.ts'
import { routing, type Routing } from '../telecoms/routing/index.ts'

/** Routing with what it needs: how connections are, who is below whom, and what operators ask for. */
export const routed = (
  needs: {
    config: Config
    database: Database
    clock: Clock
    log: Log
    accounts: Accounts
    billing: Billing
  },
  operators: Operators,
): Routing =>
  routing({
    db: needs.database.db,
    clock: needs.clock,
    log: needs.log,
    connection: operators.profile,
    states: operators.states,
    accounts: needs.accounts,
    costs: needs.billing.costs,
    triesMax: needs.config.limits.routeTriesMax,
  })
