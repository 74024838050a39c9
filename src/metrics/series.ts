import { DAY_MS } from '../core/clock.ts'
import { badField, parseWireTime, wireTime } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { addUp, deliveredWithin5s, delays, nothing, readSums, type Sums } from './figures.ts'
import type { Words } from './needs.ts'
import type { Dimension, Filter } from './store/figures.ts'
import type { Figures, Series, SeriesQuery } from './wire.ts'

const HOUR_MS = 3_600_000
export const HOURS_KEPT_MS = 90 * DAY_MS
/** Points in one answer. */
const HOURS_MAX = 31 * 24
const DAYS_MAX = 800
const GROUPS_MAX = 100

/** Figures of an account over time, and by one thing they can be told apart by. */
export async function readSeries(
  db: Db,
  words: Words,
  accountId: number,
  query: SeriesQuery,
  now: number,
): Promise<Series> {
  const period = periodOf(query, now)
  const filter: Filter = {
    accountIds: [accountId],
    since: new Date(period.since),
    until: new Date(period.until),
    hourly: period.step === 'HOUR',
    ...filterOf(query),
  }
  const points = await readSums(db, words, filter, [period.step])
  const groups = query.by === undefined ? [] : await readSums(db, words, filter, [query.by])
  const shown = groups.toSorted(
    (a, b) => b.sent - a.sent || b.inbound - a.inbound || (keyOf(a) < keyOf(b) ? -1 : 1),
  )
  return {
    since: wireTime(period.since),
    until: wireTime(period.until),
    step: period.step,
    totals: present(addedUp(points)),
    series: withoutGaps(points, period),
    groups: shown.slice(0, GROUPS_MAX).map((one) => ({
      key: keyOf(one),
      name: nameOf(words, query.by!, keyOf(one)),
      ...present(one),
    })),
    groupsLeftOut: Math.max(0, shown.length - GROUPS_MAX),
  }
}

const keyOf = (sums: Sums): string => String(sums.keys[0])

interface Period {
  since: number
  until: number
  step: 'HOUR' | 'DAY'
}

/** Widened to whole hours or days. @throws BAD_REQUEST for times that are none, or too many points */
function periodOf(query: SeriesQuery, now: number): Period {
  const until = query.until === undefined ? now : timeOf('until', query.until)
  const since = query.since === undefined ? until - DAY_MS : timeOf('since', query.since)
  if (since >= until) throw badField('since', 'must be earlier than until')
  const short = until - since <= 3 * DAY_MS && since > now - HOURS_KEPT_MS
  const step = query.step ?? (short ? 'HOUR' : 'DAY')
  const width = step === 'HOUR' ? HOUR_MS : DAY_MS
  const period = {
    since: Math.floor(since / width) * width,
    until: Math.ceil(until / width) * width,
    step,
  }
  const most = step === 'HOUR' ? HOURS_MAX : DAYS_MAX
  if ((period.until - period.since) / width > most)
    throw badField('since', `must be at most ${most} ${step.toLowerCase()}s before until`)
  return period
}

function timeOf(property: string, text: string): number {
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read.getTime()
}

const filterOf = (query: SeriesQuery): Partial<Filter> => ({
  ...(query.direction ? { directions: [query.direction] } : {}),
  ...(query.channel ? { channels: [query.channel] } : {}),
  ...(query.network ? { networks: [query.network] } : {}),
  ...(query.country ? { countries: [query.country.toUpperCase()] } : {}),
  ...(query.sender ? { addresses: [query.sender] } : {}),
  ...(query.senderKind ? { addressKinds: [query.senderKind] } : {}),
  ...(query.applicationId || query.entityId
    ? {
        platforms: [
          { applicationId: query.applicationId || null, entityId: query.entityId || null },
        ],
      }
    : {}),
})

function withoutGaps(points: readonly Sums[], { since, until, step }: Period): Series['series'] {
  const width = step === 'HOUR' ? HOUR_MS : DAY_MS
  const byTime = new Map(points.map((one) => [Date.parse(keyOf(one)), one]))
  return Array.from({ length: (until - since) / width }, (_, index) => {
    const at = since + index * width
    return { at: wireTime(at), ...present(byTime.get(at) ?? nothing([])) }
  })
}

function addedUp(all: readonly Sums[]): Sums {
  const total = nothing([])
  for (const one of all) addUp(total, one)
  return total
}

const present = (sums: Sums): Figures => ({
  sent: sums.sent,
  parts: sums.sentParts,
  delivered: sums.delivered,
  undeliverable: sums.undeliverable,
  expired: sums.expired,
  rejected: sums.rejected,
  pending: sums.pending,
  inbound: sums.inbound,
  deliveredWithin5s: deliveredWithin5s(sums),
  delayMs: delays(sums),
})

function nameOf(words: Words, by: Dimension, key: string): string | null {
  if (by === 'NETWORK') return words.networkName(key)
  if (by === 'COUNTRY') return words.countryName(key)
  if (by === 'STATUS') return words.statuses.find((one) => String(one.id) === key)?.name ?? null
  if (by === 'ERROR') return words.errors.find((one) => String(one.id) === key)?.name ?? null
  return null
}
