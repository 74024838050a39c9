import { DAY_MS } from '../core/clock.ts'
import { badField, Rejection, wireTime } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import type { Surroundings } from './needs.ts'
import { sumUsage, type Dimension, type UsageFilter } from './store/usage.ts'
import type { BillingUsageRequest, usageAggregates } from './wire.ts'

const DAYS_MAX = 400
const ROWS_MAX = 50_000

type Aggregate = (typeof usageAggregates)[number]

/** Columns we can fill, and where from. `surcharge`: what operators' fees are charged as lines of their own. */
const columns: Partial<Record<Aggregate, Dimension>> = {
  DAY: 'day',
  MONTH: 'month',
  APPLICATION_ID: 'application',
  ENTITY_ID: 'entity',
  ACCOUNT_NAME: 'account',
  ACCOUNT_KEY: 'account',
  CATEGORY_CODE: 'channel',
  CATEGORY_NAME: 'channel',
  DIRECTION: 'direction',
  SENDER_TYPE: 'senderKind',
  NETWORK_NAME: 'network',
  NORM_NET_CODE: 'network',
  COUNTRY_NAME: 'country',
  COUNTRY_CODE: 'country',
  COUNTRY_PREFIX: 'country',
}

/** What is not counted apart here; a filter by it would silently let everything through. */
const notKept = ['subCategories', 'trafficTypes', 'senders', 'campaignReferenceIds', 'campaignIds', 'templateIds'] as const // prettier-ignore

const directionOf = { OUTBOUND: 'MT', INBOUND: 'MO' } as const
const senderKindOf: Readonly<Record<string, string>> = {
  ALPHANUMERIC: 'alphanumeric',
  SHORT_CODE: 'short-code',
  LONG_NUMBER: 'long-number',
}
const SURCHARGE = '_OPERATOR_FEE'

/** A query that makes sense, as it is kept until it is answered. */
export interface AskedUsage {
  from: string
  /** The last day, included. */
  to: string
  aggregateBy: Aggregate[]
  filter: Omit<UsageFilter, 'accountId' | 'from' | 'to'>
  /** Categories asked for; null: all. */
  categories: string[] | null
}

/** Checks a query while its caller still waits. @throws BAD_REQUEST, FORBIDDEN */
export async function checkUsageQuery(
  { accounts }: Surroundings,
  accountId: number,
  { filterBy: filter, aggregateBy }: BillingUsageRequest,
): Promise<AskedUsage> {
  for (const name of notKept)
    if ((filter[name]?.length ?? 0) > 0)
      throw badField(`request.filterBy.${name}`, 'is not counted apart here; leave it out')
  aggregateBy.forEach((one, n) => {
    if (!(one in columns))
      throw badField(`request.aggregateBy[${n}]`, `is not counted apart here; use some of ${Object.keys(columns).join(', ')}`) // prettier-ignore
  })
  const { sentSince, sentUntil } = filter.dateInterval
  const [since, until] = [Date.parse(sentSince), Date.parse(sentUntil)]
  if (Number.isNaN(since))
    throw badField('request.filterBy.dateInterval.sentSince', 'must be a day')
  if (Number.isNaN(until) || until < since || until - since > DAYS_MAX * DAY_MS)
    throw badField('request.filterBy.dateInterval.sentUntil', `must be a day, not before sentSince and at most ${DAYS_MAX} days after it`) // prettier-ignore
  const senders = await Promise.all(
    (filter.accountKeys ?? []).map(async (key) => {
      const found = await accounts.accountWithin(accountId, key)
      if (found === null)
        throw new Rejection('FORBIDDEN', { text: 'An account is neither yours nor below it.' })
      return found
    }),
  )
  return {
    from: sentSince,
    to: sentUntil,
    aggregateBy,
    categories: filter.categories?.length ? filter.categories : null,
    filter: {
      ...(senders.length === 0 ? {} : { senderAccountIds: senders }),
      ...(filter.countryCodes?.length ? { countries: filter.countryCodes } : {}),
      ...(filter.directions?.length
        ? { directions: filter.directions.map((one) => directionOf[one]) }
        : {}),
      ...(filter.senderTypes?.length
        ? { senderKinds: filter.senderTypes.map((one) => senderKindOf[one] ?? one) }
        : {}),
      ...(filter.platforms?.length
        ? {
            platforms: filter.platforms.map((one) => ({
              application: one.applicationId ?? '',
              entity: one.entityId ?? null,
            })),
          }
        : {}),
    },
  }
}

/** The answer as the compatible API posts it. Usage changes until its month is over and receipts are in. */
export async function answerUsageQuery(
  db: Db,
  around: Surroundings,
  accountId: number,
  asked: AskedUsage,
  now: number,
) {
  const by = [...new Set(asked.aggregateBy.map((one) => columns[one]!))]
  const needed: Dimension[] = by.includes('channel') ? by : [...by, 'channel']
  const found = await sumUsage(
    db,
    { ...asked.filter, accountId, from: asked.from, to: asked.to },
    needed,
    ROWS_MAX,
  )
  const at = new Map(needed.map((one, n) => [one, n]))
  const ids = at.has('account') ? found.map((one) => Number(one.keys[at.get('account')!])) : []
  const names = await around.accounts.accountsOf([...new Set(ids)])
  const sums = new Map<string, { cells: unknown[]; parts: bigint; micros: bigint; currency: string }>() // prettier-ignore
  for (const line of found) {
    const key = (dimension: Dimension) => line.keys[at.get(dimension)!] ?? ''
    const category = key('channel') + (line.kind === 'surcharge' ? SURCHARGE : '')
    if (asked.categories && !asked.categories.includes(category)) continue
    const cells = asked.aggregateBy.map((one) => cellOf(one, key, category, around, names))
    const id = JSON.stringify([cells, line.currency])
    const sum = sums.get(id) ?? { cells, parts: 0n, micros: 0n, currency: line.currency }
    if (line.kind === 'base' || asked.aggregateBy.includes('CATEGORY_CODE')) sum.parts += line.parts
    sum.micros += line.amount_micros
    sums.set(id, sum)
  }
  const rows = [...sums.values()].map((one) => [
    ...one.cells,
    Number(one.parts),
    Number(one.micros) / 1_000_000,
    one.currency,
  ])
  return {
    response: {
      requestedPeriod: periodOf(asked),
      totalRows: rows.length,
      columns: [
        ...asked.aggregateBy.map((columnName) => ({ columnName, columnDataType: 'STRING' })),
        { columnName: 'VOLUME', columnDataType: 'INTEGER' },
        { columnName: 'AMOUNT', columnDataType: 'NUMBER' },
        { columnName: 'CURRENCY', columnDataType: 'STRING' },
      ],
      rows,
    },
    metadata: { clientRequestedPeriod: periodOf(asked), billingPeriods: monthsOf(asked, now) },
  }
}

function cellOf(
  column: Aggregate,
  key: (dimension: Dimension) => string,
  category: string,
  { places }: Surroundings,
  names: ReadonlyMap<number, { key: string; name: string }>,
): string {
  const value = key(columns[column]!)
  switch (column) {
    case 'ACCOUNT_NAME':
      return names.get(Number(value))?.name ?? ''
    case 'ACCOUNT_KEY':
      return names.get(Number(value))?.key ?? ''
    case 'CATEGORY_CODE':
    case 'CATEGORY_NAME':
      return category
    case 'DIRECTION':
      return value === 'MO' ? 'INBOUND' : 'OUTBOUND'
    case 'SENDER_TYPE':
      return Object.keys(senderKindOf).find((one) => senderKindOf[one] === value) ?? value
    case 'NETWORK_NAME':
      return places.network(value)?.name ?? ''
    case 'COUNTRY_NAME':
      return places.country(value)?.name ?? ''
    case 'COUNTRY_PREFIX':
      return places.country(value)?.callingCode ?? ''
    default:
      return value
  }
}

const periodOf = ({ from, to }: AskedUsage) => ({
  sentSince: wireTime(new Date(`${from}T00:00:00Z`)),
  sentUntil: wireTime(new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS)),
})

/** A message may end days after its month, and be given back then. */
const SETTLED_AFTER_MS = 8 * DAY_MS

function monthsOf({ from, to }: AskedUsage, now: number) {
  const months: { month: string; volumeFinalized: boolean }[] = []
  for (let month = from.slice(0, 7); month <= to.slice(0, 7);) {
    const [year, number] = month.split('-').map(Number) as [number, number]
    const end = Date.UTC(year, number, 1)
    months.push({ month, volumeFinalized: now > end + SETTLED_AFTER_MS })
    month = new Date(end).toISOString().slice(0, 7)
  }
  return months
}
