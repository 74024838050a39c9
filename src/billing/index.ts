import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { Charging, type Refund, type Reservation, type ReserveOutcome } from './charging.ts'
import { CallbackQueries } from '../core/webhooks/index.ts'
import { Costs, type Submitted } from './costs.ts'
import { dataMap } from './data-map.ts'
import type { Surroundings } from './needs.ts'
import { openAccount, type Opening } from './open-account.ts'
import { PriceBooks } from './price-books.ts'
import { addBalance } from './routes/balance.ts'
import { addPreview } from './routes/preview.ts'
import { addPriceLists } from './routes/price-lists.ts'
import { addTerms } from './routes/terms.ts'
import { addUsage } from './routes/usage.ts'
import { addUsageQuery } from './routes/usage-query.ts'
import { usageQueryStore } from './store/usage-queries.ts'
import { startUpkeep } from './upkeep.ts'
import { answerUsageQuery, type AskedUsage } from './usage-query.ts'
import { Tariffs } from './tariffs.ts'

export { dataMap as billingDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const billingMigrations = new URL('./migrations/', import.meta.url)
export type { Refund, Reservation, ReserveOutcome } from './charging.ts'
export type { Alert, Surroundings } from './needs.ts'
export type { Opening } from './open-account.ts'
export { annexes, invoicing, type Invoicing } from './invoicing.ts'

export interface BillingNeeds {
  db: Db
  clock: Clock
  log: Log
  /** Left out where there are no operations, such as on the command line. */
  around?: Surroundings
}

export interface Billing {
  module: Module
  /** Once for each account, in the transaction that makes it. */
  openAccount(tx: Tx, opening: Opening): Promise<void>
  /** Outcomes in the order of the items. Locks balances in the order of accounts until the transaction ends. */
  reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]>
  /** Gives back; the caller says once for each message. */
  refund(tx: Tx, items: readonly Refund[]): Promise<void>
  /** Counts what operators will ask for; the caller says once for each message that a real one took. */
  submitted(tx: Tx, items: readonly Submitted[]): Promise<void>
  /** What operators ask for, from memory: as of the last `refresh`. */
  costs: {
    refresh(): Promise<void>
    costOf: Costs['costOf']
  }
}

/** Prices, balances, and what was used of them. */
export function billing(needs: BillingNeeds): Billing {
  const { db, clock, around } = needs
  const books = new PriceBooks(clock)
  const tariffs = new Tariffs(db)
  const charging = new Charging(books, tariffs, clock)
  const costs = new Costs(clock)
  return {
    openAccount: (tx, opening) => openAccount(tx, opening, clock.now()),
    reserve: (tx, items) => charging.reserve(tx, items),
    refund: (tx, items) => charging.refund(tx, items),
    submitted: (tx, items) => costs.submitted(tx, items),
    costs: {
      refresh: () => costs.refresh(db),
      costOf: (connectionId, traffic, at) => costs.costOf(connectionId, traffic, at),
    },
    module: {
      name: 'billing',
      migrations: billingMigrations,
      dataMap,
      ...(around ? served(needs, around, { books, tariffs, costs }) : {}),
    },
  }
}

/** The operations, and what happens by itself. */
function served(
  { db, clock, log }: BillingNeeds,
  around: Surroundings,
  { books, tariffs, costs }: { books: PriceBooks; tariffs: Tariffs; costs: Costs },
): Required<Pick<Module, 'routes' | 'start'>> {
  const queries = new CallbackQueries<AskedUsage, object>({
    clock,
    log,
    post: around.post,
    store: usageQueryStore(db),
    answer: (asked, accountId) => answerUsageQuery(db, around, accountId, asked, clock.ms()),
  })
  const forget = () => {
    books.forget()
    costs.forget()
  }
  return {
    routes: (app) => {
      const parts = { db, clock, books, tariffs, around, forget }
      addBalance(app, parts)
      addPriceLists(app, parts)
      addPreview(app, parts)
      addTerms(app, parts)
      addUsage(app, parts)
      addUsageQuery(app, around, queries)
    },
    start: async () => {
      const stopUpkeep = startUpkeep({ db, clock, log }, around)
      queries.start()
      return async () => {
        await queries.stop()
        await stopUpkeep()
      }
    },
  }
}
