import { DAY_MS } from '../core/clock.ts'
import { badField, parseWireTime, Rejection, wireTime } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { timeBuckets } from './buckets.ts'
import { addUp, deliveredWithin5s, readSums, type Sums } from './figures.ts'
import type { AccountTree, Words } from './needs.ts'
import { HOURS_KEPT_MS } from './series.ts'
import type { Dimension, Filter } from './store/figures.ts'
import {
  aggregates,
  metricTypes,
  type Aggregate,
  type AggregateFilter,
  type AggregateQuery,
  type MetricType,
  type QueryResult,
} from './wire.ts'

const HOUR_MS = 3_600_000
const DAYS_KEPT = 775
const ROWS_MAX = 50_000

/** A query that makes sense, as it is kept until it is answered. */
export interface Asked {
  filter: AggregateFilter
  aggregateBy: Aggregate[]
  metrics: MetricType[]
  accountIds: number[]
}

/** What we do not measure yet; a filter by it would silently let nothing through. */
const notKept = [
  'timeToAnswer',
  'timeToClickFromSeen',
  'timeToClickFromDelivered',
  'timeToSeenFromDelivered',
  'timeToOpenFromDelivered',
  'capabilities',
  'trafficTypes',
  'communicationIds',
  'campaignReferenceIds',
  'countryIds',
] as const

/**
 * Checks a query while its caller still waits. @throws BAD_REQUEST for what is wrong or not measured here,
 * FORBIDDEN for accounts that are neither the caller's nor below it
 */
export async function checkQuery(
  tree: AccountTree,
  accountId: number,
  query: AggregateQuery,
  now: number,
): Promise<Asked> {
  const { filterBy: filter } = query
  const aggregateBy = known(query.aggregateBy, aggregates, 'request.aggregateBy')
  const metrics = known(query.metrics, metricTypes, 'request.metrics')
  for (const name of notKept)
    if ((filter[name]?.length ?? 0) > 0)
      throw badField(
        `request.filterBy.${name}`,
        'is not measured by this installation; leave it out',
      )
  const since = timeOf('sentSince', filter.sentSince)
  const until = timeOf('sentUntil', filter.sentUntil)
  if (since >= until) throw badField('request.filterBy.sentSince', 'must be earlier than sentUntil')
  if (until - since > DAYS_KEPT * DAY_MS)
    throw badField(
      'request.filterBy.sentSince',
      `must be at most ${DAYS_KEPT} days before sentUntil`,
    )
  if (aggregateBy.includes('HOUR') && since < now - HOURS_KEPT_MS)
    throw badField('request.aggregateBy', 'cannot have HOUR for what is older than 90 days')
  for (const { from, to } of filter.timeToDeliver ?? []) {
    bucketNumber(from)
    bucketNumber(to)
  }
  return { filter, aggregateBy, metrics, accountIds: await accountsAsked(tree, accountId, filter) }
}

function known<Word extends string>(
  asked: readonly string[],
  words: readonly Word[],
  property: string,
): Word[] {
  asked.forEach((one, index) => {
    if (!words.includes(one as Word))
      throw badField(
        `${property}[${index}]`,
        `is not measured by this installation; these are: ${words.join(', ')}`,
      )
  })
  return [...new Set(asked)] as Word[]
}

function timeOf(property: string, text: string): number {
  const read = parseWireTime(text)
  if (!read)
    throw badField(
      `request.filterBy.${property}`,
      'must be a time such as 2026-11-23T20:29:00.000+0000',
    )
  return read.getTime()
}

async function accountsAsked(
  tree: AccountTree,
  accountId: number,
  filter: AggregateFilter,
): Promise<number[]> {
  const asked = new Set<number>()
  for (const key of filter.accountKeys ?? []) {
    const found = await tree.accountWithin(accountId, key)
    if (found === null)
      throw new Rejection('FORBIDDEN', {
        text: 'There is no such account below that of the credential.',
        action: 'Name accounts of yours in accountKeys, or leave it out.',
      })
    asked.add(found)
  }
  if (asked.size === 0) asked.add(accountId)
  if (!filter.includeSubaccounts) return [...asked]
  const below = await Promise.all([...asked].map((one) => tree.accountsBelow(one)))
  return [...new Set(below.flat())]
}

/** Answers a query. @throws BAD_REQUEST when there are too many rows */
export async function answerQuery(
  db: Db,
  words: Words,
  tree: AccountTree,
  asked: Asked,
  now: number,
): Promise<NonNullable<QueryResult['response']>> {
  const filter = filterOf(words, asked, now)
  const sums = await readSums(db, words, filter, asked.aggregateBy.map(dimensionOf))
  const accounts = asked.aggregateBy.some((one) => one.startsWith('ACCOUNT_'))
    ? await tree.accountsOf(asked.accountIds)
    : new Map<number, { key: string; name: string }>()
  const rows = merged(sums, (one) =>
    asked.aggregateBy.map((by, index) => cellOf(words, accounts, by, one.keys[index]!)),
  ).map(([cells, one]) => [...cells, ...asked.metrics.map((metric) => metricOf(metric, one))])
  if (rows.length > ROWS_MAX)
    throw new Rejection('BAD_REQUEST', {
      text: `The answer has ${rows.length} rows; the most is ${ROWS_MAX}. Ask for a shorter time, or tell fewer things apart.`,
    })
  return {
    requestedPeriod: { sentSince: wireTime(filter.since), sentUntil: wireTime(filter.until) },
    totalRows: rows.length,
    columns: [
      ...asked.aggregateBy.map((columnName) => ({
        columnName,
        columnDataType: typeOf(columnName),
      })),
      ...asked.metrics.map((columnName) => ({
        columnName,
        columnDataType: /RATE$|RATIO$/.test(columnName)
          ? ('NUMBER' as const)
          : ('INTEGER' as const),
      })),
    ],
    rows,
  }
}

type Cell = string | number | null

/** What looks alike is one row: many statuses are of one group. */
function merged(sums: readonly Sums[], cellsOf: (one: Sums) => Cell[]): [Cell[], Sums][] {
  const all = new Map<string, [Cell[], Sums]>()
  for (const one of sums) {
    const cells = cellsOf(one)
    const key = JSON.stringify(cells)
    const there = all.get(key)
    if (there) addUp(there[1], one)
    else all.set(key, [cells, one])
  }
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

function filterOf(words: Words, { filter, aggregateBy, accountIds }: Asked, now: number): Filter {
  const since = timeOf('sentSince', filter.sentSince)
  const until = timeOf('sentUntil', filter.sentUntil)
  const wholeDays = since % DAY_MS === 0 && until % DAY_MS === 0
  const hourly = aggregateBy.includes('HOUR') || (!wholeDays && since >= now - HOURS_KEPT_MS)
  const width = hourly ? HOUR_MS : DAY_MS
  const platforms = [
    ...(filter.platforms ?? []),
    ...(filter.applicationId || filter.entityId
      ? [{ applicationId: filter.applicationId, entityId: filter.entityId }]
      : []),
  ].map((one) => ({ applicationId: one.applicationId || null, entityId: one.entityId || null }))
  const statuses = [{ id: 0, name: 'PENDING_ACCEPTED', groupName: 'PENDING' }, ...words.statuses]
  return {
    accountIds,
    since: new Date(Math.floor(since / width) * width),
    until: new Date(Math.ceil(until / width) * width),
    hourly,
    channels: filter.channelCodes,
    ...given(
      'directions',
      filter.directions?.map((one) => (one === 'INBOUND' ? 'MO' : 'MT')),
    ),
    ...given('addresses', filter.senders),
    ...given(
      'addressKinds',
      filter.senderTypes?.map((one) => one.replace(/^VIRTUAL_/, '')),
    ),
    ...given('networks', filter.networkIds?.flatMap(networkCodes)),
    ...given('platforms', platforms),
    ...given('statusIds', idsOf(statuses, filter.statusGroups, filter.statuses)),
    ...given('errorIds', idsOf(words.errors, filter.errorGroups, filter.errorCodes)),
    ...given(
      'buckets',
      filter.timeToDeliver?.flatMap(({ from, to }) =>
        timeBuckets.map((_, bucket) => bucket).slice(bucketNumber(from) ?? 0, bucketNumber(to)),
      ),
    ),
  }
}

const given = <Name extends keyof Filter>(name: Name, values: Filter[Name] | undefined) =>
  Array.isArray(values) && values.length > 0 ? { [name]: values } : {}

/** A network as a number has lost the noughts its code begins with. */
const networkCodes = (id: number): string[] => [
  ...new Set([String(id), String(id).padStart(5, '0'), String(id).padStart(6, '0')]),
]

/** Of what both lists let through, an empty one letting all; undefined: neither says anything. */
function idsOf(
  all: readonly { id: number; name: string; groupName: string }[],
  groups: readonly string[] = [],
  names: readonly string[] = [],
): number[] | undefined {
  if (groups.length === 0 && names.length === 0) return undefined
  const ids = all
    .filter(
      (one) =>
        (groups.length === 0 || groups.includes(one.groupName)) &&
        (names.length === 0 || names.includes(one.name)),
    )
    .map((one) => one.id)
  // Names that nothing has let nothing through, rather than all.
  return ids.length === 0 ? [-2] : ids
}

function bucketNumber(name: string | undefined): number | undefined {
  if (name === undefined) return undefined
  const bucket = (timeBuckets as readonly string[]).indexOf(name)
  if (bucket < 0)
    throw badField('request.filterBy.timeToDeliver', `must name steps: ${timeBuckets.join(', ')}`)
  return bucket
}

const dimensionOf = (one: Aggregate): Dimension =>
  one in dimensionOfAggregate
    ? dimensionOfAggregate[one as keyof typeof dimensionOfAggregate]
    : (one as Dimension)
const dimensionOfAggregate = {
  ACCOUNT_KEY: 'ACCOUNT',
  ACCOUNT_NAME: 'ACCOUNT',
  STATUS_GROUP: 'STATUS',
  ERROR_GROUP: 'ERROR',
  ERROR_CODE: 'ERROR',
  TIME_TO_DELIVER: 'BUCKET',
  SENDER_TYPE: 'SENDER_KIND',
  NETWORK_ID: 'NETWORK',
  NETWORK_NAME: 'NETWORK',
  COUNTRY_NAME: 'COUNTRY',
  COUNTRY_CODE: 'COUNTRY',
  APPLICATION_ID: 'APPLICATION',
  ENTITY_ID: 'ENTITY',
  CHANNEL_CODE: 'CHANNEL',
  CHANNEL_NAME: 'CHANNEL',
} as const satisfies Partial<Record<Aggregate, Dimension>>

const typeOf = (one: Aggregate): 'STRING' | 'INTEGER' | 'DATE_TIME' =>
  /^(HOUR|DAY|WEEK_.*|MONTH|QUARTER|YEAR)$/.test(one)
    ? 'DATE_TIME'
    : one === 'NETWORK_ID'
      ? 'INTEGER'
      : 'STRING'

function cellOf(
  words: Words,
  accounts: ReadonlyMap<number, { key: string; name: string }>,
  by: Aggregate,
  value: string | number,
): Cell {
  if (typeOf(by) === 'DATE_TIME') return wireTime(Date.parse(String(value)))
  switch (by) {
    case 'ACCOUNT_KEY':
      return accounts.get(Number(value))?.key ?? null
    case 'ACCOUNT_NAME':
      return accounts.get(Number(value))?.name ?? null
    case 'STATUS_GROUP':
      return value === 0 ? 'PENDING' : (statusOf(words, value)?.groupName ?? null)
    case 'STATUS':
      return value === 0 ? 'PENDING_ACCEPTED' : (statusOf(words, value)?.name ?? null)
    case 'ERROR_GROUP':
      return words.errors.find((one) => one.id === value)?.groupName ?? null
    case 'ERROR_CODE':
      return words.errors.find((one) => one.id === value)?.name ?? null
    case 'TIME_TO_DELIVER':
      return timeBuckets[Number(value)] ?? null
    case 'DIRECTION':
      return value === 'MO' ? 'INBOUND' : 'OUTBOUND'
    case 'NETWORK_ID':
      return value === '' ? null : Number(value)
    case 'NETWORK_NAME':
      return words.networkName(String(value))
    case 'COUNTRY_NAME':
      return words.countryName(String(value))
    default:
      return value === '' ? null : value
  }
}
const statusOf = (words: Words, id: string | number) => words.statuses.find((one) => one.id === id)

const rate = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.round((part / whole) * 1_000_000) / 10_000

/** Rates are per cent, to four places; of what was sent, except that within five seconds: of what was delivered. */
function metricOf(metric: MetricType, one: Sums): number {
  const failed = one.undeliverable + one.expired + one.rejected
  switch (metric) {
    case 'TOTAL_TRAFFIC_COUNT':
      return one.sent + one.inbound
    case 'TOTAL_ACCEPTED_TRAFFIC_COUNT':
      return one.sent - one.rejected
    case 'TOTAL_SMS_MESSAGES_COUNT':
      return one.sentParts + one.inboundParts
    case 'DELIVERED_TRAFFIC_COUNT':
      return one.delivered
    case 'FAILED_TRAFFIC_COUNT':
      return failed
    case 'TRAFFIC_DELIVERY_RATE':
      return rate(one.delivered, one.sent)
    case 'TRAFFIC_DELIVERED_IN_5_SEC_RATE':
      return rate(deliveredWithin5s(one), one.delivered)
    case 'TOTAL_SENT_TRAFFIC_COUNT':
      return one.sent
    case 'TOTAL_RECEIVED_TRAFFIC_COUNT':
      return one.inbound
    case 'RECEIVED_TO_SENT_TRAFFIC_RATIO':
      return rate(one.inbound, one.sent)
  }
}
