import { row, rows, run, sql, type Db } from '../../core/storage/index.ts'

/** What an operator asks for a network; the amount is micro-units as text. */
export interface BillLine {
  country: string
  mccMnc: string
  parts: string
  amountMicros: string
}
export interface OperatorBillRow {
  account_id: number
  connection_id: number
  month: string
  currency: string
  lines: BillLine[]
  imported_at: Date
  imported_by: number | null
}

/** Imported again, a bill takes the place of the one before. */
export const writeBill = (db: Db, one: OperatorBillRow) =>
  run(
    db,
    sql`
      insert into billing.operator_bills (account_id, connection_id, month, currency, lines, imported_at, imported_by)
      values (${one.account_id}, ${one.connection_id}, ${one.month}, ${one.currency}, ${JSON.stringify(one.lines)},
        ${one.imported_at}, ${one.imported_by})
      on conflict (connection_id, month) do update
      set currency = excluded.currency, lines = excluded.lines, imported_at = excluded.imported_at,
        imported_by = excluded.imported_by`,
  )

export const readBill = (db: Db, accountId: number, connectionId: number, month: string) =>
  row<OperatorBillRow>(
    db,
    sql`
      select account_id, connection_id, month, currency, lines, imported_at, imported_by
      from billing.operator_bills
      where connection_id = ${connectionId} and month = ${month} and account_id = ${accountId}`,
  )

/** What we reckoned for a connection and month, by network. Index: the primary key. */
export const readCosts = (db: Db, connectionId: number, month: string, currency: string) =>
  rows<{ country: string; mcc_mnc: string; parts: bigint; amount_micros: bigint }>(
    db,
    sql`
      select country, mcc_mnc, sum(parts)::bigint as parts, sum(amount_micros)::bigint as amount_micros
      from billing.costs
      where connection_id = ${connectionId} and currency = ${currency}
        and day >= ${month}::date and day < ${month}::date + interval '1 month'
      group by country, mcc_mnc
      order by country, mcc_mnc`,
  )
