import type { Clock } from '../../../core/clock.ts'
import type { Log } from '../../../core/log.ts'
import type { Db } from '../../../core/storage/index.ts'
import type { OutboundPost } from '../../../core/webhooks/index.ts'
import { deleteNotice, postponeNotice, takeNotices, type NoticeRow } from '../store/alarms.ts'
import { presentAlarm } from './present.ts'

export type Post = OutboundPost

const AT_ONCE = 20
const LEASE_MS = 120_000
const AGAIN_MS = 60_000
const AGAIN_MS_MAX = 3_600_000
const KEPT_MS = 86_400_000

/** Posts alarms and their ends to the address of the settings, in their order; again after 1 min, doubling to 1 h, for 24 h. */
export class Notices {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #post: Post

  constructor(needs: { db: Db; clock: Clock; log: Log; post: Post }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#log = needs.log
    this.#post = needs.post
  }

  async send(url: string | null): Promise<void> {
    const now = this.#clock.ms()
    const taken = await takeNotices(this.#db, new Date(now), new Date(now + LEASE_MS), AT_ONCE)
    for (const notice of taken) await this.#sendOne(url, notice)
  }

  async #sendOne(url: string | null, notice: NoticeRow): Promise<void> {
    if (url === null) return void (await deleteNotice(this.#db, notice.notice_id))
    const body = JSON.stringify({ results: [{ event: notice.event, ...presentAlarm(notice) }] })
    const outcome = await this.#post(url, body, { contentType: 'application/json' })
    const now = this.#clock.ms()
    if (outcome.ok || now - notice.created_at.getTime() > KEPT_MS) {
      if (!outcome.ok) this.#log.warn({ reason: outcome.reason }, 'an alarm was not taken by the webhook for 24 hours') // prettier-ignore
      return void (await deleteNotice(this.#db, notice.notice_id))
    }
    const again = Math.min(AGAIN_MS_MAX, AGAIN_MS * 2 ** (notice.attempts - 1))
    await postponeNotice(this.#db, notice.notice_id, new Date(now + again))
  }
}
