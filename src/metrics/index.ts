import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Db } from '../core/storage/index.ts'
import { bucketOf } from './buckets.ts'
import { Counting, type Counted } from './counting.ts'
import { dataMap } from './data-map.ts'
import type { AccountTree, Post, Words } from './needs.ts'
import { CallbackQueries } from '../core/webhooks/index.ts'
import { answerQuery, type Asked } from './query.ts'
import type { QueryResult } from './wire.ts'
import { requestStore } from './store/requests.ts'
import { addMetrics } from './routes.ts'
import { startUpkeep } from './upkeep.ts'

export { dataMap as metricsDataMap } from './data-map.ts'
export type { Counted } from './counting.ts'
/** Folder of this module's migrations. */
export const metricsMigrations = new URL('./migrations/', import.meta.url)

export interface MetricsNeeds {
  db: Db
  clock: Clock
  log: Log
  words: Words
  accounts: AccountTree
  post: Post
}

export interface Metrics {
  module: Module
  /** The step a delivery counts in that took so long, milliseconds. */
  bucketOf(ms: number): number
  /** Adds counts to the figures: all of them, or it throws and none are. */
  add(set: readonly Counted[]): Promise<void>
}

/** Figures of traffic, kept as it passes. */
export function metrics({ db, clock, log, words, accounts, post }: MetricsNeeds): Metrics {
  const counting = new Counting(db, clock)
  const requests = new CallbackQueries<Asked, Pick<QueryResult, 'response'>>({
    clock,
    log,
    post,
    store: requestStore(db),
    answer: async (asked) => ({
      response: await answerQuery(db, words, accounts, asked, clock.ms()),
    }),
  })
  return {
    bucketOf,
    add: (set) => counting.add(set),
    module: {
      name: 'metrics',
      migrations: metricsMigrations,
      dataMap,
      routes: (app) => addMetrics(app, { db, clock, words, tree: accounts, requests }),
      start: async () => {
        const stopUpkeep = startUpkeep(db, clock, log)
        requests.start()
        return async () => {
          await requests.stop()
          await stopUpkeep()
        }
      },
    },
  }
}
