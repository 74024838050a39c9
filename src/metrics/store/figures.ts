import {
  recordset,
  row,
  rows,
  run,
  sql,
  type Db,
  type RawBuilder,
} from '../../core/storage/index.ts'

/** What decides under which figures a message counts. '' stands for unknown or none. */
export interface Flow {
  account_id: number
  channel: string
  direction: string
  country: string
  mcc_mnc: string
  address: string
  address_kind: string
  application_id: string
  entity_id: string
  simulated: boolean
}
const FLOW_COLUMNS = `account_id integer, channel text, direction text, country text, mcc_mnc text, address text, address_kind text,
  application_id text, entity_id text, simulated boolean`
const FLOW_NAMES = FLOW_COLUMNS.replace(/(\w+) \w+(,|$)/g, '$1$2')
const FLOW_KEY =
  'account_id, channel, direction, country, mcc_mnc, address, application_id, entity_id, simulated'

/** Makes those that are not there. Another process may make the same at the same time. */
export const insertFlows = (db: Db, set: readonly Flow[], day: string): Promise<number> =>
  run(
    db,
    sql`insert into metrics.flows (${sql.raw(FLOW_NAMES)}, made_on)
        select ${sql.raw(FLOW_NAMES)}, ${day} from ${recordset(set, FLOW_COLUMNS)}
        order by ${sql.raw(FLOW_KEY)}
        on conflict do nothing`,
  )

/** Index: flows_by_sort. */
export const findFlows = (db: Db, set: readonly Flow[]): Promise<(Flow & { id: bigint })[]> =>
  rows(
    db,
    sql<Flow & { id: bigint }>`
      select f.id, ${sql.raw(FLOW_NAMES.replace(/(\w+)/g, 'f.$1'))}
      from ${recordset(set, FLOW_COLUMNS)}
      join metrics.flows f on ${sql.raw(
        FLOW_KEY.split(', ')
          .map((one) => `f.${one} = r.${one}`)
          .join(' and '),
      )}`,
  )

/** How many an account has, and how many of them are new today. */
export const countFlows = async (
  db: Db,
  accountId: number,
  day: string,
): Promise<{ all: number; today: number }> =>
  (await row(
    db,
    sql<{ all: number; today: number }>`
      select count(*)::int as all, (count(*) filter (where made_on = ${day}))::int as today
      from metrics.flows where account_id = ${accountId}`,
  ))!

export interface FigureRow {
  account_id: number
  hour: string
  flow_id: string
  status_id: number
  error_id: number
  bucket: number
  messages: number
  parts: number
}
const FIGURE_COLUMNS = `account_id integer, hour timestamptz, flow_id bigint, status_id smallint, error_id smallint, bucket smallint,
  messages bigint, parts bigint`

/** Adds to hours and days in one statement. Rows in key order, so that two processes never wait for each other. */
export const addFigures = (db: Db, set: readonly FigureRow[]): Promise<number> =>
  run(
    db,
    sql`with added as (
          select * from ${recordset(set, FIGURE_COLUMNS)}
        ), hours as (
          insert into metrics.hours as h (account_id, hour, flow_id, status_id, error_id, bucket, messages, parts)
          select account_id, hour, flow_id, status_id, error_id, bucket, sum(messages), sum(parts)
          from added
          group by account_id, hour, flow_id, status_id, error_id, bucket
          order by account_id, hour, flow_id, status_id, error_id, bucket
          on conflict (account_id, hour, flow_id, status_id, error_id, bucket) do update
          set messages = h.messages + excluded.messages, parts = h.parts + excluded.parts
        )
        insert into metrics.days as d (account_id, day, flow_id, status_id, error_id, bucket, messages, parts)
        select account_id, hour::date, flow_id, status_id, error_id, bucket, sum(messages), sum(parts)
        from added
        group by account_id, hour::date, flow_id, status_id, error_id, bucket
        order by account_id, hour::date, flow_id, status_id, error_id, bucket
        on conflict (account_id, day, flow_id, status_id, error_id, bucket) do update
        set messages = d.messages + excluded.messages, parts = d.parts + excluded.parts`,
  )

/** Which figures are asked for; lists hold what is let through. */
export interface Filter {
  accountIds: readonly number[]
  since: Date
  until: Date
  /** Figures by the hour; else by the UTC day, of which `since` and `until` are the beginnings. */
  hourly: boolean
  channels?: readonly string[]
  directions?: readonly string[]
  countries?: readonly string[]
  networks?: readonly string[]
  addresses?: readonly string[]
  addressKinds?: readonly string[]
  /** Pairs; null lets any through. */
  platforms?: readonly { applicationId: string | null; entityId: string | null }[]
  /** 0 stands for those under way. */
  statusIds?: readonly number[]
  errorIds?: readonly number[]
  buckets?: readonly number[]
}

/** What figures can be told apart by. */
export const dimensions = {
  HOUR: sql`at`,
  DAY: sql`date_trunc('day', at)`,
  WEEK_MONDAY_START: sql`date_trunc('week', at)`,
  WEEK_SUNDAY_START: sql`date_trunc('week', at + interval '1 day') - interval '1 day'`,
  WEEK_SATURDAY_START: sql`date_trunc('week', at + interval '2 days') - interval '2 days'`,
  MONTH: sql`date_trunc('month', at)`,
  QUARTER: sql`date_trunc('quarter', at)`,
  YEAR: sql`date_trunc('year', at)`,
  ACCOUNT: sql`account_id`,
  CHANNEL: sql`channel`,
  DIRECTION: sql`direction`,
  COUNTRY: sql`country`,
  NETWORK: sql`mcc_mnc`,
  SENDER: sql`address`,
  SENDER_KIND: sql`address_kind`,
  APPLICATION: sql`application_id`,
  ENTITY: sql`entity_id`,
  STATUS: sql`status_id`,
  ERROR: sql`error_id`,
  BUCKET: sql`bucket`,
} as const satisfies Record<string, RawBuilder<unknown>>
export type Dimension = keyof typeof dimensions

/** Sums of one bucket of one combination of dimensions: its values stand in `keys`, in the order asked. */
export interface SumRow {
  keys: (string | number)[]
  bucket: number
  status_group: number
  outbound: number
  outbound_parts: number
  inbound: number
  inbound_parts: number
}

/**
 * Sums figures. An outcome counts where the message was taken in: it adds itself and takes one off those under way,
 * so that the sum over all statuses is what was taken in. Key: the primary keys of hours and days.
 * @param groups which statuses count as what: [status ids] by number of the group; 0 is for those under way
 */
export const sumFigures = (
  db: Db,
  filter: Filter,
  by: readonly Dimension[],
  groups: readonly (readonly number[])[],
  limit: number,
): Promise<SumRow[]> => {
  const table = filter.hourly ? sql`metrics.hours` : sql`metrics.days`
  const at = filter.hourly ? sql`x.hour` : sql`x.day`
  const [since, until] = filter.hourly
    ? [sql`${filter.since}::timestamptz`, sql`${filter.until}::timestamptz`]
    : [sql`${filter.since}::timestamptz::date`, sql`${filter.until}::timestamptz::date`]
  const group = sql`case ${sql.join(
    groups.map(
      (ids, index) => sql`when status_id = any(${[...ids]}::smallint[]) then ${sql.lit(index + 1)}`,
    ),
    sql` `,
  )} else 0 end`
  return rows(
    db,
    sql<SumRow>`
      select jsonb_build_array(${by.length === 0 ? sql`` : sql.join(by.map((one) => dimensions[one]))}) as keys,
        bucket::int as bucket, ${group} as status_group,
        (coalesce(sum(messages) filter (where direction = 'MT'), 0))::float8 as outbound,
        (coalesce(sum(parts) filter (where direction = 'MT'), 0))::float8 as outbound_parts,
        (coalesce(sum(messages) filter (where direction = 'MO'), 0))::float8 as inbound,
        (coalesce(sum(parts) filter (where direction = 'MO'), 0))::float8 as inbound_parts
      from (
        select x.account_id, ${at}::timestamptz as at, f.channel, f.direction, f.country, f.mcc_mnc, f.address, f.address_kind,
          f.application_id, f.entity_id, e.status_id, e.error_id, e.bucket, e.messages, e.parts
        from ${table} x
        join metrics.flows f on f.account_id = x.account_id and f.id = x.flow_id
        cross join lateral (values
          (x.status_id, x.error_id, x.bucket, x.messages, x.parts),
          (0::smallint, 0::smallint, (-1)::smallint, -x.messages, -x.parts)
        ) as e (status_id, error_id, bucket, messages, parts)
        where x.account_id = any(${[...filter.accountIds]}::integer[]) and ${at} >= ${since} and ${at} < ${until}
          and (x.status_id > 0 or e.messages > 0)
      ) all_figures
      where ${conditions(filter)}
      group by keys, bucket, status_group
      having sum(messages) <> 0
      limit ${limit}`,
  )
}

function conditions(filter: Filter): RawBuilder<unknown> {
  const among = (column: string, values: readonly (string | number)[] | undefined, type: string) =>
    values === undefined ? [] : [sql`${sql.ref(column)} = any(${[...values]}::${sql.raw(type)}[])`]
  const platforms = filter.platforms?.map(
    ({ applicationId, entityId }) =>
      sql`(${applicationId}::text is null or application_id = ${applicationId}) and (${entityId}::text is null or entity_id = ${entityId})`,
  )
  return sql.join(
    [
      sql`true`,
      ...among('channel', filter.channels, 'text'),
      ...among('direction', filter.directions, 'text'),
      ...among('country', filter.countries, 'text'),
      ...among('mcc_mnc', filter.networks, 'text'),
      ...among('address', filter.addresses, 'text'),
      ...among('address_kind', filter.addressKinds, 'text'),
      ...among('status_id', filter.statusIds, 'smallint'),
      ...among('error_id', filter.errorIds, 'smallint'),
      ...among('bucket', filter.buckets, 'smallint'),
      ...(platforms === undefined ? [] : [sql`((${sql.join(platforms, sql`) or (`)}))`]),
    ],
    sql` and `,
  )
}

/** Deletes a set of what is older; the answer is how many rows went. */
export const dropOldHours = (db: Db, before: Date, limit: number): Promise<number> =>
  run(
    db,
    sql`delete from metrics.hours where ctid = any(array(
          select ctid from metrics.hours where hour < ${before} limit ${limit}))`,
  )
export const dropOldDays = (db: Db, before: string, limit: number): Promise<number> =>
  run(
    db,
    sql`delete from metrics.days where ctid = any(array(
          select ctid from metrics.days where day < ${before} limit ${limit}))`,
  )
/** Sorts of traffic of which no figure is left. */
export const dropUnusedFlows = (db: Db, madeBefore: string, limit: number): Promise<number> =>
  run(
    db,
    sql`delete from metrics.flows where (account_id, id) in (
          select f.account_id, f.id from metrics.flows f
          where f.made_on < ${madeBefore}
            and not exists (select 1 from metrics.days d where d.account_id = f.account_id and d.flow_id = f.id)
          limit ${limit})`,
  )
