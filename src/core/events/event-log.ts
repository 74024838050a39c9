import type { Clock } from '../clock.ts'
import { recordset, row, rows, run, sql, type Db, type Tx } from '../storage/index.ts'

/** Something a browser or another system wants to know of at once. `data` holds ids and states, no bodies, no numbers. */
export interface NewEvent {
  accountId: number
  topic: string
  type: string
  id: string
  data: Readonly<Record<string, unknown>>
}
export interface StoredEvent {
  seq: number
  at: Date
  topic: string
  type: string
  id: string
  data: Readonly<Record<string, unknown>>
}

/** Events are kept for two days: longer than a follower stays away without starting anew. */
const KEPT_MS = 48 * 3_600_000

/**
 * One append-only log with a sequence per account. The sequence is a counter row, raised in the writing transaction:
 * a database sequence commits out of order, and a follower would miss the events that come in late.
 */
export class EventLog {
  readonly #db: Db
  readonly #clock: Clock
  readonly #followers = new Set<() => void>()

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** Appends in the caller's transaction; call `wake` after its commit. */
  async append(tx: Tx, events: readonly NewEvent[]): Promise<void> {
    const byAccount = [...Map.groupBy(events, (one) => one.accountId)].toSorted(([a], [b]) => a - b)
    for (const [accountId, set] of byAccount) {
      const head = await row<{ seq: bigint }>(
        tx,
        sql`insert into core.event_heads (account_id, seq) values (${accountId}, ${set.length})
            on conflict (account_id) do update set seq = core.event_heads.seq + ${set.length}
            returning seq`,
      )
      const first = Number(head!.seq) - set.length + 1
      const stored = set.map((one, index) => ({
        account_id: accountId,
        seq: first + index,
        topic: one.topic,
        type: one.type,
        id: one.id,
        data: one.data,
      }))
      await run(
        tx,
        sql`insert into core.events (account_id, seq, at, topic, type, id, data)
            select account_id, seq, ${this.#clock.now()}, topic, type, id, data
            from ${recordset(stored, 'account_id integer, seq bigint, topic text, type text, id text, data jsonb')}`,
      )
    }
  }

  /** Tells the sockets of this process that there may be something new; other processes look by themselves. */
  wake(): void {
    for (const follower of this.#followers) follower()
  }

  onWake(follower: () => void): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  async head(accountId: number): Promise<number> {
    return (await this.heads([accountId])).get(accountId) ?? 0
  }

  /** The latest sequence of each account; those without an event are absent. */
  async heads(accountIds: readonly number[]): Promise<Map<number, number>> {
    const found = await rows<{ account_id: number; seq: bigint }>(
      this.#db,
      sql`select account_id, seq from core.event_heads where account_id = any(${accountIds}::integer[])`,
    )
    return new Map(found.map((one) => [one.account_id, Number(one.seq)]))
  }

  /** The first sequence still kept, or one after the head when nothing is. */
  async tail(accountId: number): Promise<number> {
    const found = await row<{ seq: bigint }>(
      this.#db,
      sql`select seq from core.events where account_id = ${accountId} order by seq limit 1`,
    )
    return found ? Number(found.seq) : (await this.head(accountId)) + 1
  }

  /** Events after a sequence, in order. Key: the primary key. */
  async after(accountId: number, seq: number, limit: number): Promise<StoredEvent[]> {
    const found = await rows<Omit<StoredEvent, 'seq'> & { seq: bigint }>(
      this.#db,
      sql`select seq, at, topic, type, id, data from core.events
          where account_id = ${accountId} and seq > ${seq}
          order by seq limit ${limit}`,
    )
    return found.map((one) => ({ ...one, seq: Number(one.seq) }))
  }

  /** Forgets what is older than two days. */
  clean(): Promise<number> {
    return run(
      this.#db,
      sql`delete from core.events where at < ${new Date(this.#clock.ms() - KEPT_MS)}`,
    )
  }
}
