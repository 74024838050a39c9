import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

/** One account on the way from a sender up to the installation's own. */
export interface ChainRow {
  sender_account_id: number
  account_id: number
  parent_id: number | null
  currency: string
  pays: 'self' | 'parent'
  zone: string
  alerts_below_micros: bigint[]
}

/** Accounts can be nested this deep. */
const STEPS_MAX = 20

/** Each account with those above it, from the bottom up. On the message path. Index: the primary key. */
export const readChains = (db: Db, accountIds: readonly number[]) =>
  rows<ChainRow>(
    db,
    sql`
      with recursive chain as (
        select account_id as sender_account_id, 0 as step, account_id, parent_id, currency, pays, zone, alerts_below_micros
        from billing.terms
        where account_id = any(${[...accountIds]}::integer[])
        union all
        select c.sender_account_id, c.step + 1, t.account_id, t.parent_id, t.currency, t.pays, t.zone, t.alerts_below_micros
        from chain c
        join billing.terms t on t.account_id = c.parent_id
        where c.step < ${STEPS_MAX}
      )
      select sender_account_id, account_id, parent_id, currency, pays, zone,
        alerts_below_micros::text[] as alerts_below_micros
      from chain
      order by sender_account_id, step`,
  ).then((found) =>
    found.map((one) => ({ ...one, alerts_below_micros: one.alerts_below_micros.map(BigInt) })),
  )

export interface AssignmentRow {
  account_id: number
  valid_from: Date
  list_id: number | null
  version: number | null
}
/** By which lists accounts buy, latest first. On the message path. Index: the primary key. */
export const readAssignments = (db: Db, accountIds: readonly number[]) =>
  rows<AssignmentRow>(
    db,
    sql`
      select a.account_id, a.valid_from, a.list_id, l.version
      from billing.assignments a
      left join lateral (select version from billing.price_lists where id = a.list_id) l on true
      where a.account_id = any(${[...accountIds]}::integer[])
      order by a.account_id, a.valid_from desc`,
  )

export type PriceKind = 'base' | 'surcharge'
export type Direction = 'MT' | 'MO'
export type SenderKind = 'alphanumeric' | 'short-code' | 'long-number'
export type Unit = 'part' | 'message'

export interface PriceRow {
  id: bigint
  list_id: number
  kind: PriceKind
  name: string
  channel: string | null
  direction: Direction
  country: string | null
  mcc_mnc: string | null
  sender_kind: SenderKind | null
  unit: Unit
  amount_micros: bigint | null
  valid_from: Date
}
export const priceColumns = sql`id, list_id, kind, name, channel, direction, country, mcc_mnc, sender_kind, unit, amount_micros, valid_from`

/** All prices of lists. On the message path, when a list is new or has grown. Index: prices_by_list. */
export const readPrices = (db: Db, listIds: readonly number[]) =>
  rows<PriceRow>(
    db,
    sql`
      select ${priceColumns}
      from billing.prices
      where list_id = any(${[...listIds]}::integer[])
      order by list_id, id`,
  )

export interface PackageRow {
  id: number
  account_id: number
  name: string
  channel: string | null
  country: string | null
  unit: Unit
  total: bigint
  used: bigint
  valid_from: Date
  valid_to: Date
}
/** What is left of packages, those that end first in front. On the message path. Index: packages_by_account. */
export const readPackages = (db: Db, accountIds: readonly number[]) =>
  rows<PackageRow>(
    db,
    sql`
      select id, account_id, name, channel, country, unit, total, used, valid_from, valid_to
      from billing.packages
      where account_id = any(${[...accountIds]}::integer[]) and used < total
      order by account_id, valid_to, id`,
  )

/** Takes from packages, or gives back below zero. Needs the balances of their accounts locked. Index: the primary key. */
export const usePackages = (tx: Tx, set: readonly { id: number; used: number }[]) =>
  run(
    tx,
    sql`
      update billing.packages p
      set used = p.used + r.used
      from ${recordset(set, 'id integer, used bigint')}
      where p.id = r.id`,
  )

export interface TariffRow {
  id: number
  digest: Buffer
  account_id: number
  channel: string
  direction: Direction
  country: string | null
  mcc_mnc: string | null
  sender_kind: SenderKind
  charges: unknown
}
/** Tariffs by their content. Index: the unique one of the digest. */
export const findTariffs = (db: Db, digests: readonly Buffer[]) =>
  rows<Pick<TariffRow, 'id' | 'digest'>>(
    db,
    sql`
      select id, digest
      from billing.tariffs
      where digest = any(array(select decode(hex, 'hex') from unnest(${digests.map((one) => one.toString('hex'))}::text[]) hex))`,
  )

/** Writes tariffs; those that another process wrote meanwhile are passed over. */
export const insertTariffs = (db: Db, set: readonly Omit<TariffRow, 'id'>[]) =>
  run(
    db,
    sql`
      insert into billing.tariffs (digest, account_id, channel, direction, country, mcc_mnc, sender_kind, charges)
      select decode(digest, 'hex'), account_id, channel, direction, country, mcc_mnc, sender_kind, charges
      from ${recordset(
        set.map((one) => ({ ...one, digest: one.digest.toString('hex') })),
        'digest text, account_id integer, channel text, direction text, country text, mcc_mnc text, sender_kind text, charges jsonb',
      )}
      on conflict (digest) do nothing`,
  )

/** Index: the primary key. */
export const readTariffs = (db: Db, ids: readonly number[]) =>
  rows<TariffRow>(
    db,
    sql`
      select id, digest, account_id, channel, direction, country, mcc_mnc, sender_kind, charges
      from billing.tariffs
      where id = any(${[...ids]}::integer[])`,
  )

/** Notes that balances fell below their marks; each counts once a day. */
export const insertAlerts = (
  tx: Tx,
  set: readonly {
    account_id: number
    below_micros: string
    day: string
    balance_micros: string
    currency: string
  }[],
  now: Date,
) =>
  run(
    tx,
    sql`
      insert into billing.alerts (account_id, below_micros, day, balance_micros, currency, raised_at)
      select account_id, below_micros, day, balance_micros, currency, ${now}::timestamptz
      from ${recordset(set, 'account_id integer, below_micros bigint, day date, balance_micros bigint, currency text')}
      on conflict do nothing`,
  )

export interface NewTerms {
  account_id: number
  parent_id: number | null
  currency: string
  prepaid: boolean
  pays: 'self' | 'parent'
}
export const insertTerms = (tx: Tx, one: NewTerms, now: Date) =>
  run(
    tx,
    sql`
      insert into billing.terms (account_id, parent_id, currency, prepaid, pays, zone, alerts_below_micros, changed_at)
      values (${one.account_id}, ${one.parent_id}, ${one.currency}, ${one.prepaid}, ${one.pays}, 'UTC', '{}', ${now})`,
  )

export const insertList = async (
  tx: Tx,
  one: { account_id: number; connection_id: number | null; name: string; currency: string },
  now: Date,
): Promise<number | undefined> =>
  (
    await row<{ id: number }>(
      tx,
      sql`
        insert into billing.price_lists (account_id, connection_id, name, currency, created_at)
        values (${one.account_id}, ${one.connection_id}, ${one.name}, ${one.currency}, ${now})
        on conflict do nothing
        returning id`,
    )
  )?.id

export interface NewPrice {
  kind: PriceKind
  name: string
  channel: string | null
  direction: Direction
  country: string | null
  mcc_mnc: string | null
  sender_kind: SenderKind | null
  unit: Unit
  amount_micros: string | null
  valid_from: string
}
/** Adds prices to a list of the account's and makes copies of it old. @returns how many; 0: there is no such list */
export const insertPrices = (
  tx: Tx,
  accountId: number,
  listId: number,
  prices: readonly NewPrice[],
  now: Date,
) =>
  run(
    tx,
    sql`
      with list as (
        update billing.price_lists set version = version + 1
        where id = ${listId} and account_id = ${accountId} and retired_at is null
        returning id, account_id
      )
      insert into billing.prices (account_id, list_id, kind, name, channel, direction, country, mcc_mnc, sender_kind, unit,
        amount_micros, valid_from, created_at)
      select l.account_id, l.id, r.kind, r.name, r.channel, r.direction, r.country, r.mcc_mnc, r.sender_kind, r.unit,
        r.amount_micros, r.valid_from, ${now}::timestamptz
      from list l, ${recordset(prices, 'kind text, name text, channel text, direction text, country text, mcc_mnc text, sender_kind text, unit text, amount_micros bigint, valid_from timestamptz')}`,
  )

/** From an instant on the account buys by a list; null: by none. */
export const assignList = (
  tx: Tx,
  one: { account_id: number; valid_from: Date; list_id: number | null },
  now: Date,
) =>
  run(
    tx,
    sql`
      insert into billing.assignments (account_id, valid_from, list_id, created_at)
      values (${one.account_id}, ${one.valid_from}, ${one.list_id}, ${now})
      on conflict (account_id, valid_from) do update
      set list_id = excluded.list_id, created_at = excluded.created_at`,
  )
