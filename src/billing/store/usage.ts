import {
  recordset,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
  type Tx,
} from '../../core/storage/index.ts'
import type { Direction } from './books.ts'

/** What usage can be added up by. */
export type Dimension =
  | 'day'
  | 'month'
  | 'channel'
  | 'direction'
  | 'country'
  | 'network'
  | 'senderKind'
  | 'application'
  | 'entity'
  | 'account'
  | 'component'

const expressions: Readonly<Record<Dimension, RawBuilder<unknown>>> = {
  day: sql`u.day::text`,
  month: sql`left(u.day::text, 7)`,
  channel: sql`t.channel`,
  direction: sql`t.direction`,
  country: sql`coalesce(t.country, '')`,
  network: sql`coalesce(t.mcc_mnc, '')`,
  senderKind: sql`t.sender_kind`,
  application: sql`u.application_id`,
  entity: sql`u.entity_id`,
  account: sql`u.sender_account_id::text`,
  component: sql`x.component`,
}

export interface UsageFilter {
  /** Whose usage: as the one charged, or as the sender for whom another account pays. */
  accountId: number
  /** First and last day, of the zone of the account charged. */
  from: string
  to: string
  senderAccountIds?: readonly number[]
  channels?: readonly string[]
  countries?: readonly string[]
  directions?: readonly string[]
  senderKinds?: readonly string[]
  /** The application, and the entity when it is named. */
  platforms?: readonly { application: string; entity: string | null }[]
}

export interface UsageLine {
  /** In the order of the dimensions asked for. */
  keys: string[]
  currency: string
  /** `base`, or the kind of what else was charged. */
  kind: string
  messages: bigint
  parts: bigint
  amount_micros: bigint
}

const anyOf = (column: RawBuilder<unknown>, values: readonly unknown[] | undefined, type: string) =>
  values === undefined ? [] : [sql`${column} = any(${[...values]}::${sql.raw(type)}[])`]

function conditions(filter: UsageFilter): RawBuilder<unknown> {
  const { platforms } = filter
  return sql.join(
    [
      sql`u.day between ${filter.from}::date and ${filter.to}::date`,
      sql`(u.account_id = ${filter.accountId} or (u.sender_account_id = ${filter.accountId} and u.account_id = t.account_id))`,
      ...anyOf(sql`u.sender_account_id`, filter.senderAccountIds, 'integer'),
      ...anyOf(sql`t.channel`, filter.channels, 'text'),
      ...anyOf(sql`t.country`, filter.countries, 'text'),
      ...anyOf(sql`t.direction`, filter.directions, 'text'),
      ...anyOf(sql`t.sender_kind`, filter.senderKinds, 'text'),
      ...(platforms === undefined
        ? []
        : [
            sql`exists (select 1 from ${recordset(platforms, 'application text, entity text')}
              where r.application = u.application_id and (r.entity is null or r.entity = u.entity_id))`,
          ]),
    ],
    sql` and `,
  )
}

/**
 * What each row of usage was charged for: the base price (zero when a package covered it), and every surcharge. Added
 * up they are the amount of the row, because prices are for parts, messages, or once.
 */
const components: RawBuilder<unknown> = sql`
  cross join lateral (
    select 'base' as kind, '' as component, coalesce(sum((c->>'micros')::bigint
        * case c->>'unit' when 'part' then u.parts else u.messages end), 0)::bigint as amount_micros
    from jsonb_array_elements(t.charges) charge, jsonb_array_elements(charge->'components') c
    where (charge->>'account')::integer = u.account_id and c->>'kind' = 'base'
    union all
    select c->>'kind', c->>'name', ((c->>'micros')::bigint
        * case c->>'unit' when 'part' then u.parts when 'message' then u.messages else 1 end)::bigint
    from jsonb_array_elements(t.charges) charge, jsonb_array_elements(charge->'components') c
    where (charge->>'account')::integer = u.account_id and c->>'kind' <> 'base'
  ) x`

/** Usage of an account, added up by dimensions. Index: the primary key, usage_by_sender_account. */
export const sumUsage = (
  db: Db,
  filter: UsageFilter,
  by: readonly Dimension[],
  limit: number,
): Promise<UsageLine[]> => {
  const keys =
    by.length === 0
      ? sql`array[]::text[]`
      : sql`array[${sql.join(by.map((one) => expressions[one]))}]`
  return rows<UsageLine>(
    db,
    sql`
      select ${keys} as keys, u.currency, x.kind, sum(u.messages)::bigint as messages, sum(u.parts)::bigint as parts,
        sum(x.amount_micros)::bigint as amount_micros
      from billing.usage u
      join billing.tariffs t on t.id = u.tariff_id
      ${components}
      where ${conditions(filter)} and (u.messages <> 0 or x.amount_micros <> 0)
      group by 1, u.currency, x.kind
      order by 1, u.currency, x.kind
      limit ${limit}`,
  )
}

export interface LedgerRow {
  id: bigint
  currency: string
  kind: string
  debit: string
  credit: string
  amount_micros: bigint
  items: number
  reference: string
  day: string
  reason: string | null
  posted_at: Date
}
/** Newest first. Index: ledger_by_account. */
export const pageLedger = (
  db: Db,
  accountId: number,
  filter: { kinds: readonly string[] | null; before: string | null },
  limit: number,
) =>
  rows<LedgerRow>(
    db,
    sql`
      select id, currency, kind, debit, credit, amount_micros, items, reference, day, reason, posted_at
      from billing.ledger
      where account_id = ${accountId} and (${filter.before}::bigint is null or id < ${filter.before}::bigint)
        and (${filter.kinds}::text[] is null or kind = any(${filter.kinds}::text[]))
      order by id desc
      limit ${limit}`,
  )

/** What an account was charged from a day to a day, both included. */
export const spentBetween = async (
  db: Db,
  accountId: number,
  from: string,
  to: string,
): Promise<bigint> =>
  (await row<{ sum: bigint }>(
    db,
    sql`
      select coalesce(sum(amount_micros), 0)::bigint as sum
      from billing.usage
      where account_id = ${accountId} and day between ${from}::date and ${to}::date`,
  ))!.sum

export interface CostRow {
  connection_id: number
  direction: Direction
  day: string
  account_id: number
  channel: string
  country: string
  mcc_mnc: string
  currency: string
  messages: number
  parts: number
  amount_micros: string
}
/** Counts what operators took and brought. In the order of the key, so that two sets never wait for each other. */
export const addCosts = (tx: Tx, set: readonly CostRow[]) =>
  run(
    tx,
    sql`
      insert into billing.costs as c (connection_id, day, account_id, channel, country, mcc_mnc, currency, direction, messages, parts, amount_micros)
      select connection_id, day, account_id, channel, country, mcc_mnc, currency, direction, messages, parts, amount_micros
      from ${recordset(set, 'connection_id integer, day date, account_id integer, channel text, country text, mcc_mnc text, currency text, direction text, messages bigint, parts bigint, amount_micros bigint')}
      order by 1, 2, 3, 4, 5, 6, 7, 8
      on conflict (connection_id, day, account_id, channel, country, mcc_mnc, currency, direction) do update
      set messages = c.messages + excluded.messages, parts = c.parts + excluded.parts,
        amount_micros = c.amount_micros + excluded.amount_micros`,
  )

export type MarginDimension = 'day' | 'country' | 'network' | 'account' | 'channel'
const earned: Readonly<Record<MarginDimension, RawBuilder<unknown>>> = {
  day: sql`u.day::text`,
  country: sql`coalesce(t.country, '')`,
  network: sql`coalesce(t.mcc_mnc, '')`,
  account: sql`u.sender_account_id::text`,
  channel: sql`t.channel`,
}
const spent: Readonly<Record<MarginDimension, RawBuilder<unknown>>> = {
  day: sql`day::text`,
  country: sql`country`,
  network: sql`mcc_mnc`,
  account: sql`account_id::text`,
  channel: sql`channel`,
}

export interface MarginRow {
  keys: string[]
  currency: string
  /** Parts that customers were charged for, and parts that operators took. */
  sold_parts: bigint
  bought_parts: bigint
  revenue_micros: bigint
  cost_micros: bigint
}
/** What the root account's direct customers were charged, and what operators will ask for. */
export const sumMargin = (
  db: Db,
  rootAccountId: number,
  from: string,
  to: string,
  by: readonly MarginDimension[],
  limit: number,
) =>
  rows<MarginRow>(
    db,
    sql`
      select keys, currency, sum(sold_parts)::bigint as sold_parts, sum(bought_parts)::bigint as bought_parts,
        sum(revenue)::bigint as revenue_micros, sum(cost)::bigint as cost_micros
      from (
        select array[${sql.join(by.map((one) => earned[one]))}] as keys, u.currency, u.parts as sold_parts, 0 as bought_parts,
          u.amount_micros as revenue, 0 as cost
        from billing.usage u
        join billing.tariffs t on t.id = u.tariff_id
        join billing.terms w on w.account_id = u.account_id and w.parent_id = ${rootAccountId}
        where u.day between ${from}::date and ${to}::date
        union all
        select array[${sql.join(by.map((one) => spent[one]))}], currency, 0, parts, 0, amount_micros
        from billing.costs
        where day between ${from}::date and ${to}::date
      ) both_sides
      group by keys, currency
      order by keys, currency
      limit ${limit}`,
  )
