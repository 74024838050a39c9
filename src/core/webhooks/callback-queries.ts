import type { Clock } from '../clock.ts'
import { Rejection } from '../http/index.ts'
import { uuidv7 } from '../ids.ts'
import type { Log } from '../log.ts'
import { isConnectionLost } from '../storage/index.ts'
import type { OutboundPost } from './post.ts'

/** Queries in hand; each account and each address has one of them at most, so that a slow one holds up its own only. */
const IN_HAND_MAX = 32
/** Queries of one account that wait for their answer. */
const OPEN_MAX = 100
const LOOK_MS = 1_000
/** A process that dies with a query in hand leaves it to others after this. */
const LEASE_MS = 120_000
const MINUTE_MS = 60_000
/** After this nobody listens at the address any more. */
const TRIED_FOR_MS = 48 * 3_600_000

export interface QueryRow {
  account_id: number
  id: string
  asked: unknown
  callback_url: string
  attempts: number
  made_at: Date
}

export interface Busy {
  accountIds: readonly number[]
  addresses: readonly string[]
}

/** Where a module keeps its queries. */
export interface QueryStore {
  /** @returns false when the account has as many under way as it may */
  insert(
    one: { accountId: number; id: string; asked: unknown; callbackUrl: string },
    openMax: number,
    now: Date,
  ): Promise<boolean>
  /** Takes the one that is due first, but for those of these accounts and addresses; nobody else gets it until `again`. */
  claim(now: Date, again: Date, but: Busy): Promise<QueryRow | undefined>
  postpone(one: QueryRow, nextAt: Date): Promise<unknown>
  end(one: QueryRow, state: 'SUCCESS' | 'FAILED', failure: string | null): Promise<unknown>
}

/**
 * Queries whose answers go to an address of the customer: stored, answered, and posted until somebody takes it. Answers are
 * reckoned one after another, and posted side by side; in each process by itself.
 */
export class CallbackQueries<Asked, Answer extends object> {
  readonly #parts: {
    clock: Clock
    log: Log
    post: OutboundPost
    store: QueryStore
    /** A Rejection becomes the failure that is told; anything else is tried again. */
    answer: (asked: Asked, accountId: number) => Promise<Answer>
  }
  #timer: ReturnType<typeof setTimeout> | null = null
  #claiming: Promise<void> | null = null
  #again = false
  readonly #inHand = new Map<string, { row: QueryRow; done: Promise<void> }>()
  #reckoning: Promise<unknown> = Promise.resolve()
  #stopped = true

  constructor(parts: {
    clock: Clock
    log: Log
    post: OutboundPost
    store: QueryStore
    answer: (asked: Asked, accountId: number) => Promise<Answer>
  }) {
    this.#parts = parts
  }

  start(): void {
    this.#stopped = false
    this.wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#claiming
    await Promise.all([...this.#inHand.values()].map((one) => one.done))
  }

  /** @returns the id of the query; @throws TOO_MANY_REQUESTS with 100 of the account under way */
  async take(accountId: number, asked: Asked, callbackUrl: string): Promise<string> {
    const { clock, store } = this.#parts
    const id = uuidv7(clock.ms())
    const taken = await store.insert({ accountId, id, asked, callbackUrl }, OPEN_MAX, clock.now())
    if (!taken)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `${OPEN_MAX} queries of the account wait for their answer to be taken, which is the most there can be.`,
        retryAfterSeconds: 60,
      })
    this.wake()
    return id
  }

  wake(): void {
    if (this.#stopped) return
    this.#again = this.#claiming !== null
    if (this.#again) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#claiming = this.#claimDue()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => {
        this.#claiming = null
        if (this.#again) this.wake()
        else if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), LOOK_MS)
      })
  }

  async #claimDue(): Promise<void> {
    const { clock, store } = this.#parts
    while (!this.#stopped && this.#inHand.size < IN_HAND_MAX) {
      const now = clock.ms()
      const rows = [...this.#inHand.values()].map((one) => one.row)
      const due = await store.claim(new Date(now), new Date(now + LEASE_MS), {
        accountIds: rows.map((one) => one.account_id),
        addresses: rows.map((one) => one.callback_url),
      })
      if (!due) return
      const done = this.#answer(due)
        .catch((error: unknown) => this.#tell(error))
        .finally(() => {
          this.#inHand.delete(due.id)
          this.wake()
        })
      this.#inHand.set(due.id, { row: due, done })
    }
  }

  #tell(error: unknown): void {
    if (!isConnectionLost(error))
      this.#parts.log.error({ reason: (error as Error).message }, 'queries of figures wait')
  }

  async #answer(due: QueryRow): Promise<void> {
    const { clock, post, store } = this.#parts
    const reckoned = this.#reckoning.then(() => this.#resultOf(due))
    this.#reckoning = reckoned.catch(() => undefined)
    const result = await reckoned
    const delivery = await post(due.callback_url, JSON.stringify(result), {
      contentType: 'application/json',
    })
    const now = clock.ms()
    if (delivery.ok) await store.end(due, result.status, result.failureMessage ?? null)
    else if (now - due.made_at.getTime() > TRIED_FOR_MS)
      await store.end(due, 'FAILED', 'Nobody took the answer at the callback URL.')
    else await store.postpone(due, new Date(now + MINUTE_MS + MINUTE_MS * due.attempts ** 2))
  }

  async #resultOf(
    due: QueryRow,
  ): Promise<{ requestId: string; status: 'SUCCESS' | 'FAILED'; failureMessage?: string }> {
    try {
      const answer = await this.#parts.answer(due.asked as Asked, due.account_id)
      return { requestId: due.id, status: 'SUCCESS', ...answer }
    } catch (error) {
      if (!(error instanceof Rejection)) throw error
      return { requestId: due.id, status: 'FAILED', failureMessage: error.message }
    }
  }
}
