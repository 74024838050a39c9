import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { Rejection } from '../core/http/index.ts'
import { uuidv7 } from '../core/ids.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import * as store from './store/catchers.ts'

const LIFE_MS = 24 * 3_600_000
const KEPT_MAX = 100
const PER_ACCOUNT_MAX = 20
const BODY_CHARACTERS_MAX = 16_384
const HEADERS_MAX = 50
const HEADER_CHARACTERS_MAX = 1_000
export const CAUGHT_PATH = '/subscriptions/1/caught/'
/** What proves who asks is not kept. */
const SECRET_HEADER = /^(authorization|cookie|proxy-authorization)$/i

/**
 * Addresses of our own that take what is posted to them, for whoever has no server yet. What we deliver to one is handed over
 * in this process: no connection is made, so nothing of our own network has to be opened for it.
 */
export class Catchers {
  readonly #db: Db
  readonly #clock: Clock
  readonly #publicUrl: () => string

  constructor(parts: { db: Db; clock: Clock; publicUrl: () => string }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#publicUrl = parts.publicUrl
  }

  urlOf(catcherId: string): string {
    return `${this.#publicUrl()}${CAUGHT_PATH}${catcherId}`
  }

  /** The catcher an address belongs to; null when the address is not one of ours. */
  at(address: string): string | null {
    const base = `${this.#publicUrl()}${CAUGHT_PATH}`
    return address.startsWith(base)
      ? (/^[0-9a-f]+(?=$|[?#])/.exec(address.slice(base.length))?.[0] ?? null)
      : null
  }

  async make(accountId: number): Promise<store.CatcherRow> {
    const now = this.#clock.now()
    await store.dropOldCatchers(this.#db, now)
    const made: store.CatcherRow = {
      account_id: accountId,
      catcher_id: randomBytes(20).toString('hex'),
      made_at: now,
      expires_at: new Date(now.getTime() + LIFE_MS),
    }
    if ((await store.insertCatcher(this.#db, made, PER_ACCOUNT_MAX)) === 0)
      throw new Rejection('CONFLICT', {
        text: `The account has ${PER_ACCOUNT_MAX} catchers, which is the limit.`,
        action: 'Delete one, or wait: each goes after a day.',
      })
    return made
  }

  /** Keeps a request. @returns whether there is such a catcher */
  async take(
    catcherId: string,
    headers: Readonly<Record<string, unknown>>,
    body: string,
  ): Promise<boolean> {
    const catcher = await store.findCatcher(this.#db, catcherId, this.#clock.now())
    if (!catcher) return false
    const kept = {
      id: uuidv7(this.#clock.ms()),
      at: this.#clock.now(),
      headers: shown(headers),
      body: body.slice(0, BODY_CHARACTERS_MAX).replaceAll('\0', '').toWellFormed(),
      body_bytes: Buffer.byteLength(body),
    }
    await transaction(this.#db, (tx) => store.insertCaught(tx, catcher, kept, KEPT_MAX))
    return true
  }

  list(accountId: number): Promise<store.CatcherRow[]> {
    return store.listCatchers(this.#db, accountId, this.#clock.now())
  }

  async caught(accountId: number, catcherId: string): Promise<store.CaughtRow[]> {
    const catcher = await store.findCatcher(this.#db, catcherId, this.#clock.now())
    if (catcher?.account_id !== accountId) throw noSuchCatcher()
    return store.listCaught(this.#db, accountId, catcherId, KEPT_MAX)
  }

  async remove(accountId: number, catcherId: string): Promise<void> {
    if ((await store.deleteCatcher(this.#db, accountId, catcherId)) === 0) throw noSuchCatcher()
  }
}

const noSuchCatcher = () =>
  new Rejection('NOT_FOUND', { text: 'There is no such catcher; each is kept for a day.' })

const shown = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, HEADERS_MAX)
      .map(([name, value]) => [
        name,
        SECRET_HEADER.test(name)
          ? '(not kept)'
          : String(value).slice(0, HEADER_CHARACTERS_MAX).replaceAll('\0', '').toWellFormed(),
      ]),
  )
