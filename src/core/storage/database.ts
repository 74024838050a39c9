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
const TIMESTAMPTZ = 1184

/** Money and counters are `bigint` in JavaScript too, and a date stays the text `YYYY-MM-DD`. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === BIGINT) return (text: string) => BigInt(text)
    if (oid === DATE) return (text: string) => text
    if (oid === TIMESTAMPTZ) return instantOf
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/** `2026-11-23 20:29:00.123+00`, as PostgreSQL writes it in UTC; a third of the time that the driver's own parser takes. */
function instantOf(text: string): Date {
  if (text.length < 30 && text.endsWith('+00') && text[10] === ' ')
    return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  return (pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date)(text)
}

const HOT_SETTINGS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan'
/** Statements that connections keep planned; whatever comes after them is planned each time. */
const PREPARED_MAX = 500

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

/**
 * Makes connections keep what they have planned: to plan a set statement over partitions costs more than to run it for
 * one message. Their statements have few texts, as values are parameters.
 */
function preparing(made: pg.Pool): pg.Pool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= PREPARED_MAX || !/^\s*(?:select|insert|update|delete|with)\b/.test(text))
      return undefined
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
  return made.on('connect', (client) => {
    const plain = client.query.bind(client)
    const prepared = (text: string, values?: unknown[]) => {
      const name = nameOf(text)
      return name === undefined
        ? plain(text, values)
        : plain({ name, text, ...(values ? { values } : {}) })
    }
    client.query = prepared as typeof client.query
  })
}

export function openDatabase(
  options: DatabaseOptions,
  log: Log,
  limits: { connectionsMax: number; hotConnectionsMax: number },
  /** Hears of every statement that failed, beside who ran it. */
  onError: (error: unknown) => void = () => undefined,
): Database {
  const timeout = '-c statement_timeout=60000'
  const open = (made: pg.Pool): Db =>
    new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: made }),
      log: (event) => {
        if (event.level === 'error') onError(event.error)
      },
    })
  const db = open(pool(options, log, limits.connectionsMax, timeout))
  const hot = open(
    preparing(pool(options, log, limits.hotConnectionsMax, `${timeout} ${HOT_SETTINGS}`)),
  )
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

const LOST = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006', '08001', '53300'])
const DISK_FULL = '53100'

/** Whether the database had no room on its disk to do what was asked; it did nothing of it. */
export const isStorageFull = (error: unknown): boolean =>
  (error as { code?: string }).code === DISK_FULL

/** Whether a statement failed because the database went away or has no room, so that the same work may be tried again. */
export function isConnectionLost(error: unknown): boolean {
  if (isStorageFull(error)) return true
  const { code, message } = error as { code?: string; message?: string }
  if (code !== undefined && (LOST.has(code) || /^E(CONN|PIPE|NOENT)/.test(code))) return true
  return /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(
    message ?? '',
  )
}
