import { CompiledQuery, Kysely, PostgresDialect, sql, type RawBuilder } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'

export { sql }
export type { RawBuilder }

/** A database, or a transaction on it: functions take this, so that the caller decides what is one unit. */
export type Db = Kysely<unknown>
/** Documents that a function must run inside the caller's transaction and neither opens nor ends one. */
export type Tx = Db

/** Where the database is: a connection string, or the parts of one (a socket folder as `host`). */
export type DatabaseOptions =
  | { connectionString: string }
  | { host: string; port?: number; user: string; password: string; database: string }

export interface Database {
  /** For lists, reports and settings. */
  db: Db
  /**
   * For the message path. Its connections never scan, hash or merge: a fresh day partition has no statistics,
   * and a cached plan that scans it falls from 23,000 to 2,000-4,000 messages/s at midnight (measured).
   */
  hot: Db
  close(): Promise<void>
}

const BIGINT = 20
const DATE = 1082

/** Money and counters are `bigint` in JavaScript too, and a date stays the text `YYYY-MM-DD`. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === BIGINT) return (text: string) => BigInt(text)
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

const HOT_SETTINGS = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

function pool(
  options: DatabaseOptions,
  log: Log,
  connectionsMax: number,
  settings: string,
): pg.Pool {
  const made = new pg.Pool({
    ...options,
    max: connectionsMax,
    types: types as pg.CustomTypesConfig,
    options: `-c timezone=UTC -c jit=off ${settings}`,
    application_name: 'trunkline',
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 0,
    keepAlive: true,
  })
  // Without listeners a connection that breaks (PostgreSQL restarted) would end the process: the pool's hears of idle
  // ones, a connection's own of those in use between two statements. Whoever uses one hears of it by their statement.
  made.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'))
  made.on('connect', (client) => client.on('error', () => undefined))
  return made
}

export function openDatabase(
  options: DatabaseOptions,
  log: Log,
  limits: { connectionsMax: number; hotConnectionsMax: number },
): Database {
  const open = (connectionsMax: number, settings: string): Db =>
    new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: pool(options, log, connectionsMax, settings) }),
    })
  const db = open(limits.connectionsMax, '-c statement_timeout=60000')
  const hot = open(limits.hotConnectionsMax, `-c statement_timeout=60000 ${HOT_SETTINGS}`)
  return {
    db,
    hot,
    close: async () => {
      await Promise.all([db.destroy(), hot.destroy()])
    },
  }
}

/** Runs a statement and gives its rows. */
export async function rows<Row>(on: Db, statement: RawBuilder<Row>): Promise<Row[]> {
  return (await statement.execute(on)).rows
}

/** Runs a statement that gives at most one row. */
export async function row<Row>(on: Db, statement: RawBuilder<Row>): Promise<Row | undefined> {
  return (await statement.execute(on)).rows[0]
}

/** Runs a statement and gives the number of rows it touched. */
export async function run(on: Db, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(on)).numAffectedRows ?? 0n)
}

/** One unit: all of `work`, or nothing of it. */
export const transaction = <Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  db.transaction().execute(work)

/** Runs the text of a migration file, which may hold several statements. */
export const runScript = (on: Db, text: string): Promise<unknown> =>
  on.executeQuery(CompiledQuery.raw(text))

/**
 * A set of records as a row source: `from ${recordset(items, 'id uuid, day date')} r`.
 * One JSON parameter instead of one array for each column: JSON.stringify is native, and the driver's array writer is not.
 */
export const recordset = (items: readonly object[], columns: string): RawBuilder<unknown> =>
  sql`json_to_recordset(${JSON.stringify(items)}::json) as r(${sql.raw(columns)})`

const LOST = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006', '08001', '53300'])

/** Whether a statement failed because the database went away, so that the same work may be tried again. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (code !== undefined && (LOST.has(code) || /^E(CONN|PIPE|NOENT)/.test(code))) return true
  return /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(
    message ?? '',
  )
}
