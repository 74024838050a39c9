import type { Clock } from '../../../core/clock.ts'
import type { Log } from '../../../core/log.ts'
import { gauge } from '../../../core/metrics.ts'
import { transaction, type Db, type Tx } from '../../../core/storage/index.ts'
import type { OperatorLink } from '../operator-link.ts'
import {
  clearAlarm,
  deleteOldAlarms,
  findAlarmSettings,
  insertAlarm,
  insertNotice,
  openAlarms,
  type AlarmRow,
} from '../store/alarms.ts'
import { History, type Finding } from './conditions.ts'
import { Notices, type Post } from './notices.ts'
import { presentAlarm } from './present.ts'
import type { Alarm, AlarmSettings } from './wire.ts'

const EVERY_MS = 5_000
const SWEEP_EVERY_MS = 3_600_000
const KEPT_MS = 90 * 86_400_000

export const usualAlarmSettings: AlarmSettings = {
  downSeconds: 60,
  errorsPercent: 20,
  throttledPercent: 30,
  queueSeconds: 300,
  mail: true,
  webhookUrl: null,
}

const openGauge = gauge('operator_alarms_open', 'Alarms about operator connections that go on', [
  'kind',
])

export interface AlarmNeeds {
  /** When the oldest message that is due for a connection was due; absent: none waits. */
  oldestDue(connectionIds: readonly number[]): Promise<ReadonlyMap<number, Date>>
  /** Tells those who run the installation, in the transaction that raises or ends the alarm. */
  tell(tx: Tx, alarm: Alarm, event: 'RAISED' | 'CLEARED', mail: boolean): Promise<void>
  post: Post
}

/** Looks at all connections every five seconds, and raises and ends alarms. */
export class AlarmWatch {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #links: ReadonlyMap<number, OperatorLink>
  readonly #needs: AlarmNeeds
  readonly #notices: Notices
  readonly #histories = new Map<number, History>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  #stopped = false
  #failed = false
  #sweptAt = 0

  constructor(needs: {
    db: Db
    clock: Clock
    log: Log
    links: ReadonlyMap<number, OperatorLink>
    alarms: AlarmNeeds
  }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#log = needs.log
    this.#links = needs.links
    this.#needs = needs.alarms
    this.#notices = new Notices({ ...needs, post: needs.alarms.post })
  }

  start(): void {
    this.#timer = setTimeout(() => this.#turn(), EVERY_MS).unref()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  #turn(): void {
    this.#looking = this.look()
      .then(() => void (this.#failed = false))
      .catch((error: unknown) => {
        // Once: while the database is away, every other part says so, too.
        if (!this.#failed) this.#log.warn({ err: error }, 'alarms could not be looked after')
        this.#failed = true
      })
      .then(() => {
        if (!this.#stopped) this.start()
      })
  }

  /** One look at everything, and what follows from it. */
  async look(): Promise<void> {
    const settings = (await findAlarmSettings(this.#db)) ?? usualAlarmSettings
    const open = await openAlarms(this.#db)
    const due = await this.#needs.oldestDue([...this.#links.keys()])
    const at = this.#clock.ms()
    for (const [id, link] of this.#links)
      await this.#lookAt(link, open.filter((one) => one.connection_id === id), due.get(id), at, settings) // prettier-ignore
    for (const id of this.#histories.keys()) if (!this.#links.has(id)) this.#histories.delete(id)
    for (const one of open)
      if (!this.#links.has(one.connection_id)) await this.#clear(one, settings)
    this.#count(await openAlarms(this.#db))
    await this.#notices.send(settings.webhookUrl)
    if (at - this.#sweptAt < SWEEP_EVERY_MS) return
    this.#sweptAt = at
    await deleteOldAlarms(this.#db, new Date(at - KEPT_MS))
  }

  async #lookAt(
    link: OperatorLink,
    open: readonly AlarmRow[],
    due: Date | undefined,
    at: number,
    settings: AlarmSettings,
  ): Promise<void> {
    const { id } = link.connection
    const { state, counters } = link.live()
    let history = this.#histories.get(id)
    if (!history) this.#histories.set(id, (history = new History()))
    const queueMs = due === undefined ? 0 : Math.max(0, at - due.getTime())
    history.add({ at, state, counters: { ...counters }, queueMs })
    for (const found of history.findings(settings)) {
      const raised = open.find((one) => one.kind === found.kind)
      if (found.verdict === 'wrong' && !raised) await this.#raise(link, found, settings)
      if (found.verdict === 'over' && raised) await this.#clear(raised, settings)
    }
  }

  async #raise(link: OperatorLink, found: Finding, settings: AlarmSettings): Promise<void> {
    const now = this.#clock.now()
    const { id, name } = link.connection
    await transaction(this.#db, async (tx) => {
      const made = await insertAlarm(tx, {
        connection_id: id,
        connection_name: name,
        kind: found.kind,
        raised_at: now,
        measured: Math.round(found.measured * 10) / 10,
        threshold: found.threshold,
      })
      if (made) await this.#tell(tx, made, 'RAISED', settings)
    })
    this.#log.warn({ connectionId: id, kind: found.kind }, 'an alarm about an operator connection')
  }

  async #clear(alarm: AlarmRow, settings: AlarmSettings): Promise<void> {
    const now = this.#clock.now()
    await transaction(this.#db, async (tx) => {
      const cleared = await clearAlarm(tx, alarm.id, now)
      if (cleared) await this.#tell(tx, cleared, 'CLEARED', settings)
    })
  }

  async #tell(
    tx: Tx,
    alarm: AlarmRow,
    event: 'RAISED' | 'CLEARED',
    { mail, webhookUrl }: AlarmSettings,
  ): Promise<void> {
    await this.#needs.tell(tx, presentAlarm(alarm), event, mail)
    if (webhookUrl !== null) await insertNotice(tx, alarm.id, event, this.#clock.now())
  }

  #count(open: readonly AlarmRow[]): void {
    for (const kind of ['DOWN', 'ERRORS', 'THROTTLED', 'QUEUE'] as const)
      openGauge.set({ kind }, open.filter((one) => one.kind === kind).length)
  }
}
