import type { Clock } from '../clock.ts'
import { Rejection } from '../http/index.ts'
import { uuidv7 } from '../ids.ts'
import type { Log } from '../log.ts'
import { isConnectionLost } from '../storage/index.ts'
import type { OutboundPost } from './post.ts'

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

/** Where a module keeps its queries. */
export interface QueryStore {
  /** @returns false when the account has as many under way as it may */
  insert(
    one: { accountId: number; id: string; asked: unknown; callbackUrl: string },
    openMax: number,
    now: Date,
  ): Promise<boolean>
  /** Takes the one that is due first; nobody else gets it until `again`. */
  claim(now: Date, again: Date): Promise<QueryRow | undefined>
  postpone(one: QueryRow, nextAt: Date): Promise<unknown>
  end(one: QueryRow, state: 'SUCCESS' | 'FAILED', failure: string | null): Promise<unknown>
}

/** Queries whose answers go to an address of the customer: stored, answered, and posted until somebody takes it. */
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
  #working: Promise<void> | null = null
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
    await this.#working
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
    if (this.#stopped || this.#working) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#working = this.#answerDue()
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#parts.log.error({ reason: (error as Error).message }, 'queries of figures wait')
      })
      .finally(() => {
        this.#working = null
        if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), LOOK_MS)
      })
  }

  async #answerDue(): Promise<void> {
    const { clock, store } = this.#parts
    while (!this.#stopped) {
      const now = clock.ms()
      const due = await store.claim(new Date(now), new Date(now + LEASE_MS))
      if (!due) return
      await this.#answer(due)
    }
  }

  async #answer(due: QueryRow): Promise<void> {
    const { clock, post, store } = this.#parts
    const result = await this.#resultOf(due)
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
