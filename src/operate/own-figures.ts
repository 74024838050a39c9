import type { Clock } from '../core/clock.ts'
import { registry } from '../core/metrics.ts'
import { Seconds } from '../core/seconds.ts'
import type { TimesSummary } from '../core/recent-times.ts'

const LOOK_MS = 1_000
/** Commits are told of so many looks. */
const LOOKS_MAX = 60
const COMMIT = 'trunkline_accept_commit_seconds'
const MESSAGES = 'trunkline_messages_total'

interface Value {
  value: number
  labels: Partial<Record<string, string | number>>
  metricName?: string
}

/** What this process counts of itself for `/metrics`, looked at once a second. */
export class OwnFigures {
  readonly #clock: Clock
  readonly #seconds = new Seconds(['accepted', 'ended'])
  /** Commits so far, by the upper end of their bucket in seconds; the oldest first. */
  readonly #commits: Map<number, number>[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async start(): Promise<void> {
    await this.look()
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async look(): Promise<void> {
    const [messages, commits] = await Promise.all([valuesOf(MESSAGES), valuesOf(COMMIT)])
    const sum = (wanted: (what: unknown) => boolean) =>
      messages.reduce((all, one) => all + (wanted(one.labels['what']) ? one.value : 0), 0)
    this.#seconds.look(
      {
        accepted: sum((what) => what === 'accepted'),
        ended: sum((what) => what !== 'accepted' && what !== 'inbound'),
      },
      this.#clock.ms(),
    )
    this.#commits.push(bucketsOf(commits))
    this.#commits.splice(0, this.#commits.length - LOOKS_MAX - 1)
  }

  perSecond(): Record<'accepted' | 'ended', number[]> {
    return this.#seconds.read()
  }

  /** Of the last minute, by the buckets of the figure: the upper end of the bucket. */
  commits(): TimesSummary | null {
    const [oldest, newest] = [this.#commits[0], this.#commits.at(-1)]
    if (!oldest || !newest) return null
    const fresh = [...newest]
      .map(([end, total]) => ({ end, total: total - (oldest.get(end) ?? 0) }))
      .toSorted((a, b) => a.end - b.end)
    const count = fresh.at(-1)?.total ?? 0
    if (count === 0) return null
    const finite = fresh.filter((one) => one.end !== Infinity)
    const below = (share: number) =>
      ((finite.find((one) => one.total >= count * share) ?? finite.at(-1))?.end ?? 0) * 1_000
    return { count, p50: below(0.5), p99: below(0.99) }
  }
}

const valuesOf = async (name: string): Promise<readonly Value[]> =>
  (await registry.getSingleMetric(name)?.get())?.values ?? []

const bucketsOf = (values: readonly Value[]): Map<number, number> =>
  new Map(
    values
      .filter((one) => one.metricName === `${COMMIT}_bucket`)
      .map((one) => [one.labels['le'] === '+Inf' ? Infinity : Number(one.labels['le']), one.value]),
  )
