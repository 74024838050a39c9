import { rows, sql, type Db, type RawBuilder } from '../../core/storage/index.ts'

export interface Filter {
  action?: string | undefined
  verb?: string | undefined
  item?: string | undefined
  userId?: number | undefined
  keyId?: string | undefined
  targetId?: string | undefined
  ip?: string | undefined
  description?: string | undefined
  outcome?: 'done' | 'refused' | 'failed' | 'unknown' | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** What was asked for, with how it ended. */
export interface ListedRow {
  seq: bigint
  at: Date
  action: string
  outcome: 'done' | 'refused' | 'failed' | 'unknown'
  ended_at: Date | null
  outcome_seq: bigint | null
  actor: string | null
  user_id: number | null
  key_id: string | null
  from_account_id: number | null
  ip: string | null
  verb: string | null
  item: string | null
  target_id: string | null
  fields: string[] | null
  status: number | null
  description: string | null
}

const outcome = sql`case when e.outcome <> 'asked' then e.outcome else coalesce(o.outcome, 'unknown') end`

/**
 * Entries of one account, newest first; outcomes stand with what was asked for. Keys: the primary key, read backwards;
 * entries_by_action, entries_by_time, entries_by_asked, details_by_user.
 * @param before only entries with a smaller place; null: from the end
 * @param keptSince details from before are as good as erased, and no filter finds them
 */
export const listEntries = (
  db: Db,
  accountId: number,
  filter: Filter,
  page: { before: number | null; limit: number },
  keptSince: Date,
) =>
  rows<ListedRow>(
    db,
    sql`
      select e.seq, e.at, e.action, ${outcome} as outcome, o.at as ended_at, o.seq as outcome_seq,
        d.actor, d.user_id, d.key_id, d.from_account_id, d.ip, d.verb, d.item,
        coalesce(od.target_id, d.target_id) as target_id, d.fields, coalesce(od.status, d.status) as status,
        d.description
      from audit.entries e
      left join audit.details d on d.account_id = e.account_id and d.seq = e.seq and e.at >= ${keptSince}
      left join audit.entries o on o.account_id = e.account_id and o.asked_seq = e.seq
      left join audit.details od on od.account_id = o.account_id and od.seq = o.seq and o.at >= ${keptSince}
      where e.account_id = ${accountId} and e.asked_seq is null ${conditions(filter, page.before)}
      order by e.seq desc
      limit ${page.limit}`,
  )

function conditions(filter: Filter, before: number | null): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = []
  if (before !== null) all.push(sql`and e.seq < ${before}`)
  if (filter.action !== undefined) all.push(sql`and e.action = ${filter.action}`)
  if (filter.verb !== undefined) all.push(sql`and d.verb = ${filter.verb}`)
  if (filter.item !== undefined) all.push(sql`and d.item = ${filter.item}`)
  if (filter.userId !== undefined) all.push(sql`and d.user_id = ${filter.userId}`)
  if (filter.keyId !== undefined) all.push(sql`and d.key_id = ${filter.keyId}`)
  if (filter.targetId !== undefined)
    all.push(sql`and coalesce(od.target_id, d.target_id) = ${filter.targetId}`)
  if (filter.ip !== undefined) all.push(sql`and d.ip = ${filter.ip}`)
  if (filter.description !== undefined)
    all.push(sql`and position(lower(${filter.description}) in lower(d.description)) > 0`)
  if (filter.outcome !== undefined) all.push(sql`and ${outcome} = ${filter.outcome}`)
  if (filter.from !== undefined) all.push(sql`and e.at >= ${filter.from}`)
  if (filter.to !== undefined) all.push(sql`and e.at < ${filter.to}`)
  return sql.join(all, sql` `)
}
