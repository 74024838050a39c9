import { badField, type App } from '../../core/http/index.ts'
import { amountText } from '../amount.ts'
import { presentPosting } from '../present.ts'
import {
  pageLedger,
  sumMargin,
  sumUsage,
  type Dimension,
  type MarginDimension,
} from '../store/usage.ts'
import * as wire from '../wire.ts'
import { pageOf, reading, visibleAccount, type Parts } from './shared.ts'

const ROWS_MAX = 10_000
const DAYS_MAX = 400
const DAY_MS = 86_400_000
const BY_MAX = 4

const dimensions: readonly Dimension[] = [
  'day',
  'month',
  'channel',
  'direction',
  'country',
  'network',
  'senderKind',
  'application',
  'entity',
  'account',
  'component',
]
const marginDimensions: readonly MarginDimension[] = [
  'day',
  'country',
  'network',
  'account',
  'channel',
]

/** `/billing/1/ledger`, `…/usage`, `…/margin`: what was posted, used and earned. */
export function addUsage(app: App, parts: Parts): void {
  addLedger(app, parts)
  addUsageReport(app, parts)
  addMargin(app, parts)
}

function addLedger(app: App, parts: Parts): void {
  app.operation(
    {
      ...reading,
      id: 'list-ledger',
      method: 'GET',
      path: '/billing/1/ledger',
      summary: 'List the postings of an account, newest first',
      query: wire.LedgerQuery,
      answers: { 200: wire.PostingPage },
    },
    async ({ query, credential }) => {
      const accountId = await visibleAccount(parts, credential, query.account)
      const limit = query.limit ?? 100
      const kinds = query.kinds?.split(',').filter((one) => one !== '') ?? null
      const found = await pageLedger(
        parts.db,
        accountId,
        { kinds, before: query.cursor ?? null },
        limit + 1,
      )
      const { page, nextCursor } = pageOf(found, limit, (one) => one.id)
      return { results: page.map(presentPosting), nextCursor }
    },
  )
}

function addUsageReport(app: App, parts: Parts): void {
  app.operation(
    {
      ...reading,
      access: [...reading.access, 'billing:usage:view'],
      id: 'get-usage',
      method: 'GET',
      path: '/billing/1/usage',
      summary: 'What was used and charged, added up',
      description: `Days are those of the account's billing zone; at most ${DAYS_MAX} of them and ${ROWS_MAX} rows.`,
      query: wire.UsageQuery,
      answers: { 200: wire.UsageReport },
    },
    async ({ query, credential }) => {
      const accountId = await visibleAccount(parts, credential, query.account)
      refuseRange(query)
      const by = dimensionsOf(query.by, dimensions)
      const found = await sumUsage(
        parts.db,
        {
          accountId,
          from: query.from,
          to: query.to,
          ...(query.channel === undefined ? {} : { channels: [query.channel] }),
          ...(query.country === undefined ? {} : { countries: [query.country] }),
        },
        by,
        ROWS_MAX,
      )
      const names = await namer(parts, by, found)
      return {
        by,
        rows: together(found, by).map((one) => ({
          keys: one.keys.map((key, n) => names.key(by[n]!, key)),
          names: one.keys.map((key, n) => names.name(by[n]!, key)),
          currency: one.currency,
          messages: Number(one.messages),
          parts: Number(one.parts),
          amount: amountText(one.amount_micros),
        })),
      }
    },
  )
}

function addMargin(app: App, parts: Parts): void {
  app.operation(
    {
      ...reading,
      rootAccountOnly: true,
      id: 'get-margin',
      method: 'GET',
      path: '/billing/1/margin',
      summary: 'What customers were charged, and what operators will ask for',
      description: 'By the lists of the connections. Simulated traffic costs nothing.',
      query: wire.MarginQuery,
      answers: { 200: wire.MarginReport },
    },
    async ({ query, credential }) => {
      refuseRange(query)
      const by = dimensionsOf(query.by, marginDimensions)
      if (by.length === 0) throw badField('by', `must name some of ${marginDimensions.join(', ')}`)
      const found = await sumMargin(
        parts.db,
        credential.accountId,
        query.from,
        query.to,
        by,
        ROWS_MAX,
      )
      const names = await namer(parts, by, found)
      return {
        by,
        rows: found.map((one) => ({
          keys: one.keys.map((key, n) => names.key(by[n]!, key)),
          names: one.keys.map((key, n) => names.name(by[n]!, key)),
          currency: one.currency,
          soldParts: Number(one.sold_parts),
          boughtParts: Number(one.bought_parts),
          revenue: amountText(one.revenue_micros),
          cost: amountText(one.cost_micros),
          margin: amountText(one.revenue_micros - one.cost_micros),
        })),
      }
    },
  )
}

function refuseRange({ from, to }: { from: string; to: string }): void {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  if (Number.isNaN(first)) throw badField('from', 'must be a day such as 2026-11-24')
  if (Number.isNaN(last) || last < first) throw badField('to', 'must be a day, not before from')
  if (last - first > DAYS_MAX * DAY_MS)
    throw badField('from', `must be at most ${DAYS_MAX} days before to`)
}

function dimensionsOf<Name extends string>(text: string, known: readonly Name[]): Name[] {
  const named = text.split(',').filter((one) => one !== '')
  const found = named.map((one) => known.find((name) => name === one))
  if (found.includes(undefined) || named.length > BY_MAX || new Set(named).size < named.length)
    throw badField('by', `must be up to ${BY_MAX} different ones of ${known.join(', ')}`)
  return found as Name[]
}

type Line = Awaited<ReturnType<typeof sumUsage>>[number]

/**
 * A row of usage is told once for its base price and once for each surcharge; unless that is what is asked for, they are
 * one row again, and its messages count once.
 */
function together(found: readonly Line[], by: readonly Dimension[]): Line[] {
  if (by.includes('component')) return [...found]
  const rows = new Map<string, Line>()
  for (const one of found) {
    const key = JSON.stringify([one.keys, one.currency])
    const known = rows.get(key)
    const counts = one.kind === 'base'
    if (!known)
      rows.set(key, {
        ...one,
        messages: counts ? one.messages : 0n,
        parts: counts ? one.parts : 0n,
      })
    else {
      known.amount_micros += one.amount_micros
      if (counts) {
        known.messages += one.messages
        known.parts += one.parts
      }
    }
  }
  return [...rows.values()]
}

/** Words for keys: names of countries, networks and accounts; an account's number becomes its key. */
async function namer(
  { around }: Parts,
  by: readonly string[],
  found: readonly { keys: string[] }[],
) {
  const at = by.indexOf('account')
  const ids = at < 0 ? [] : [...new Set(found.map((one) => Number(one.keys[at])))]
  const accounts = await around.accounts.accountsOf(ids)
  return {
    key: (dimension: string, key: string): string =>
      dimension === 'account' ? (accounts.get(Number(key))?.key ?? '') : key,
    name: (dimension: string, key: string): string | null => {
      if (dimension === 'account') return accounts.get(Number(key))?.name ?? null
      if (dimension === 'country') return around.places.country(key)?.name ?? null
      if (dimension === 'network') return around.places.network(key)?.name ?? null
      return null
    },
  }
}
