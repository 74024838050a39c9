import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import type { Secrets } from '../core/secrets.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import { RelayRefused, type Relay } from './relay.ts'
import * as store from './store.ts'

const LOOK_MS = 500
/** Longer than the relay may take over a mail, so that nobody else sends it meanwhile. */
const LEASE_MS = 5 * 60_000
const SET_MAX = 20
const TRY_FOR_MS = 48 * 3_600_000
/** Ended mails are kept so long, for whoever asks what became of one. */
const KEPT_MS = 7 * 86_400_000
const CLEAN_EVERY_MS = 60_000
const CLEAN_MAX = 1_000

export const BODY_PURPOSE = 'mail-body'

const mails = counter('mails_total', 'Mails by how they ended', ['outcome'])

/** After the n-th failure: one minute, and one minute times n squared. */
const retryDelayMs = (failures: number): number => 60_000 + 60_000 * failures ** 2

/** Hands mails of the outbox to the relay, ever more rarely when it refuses, for 48 hours. */
export class Sender {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #secrets: Secrets
  readonly #relay: Relay
  #timer: ReturnType<typeof setTimeout> | null = null
  #looking: Promise<void> | null = null
  #stopped = true
  #cleanedAt = 0

  constructor(parts: { db: Db; clock: Clock; log: Log; secrets: Secrets; relay: Relay }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#secrets = parts.secrets
    this.#relay = parts.relay
  }

  start(): void {
    this.#stopped = false
    this.#next(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#looking
    await this.#relay.close()
  }

  #next(afterMs: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
        .catch((error: unknown) => {
          if (!isConnectionLost(error)) this.#log.error({ err: error }, 'mails could not be sent')
          return false
        })
        .then((more) => {
          this.#looking = null
          this.#next(more ? 0 : LOOK_MS)
        })
    }, afterMs)
  }

  /** @returns whether there may be more */
  async #look(): Promise<boolean> {
    const now = this.#clock.now()
    if (now.getTime() - this.#cleanedAt > CLEAN_EVERY_MS) {
      await store.deleteEnded(this.#db, new Date(now.getTime() - KEPT_MS), CLEAN_MAX)
      this.#cleanedAt = now.getTime()
    }
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    const due = await store.leaseMails(this.#db, now, leaseUntil, SET_MAX)
    await Promise.all(due.map((one) => this.#deliver(one)))
    return due.length === SET_MAX
  }

  async #deliver(mail: store.DueMail): Promise<void> {
    const { id, recipient, subject, kind } = mail
    try {
      if (this.#relay.way === 'none')
        throw new RelayRefused('there is no relay', null, false, undefined)
      const { text, html } = JSON.parse(
        this.#secrets.decrypt(BODY_PURPOSE, mail.body, id).toString('utf8'),
      ) as { text: string; html: string }
      const { code } = await this.#relay.post({ id, kind, to: recipient, subject, text, html })
      await store.endMail(this.#db, id, 'delivered', code, this.#clock.now())
      mails.inc({ outcome: 'delivered' })
    } catch (error) {
      if (!(error instanceof RelayRefused)) throw error
      await this.#refused(mail, error)
    }
  }

  async #refused(mail: store.DueMail, refusal: RelayRefused): Promise<void> {
    const now = this.#clock.ms()
    const giveUpAt = mail.created_at.getTime() + TRY_FOR_MS
    // The relay's words may repeat the address, so only its code is told.
    const told = { mail: mail.id, kind: mail.kind, code: refusal.code, attempts: mail.attempts }
    if (refusal.forGood || now >= giveUpAt) {
      await store.endMail(this.#db, mail.id, 'failed', refusal.code, new Date(now))
      mails.inc({ outcome: 'failed' })
      this.#log.warn(told, 'a mail was given up')
      return
    }
    const dueAt = Math.min(now + retryDelayMs(mail.attempts), giveUpAt)
    await store.postponeMail(this.#db, mail.id, refusal.code, new Date(dueAt))
    mails.inc({ outcome: 'postponed' })
    this.#log.info(told, 'a mail was not taken; it is tried again')
  }
}
