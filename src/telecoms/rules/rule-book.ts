import type { Clock } from '../../core/clock.ts'
import { ExpiringCache } from '../../core/expiring-cache.ts'
import type { Db, Tx } from '../../core/storage/index.ts'
import { SendingRules, type StoredRules } from './sending-rules.ts'
import * as store from './store/accounts.ts'
import { readApproved } from './store/registrations.ts'

/** Changes made by another process are seen after this. */
const BELIEVED_MS = 5_000
const ACCOUNTS_MAX = 50_000

/** Rules of accounts for the message path: read together, and kept for five seconds. */
export class RuleBook {
  readonly rootAccountId: number
  readonly #stored: ExpiringCache<StoredRules>
  readonly #made: ExpiringCache<SendingRules>
  readonly #anyListed: ExpiringCache<boolean>
  readonly #last = new Map<number, SendingRules>()
  readonly #asking = new Set<number>()
  /** Counts drops: what was being read meanwhile may be old already, and is not kept. */
  #drops = 0

  constructor(clock: Clock, rootAccountId: number) {
    this.rootAccountId = rootAccountId
    const options = { ttlMs: BELIEVED_MS, entriesMax: ACCOUNTS_MAX }
    this.#stored = new ExpiringCache(clock, options)
    this.#made = new ExpiringCache(clock, options)
    this.#anyListed = new ExpiringCache(clock, options)
  }

  /** By account; every account that is asked for has some. */
  async of(tx: Tx, accountIds: readonly number[]): Promise<ReadonlyMap<number, SendingRules>> {
    const found = new Map<number, SendingRules>()
    const missing: number[] = []
    for (const accountId of accountIds) {
      const known = this.#made.peek(String(accountId))
      if (known) found.set(accountId, known)
      else if (!missing.includes(accountId)) missing.push(accountId)
    }
    if (missing.length === 0) return found
    const drops = this.#drops
    const stored = await this.#read(tx, [...missing, this.rootAccountId])
    const root = stored.get(this.rootAccountId)!
    for (const accountId of missing) {
      const made = new SendingRules(stored.get(accountId)!, root)
      if (drops === this.#drops) this.#made.set(String(accountId), made)
      this.#remember(accountId, made)
      found.set(accountId, made)
    }
    return found
  }

  #remember(accountId: number, made: SendingRules): void {
    if (this.#last.size >= ACCOUNTS_MAX) this.#last.clear()
    this.#last.set(accountId, made)
  }

  async #read(tx: Tx, accountIds: readonly number[]): Promise<Map<number, StoredRules>> {
    const found = new Map<number, StoredRules>()
    const missing: number[] = []
    for (const accountId of new Set(accountIds)) {
      const known = this.#stored.peek(String(accountId))
      if (known) found.set(accountId, known)
      else missing.push(accountId)
    }
    if (missing.length === 0) return found
    const drops = this.#drops
    for (const [accountId, stored] of await readStored(tx, missing)) {
      if (drops === this.#drops) this.#stored.set(String(accountId), stored)
      found.set(accountId, stored)
    }
    return found
  }

  /** Without waiting: as they were last read, or the files alone. */
  known(db: Db, accountId: number): SendingRules {
    const fresh = this.#made.peek(String(accountId))
    if (fresh) return fresh
    if (!this.#asking.has(accountId)) {
      this.#asking.add(accountId)
      this.of(db, [accountId])
        // What was known stays in use.
        .catch(() => undefined)
        .finally(() => this.#asking.delete(accountId))
    }
    return this.#last.get(accountId) ?? filesOnly
  }

  /** Which of these numbers are on the list of their country, in their order. */
  async listed(db: Db, asked: readonly { country: string; number: string }[]): Promise<boolean[]> {
    const any = asked.length > 0 && (await this.#anyListed.get('', () => store.anyListed(db)))
    if (!any) return asked.map(() => false)
    const found = await store.findListed(
      db,
      this.rootAccountId,
      asked.map((one, n) => ({ n, ...one })),
    )
    const places = new Set(found.map((one) => one.n))
    return asked.map((_, n) => places.has(n))
  }

  forget(): void {
    this.#drops += 1
    this.#stored.clear()
    this.#made.clear()
    this.#anyListed.clear()
  }
}

const nothing: StoredRules = {
  settings: null,
  senderClasses: new Map(),
  overrides: new Map(),
  registered: new Map(),
  keywords: new Map(),
  answers: new Map(),
}
const filesOnly = new SendingRules(nothing, nothing)

/** One statement for each kind of rule, whatever the number of accounts. */
async function readStored(
  db: Db,
  accountIds: readonly number[],
): Promise<Map<number, StoredRules>> {
  const settings = await store.readSettings(db, accountIds)
  const classes = Map.groupBy(await store.readSenderClasses(db, accountIds), ofAccount)
  const overrides = Map.groupBy(await store.readOverrides(db, accountIds), ofAccount)
  const approved = Map.groupBy(await readApproved(db, accountIds), ofAccount)
  const keywords = Map.groupBy(await store.readKeywords(db, accountIds), ofAccount)
  const answers = Map.groupBy(await store.readAnswers(db, accountIds), ofAccount)
  return new Map(
    accountIds.map((accountId) => [
      accountId,
      {
        settings: settings.find((one) => one.account_id === accountId) ?? null,
        senderClasses: new Map(
          classes.get(accountId)?.map((one) => [one.sender, one.content_class]),
        ),
        overrides: new Map(overrides.get(accountId)?.map((one) => [one.country, one.rule])),
        registered: new Map(
          approved.get(accountId)?.map((one) => [`${one.country} ${one.sender}`, one.expires_at]),
        ),
        keywords: new Map(
          [...Map.groupBy(keywords.get(accountId) ?? [], (one) => one.sender)].map(
            ([sender, set]) => [sender, new Map(set.map((one) => [one.words, one.meaning]))],
          ),
        ),
        answers: new Map(
          answers.get(accountId)?.map((one) => [`${one.meaning} ${one.sender}`, one.answer]),
        ),
      },
    ]),
  )
}

const ofAccount = (one: { account_id: number }): number => one.account_id
