import { row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { PackageRow } from './books.ts'

export interface TermsRow {
  account_id: number
  parent_id: number | null
  currency: string
  prepaid: boolean
  pays: 'self' | 'parent'
  zone: string
  alerts_below_micros: bigint[]
  amount_micros: bigint
  credit_limit_micros: bigint | null
}

/** Terms and balance of an account. */
export const findTerms = async (db: Db, accountId: number): Promise<TermsRow | undefined> => {
  const found = await row<
    Omit<TermsRow, 'alerts_below_micros'> & { alerts_below_micros: string[] }
  >(
    db,
    sql`
      select t.account_id, t.parent_id, t.currency, t.prepaid, t.pays, t.zone,
        t.alerts_below_micros::text[] as alerts_below_micros, b.amount_micros, b.credit_limit_micros
      from billing.terms t
      join billing.balances b on b.account_id = t.account_id and b.currency = t.currency
      where t.account_id = ${accountId}`,
  )
  return found && { ...found, alerts_below_micros: found.alerts_below_micros.map(BigInt) }
}

/** Direct customers of a seller, in the order of their ids. Index: terms_by_parent. */
export const listCustomers = (db: Db, sellerId: number, after: number, limit: number) =>
  rows<
    Omit<TermsRow, 'alerts_below_micros'> & { list_id: number | null; list_name: string | null }
  >(
    db,
    sql`
      select t.account_id, t.parent_id, t.currency, t.prepaid, t.pays, t.zone, b.amount_micros, b.credit_limit_micros
      from billing.terms t
      join billing.balances b on b.account_id = t.account_id and b.currency = t.currency
      where t.parent_id = ${sellerId} and t.account_id > ${after}
      order by t.account_id
      limit ${limit}`,
  )

export const updateTerms = (
  tx: Tx,
  one: Pick<TermsRow, 'account_id' | 'prepaid' | 'pays' | 'zone' | 'alerts_below_micros'>,
  now: Date,
) =>
  run(
    tx,
    sql`
      update billing.terms
      set prepaid = ${one.prepaid}, pays = ${one.pays}, zone = ${one.zone},
        alerts_below_micros = ${one.alerts_below_micros.map(String)}::text[]::bigint[], changed_at = ${now}
      where account_id = ${one.account_id}`,
  )

/** What somebody wants to be told of, and nothing else of the terms: those are the seller's. */
export const updateAlertMarks = (db: Db, accountId: number, marks: readonly bigint[], now: Date) =>
  run(
    db,
    sql`
      update billing.terms set alerts_below_micros = ${marks.map(String)}::text[]::bigint[], changed_at = ${now}
      where account_id = ${accountId}`,
  )

export const updateCreditLimit = (tx: Tx, accountId: number, limitMicros: bigint | null) =>
  run(
    tx,
    sql`
      update billing.balances set credit_limit_micros = ${limitMicros === null ? null : String(limitMicros)}::bigint
      where account_id = ${accountId}`,
  )

export interface NamedAssignment {
  valid_from: Date
  list_id: number | null
  list_name: string | null
}
/** By which lists an account buys, latest first. */
export const listAssignments = (db: Db, accountId: number, limit: number) =>
  rows<NamedAssignment>(
    db,
    sql`
      select a.valid_from, a.list_id, l.name as list_name
      from billing.assignments a
      left join billing.price_lists l on l.id = a.list_id
      where a.account_id = ${accountId}
      order by a.valid_from desc
      limit ${limit}`,
  )

export interface OwnPackageRow extends PackageRow {
  price_micros: bigint
  created_at: Date
}
const packageColumns = sql`id, account_id, name, channel, country, unit, total, used, valid_from, valid_to, price_micros, created_at`

/** Newest first. Index: packages_by_account. */
export const listPackages = (db: Db, accountId: number, before: number | null, limit: number) =>
  rows<OwnPackageRow>(
    db,
    sql`
      select ${packageColumns}
      from billing.packages
      where account_id = ${accountId} and (${before}::integer is null or id < ${before}::integer)
      order by id desc
      limit ${limit}`,
  )

/** What can be used of free packages at an instant, by channel; null: whatever the channel. */
export const countFree = (db: Db, accountId: number, at: Date) =>
  rows<{ channel: string | null; left: bigint }>(
    db,
    sql`
      select channel, sum(total - used)::bigint as left
      from billing.packages
      where account_id = ${accountId} and price_micros = 0 and valid_from <= ${at} and valid_to > ${at}
      group by channel
      order by channel`,
  )

export const insertPackage = (
  tx: Tx,
  one: Omit<OwnPackageRow, 'id' | 'used' | 'created_at' | 'total' | 'price_micros'> & {
    total: number
    price_micros: bigint
  },
  now: Date,
) =>
  row<OwnPackageRow>(
    tx,
    sql`
      insert into billing.packages (account_id, name, channel, country, unit, total, valid_from, valid_to, price_micros, created_at)
      values (${one.account_id}, ${one.name}, ${one.channel}, ${one.country}, ${one.unit}, ${one.total}, ${one.valid_from},
        ${one.valid_to}, ${String(one.price_micros)}, ${now})
      returning ${packageColumns}`,
  )

/** Ends a package at an instant; what was used of it stays. @returns whether it was still open */
export const endPackage = async (
  tx: Tx,
  accountId: number,
  packageId: number,
  now: Date,
): Promise<boolean> =>
  (await run(
    tx,
    sql`
      update billing.packages
      set valid_to = greatest(${now}::timestamptz, valid_from + interval '1 millisecond')
      where account_id = ${accountId} and id = ${packageId} and valid_to > ${now}`,
  )) > 0

export interface AlertRow {
  account_id: number
  below_micros: bigint
  balance_micros: bigint
  currency: string
  raised_at: Date
}
/** Alerts that nobody was told of yet; taken by one process at a time. Index: alerts_to_tell. */
export const takeAlerts = (tx: Tx, limit: number) =>
  rows<AlertRow>(
    tx,
    sql`
      select account_id, below_micros, balance_micros, currency, raised_at
      from billing.alerts
      where told_at is null
      order by raised_at
      limit ${limit}
      for update skip locked`,
  )

export const markTold = (tx: Tx, one: AlertRow, now: Date) =>
  run(
    tx,
    sql`
      update billing.alerts set told_at = ${now}
      where account_id = ${one.account_id} and below_micros = ${String(one.below_micros)} and raised_at = ${one.raised_at}`,
  )

/** Latest first. */
export const listAlerts = (db: Db, accountId: number, limit: number) =>
  rows<AlertRow>(
    db,
    sql`
      select account_id, below_micros, balance_micros, currency, raised_at
      from billing.alerts
      where account_id = ${accountId}
      order by raised_at desc
      limit ${limit}`,
  )

export const dropOldAlerts = (db: Db, before: Date) =>
  run(db, sql`delete from billing.alerts where raised_at < ${before}`)
