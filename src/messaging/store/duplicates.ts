import { recordset, rows, sql, type Db } from '../../core/storage/index.ts'

/** Which of these were sent before, each since an instant of its own. Index: live_by_dest. */
export const findDuplicates = (
  db: Db,
  asked: readonly {
    n: number
    account_id: number
    dest: string
    sender: string
    body: string
    day: string
    id: string
  }[],
): Promise<{ n: number }[]> =>
  rows(
    db,
    sql<{ n: number }>`
      select r.n
      from ${recordset(asked, 'n integer, account_id integer, dest text, sender text, body text, day date, id uuid')}
      cross join lateral (
        select 1 from messaging.live l
        where l.account_id = r.account_id and l.dest = r.dest and l.id >= r.id and l.day >= r.day
          and l.sender = r.sender and l.body = r.body and (l.state <> 3 or l.sent_at is not null)
        limit 1) l`,
  )
