import { row, rows, run, sql, type Db, type RawBuilder } from '../../../core/storage/index.ts'
import type { SenderKind } from '../national.ts'

export interface RegistrationRow {
  id: bigint
  account_id: number
  country: string
  sender: string
  kind: SenderKind
  state: 'REQUESTED' | 'APPROVED' | 'REJECTED'
  details: Record<string, string>
  note: string | null
  answer: string | null
  requested_at: Date
  decided_at: Date | null
  expires_at: Date | null
}

const columns = sql.raw('id, account_id, country, sender, kind, state, details, note, answer, requested_at, decided_at, expires_at') as RawBuilder<RegistrationRow> // prettier-ignore

/** What holds for messages: everything approved, also what has ended. Index: the unique key. */
export const readApproved = (db: Db, accountIds: readonly number[]) =>
  rows<Pick<RegistrationRow, 'account_id' | 'country' | 'sender' | 'expires_at'>>(
    db,
    sql`select account_id, country, sender, expires_at from rules.registrations
        where account_id = any(${accountIds}::integer[]) and state = 'APPROVED'`,
  )

/**
 * Asks for a registration. What was rejected or has ended may be asked for again.
 * @returns undefined when it is asked for or approved already, or when the account has as many as there may be
 */
export const request = (
  db: Db,
  accountId: number,
  one: Pick<RegistrationRow, 'country' | 'sender' | 'kind' | 'details' | 'note'>,
  most: number,
  now: Date,
): Promise<RegistrationRow | undefined> =>
  row<RegistrationRow>(
    db,
    sql`insert into rules.registrations as r (account_id, country, sender, kind, state, details, note, requested_at)
        select ${accountId}, ${one.country}, ${one.sender}, ${one.kind}, 'REQUESTED',
          ${JSON.stringify(one.details)}::jsonb, ${one.note}, ${now}
        where (select count(*) from rules.registrations where account_id = ${accountId}) < ${most}
        on conflict (account_id, country, sender) do update
        set kind = excluded.kind, state = 'REQUESTED', details = excluded.details, note = excluded.note, answer = null,
          requested_at = excluded.requested_at, decided_at = null, decided_by = null, expires_at = null
        where r.state = 'REJECTED' or (r.state = 'APPROVED' and r.expires_at <= ${now})
        returning ${columns}`,
  )

export interface RegistrationFilter {
  /** null: of all accounts. */
  accountId: number | null
  state: 'REQUESTED' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | null
  now: Date
}

/** The oldest first. Index: the primary key, or registrations_by_state. */
export const pageRegistrations = (
  db: Db,
  filter: RegistrationFilter,
  after: number,
  limit: number,
) =>
  rows<RegistrationRow>(
    db,
    sql`select ${columns} from rules.registrations
        where id > ${after} and (${filter.accountId}::integer is null or account_id = ${filter.accountId})
          and ${inState(filter)}
        order by id limit ${limit}`,
  )

const inState = ({ state, now }: RegistrationFilter): RawBuilder<unknown> => {
  if (state === null) return sql`true`
  if (state === 'EXPIRED') return sql`state = 'APPROVED' and expires_at <= ${now}`
  if (state === 'APPROVED')
    return sql`state = 'APPROVED' and (expires_at is null or expires_at > ${now})`
  return sql`state = ${state}`
}

/** @param accountId null: of any account */
export const findRegistration = (db: Db, accountId: number | null, id: number) =>
  row<RegistrationRow>(
    db,
    sql`select ${columns} from rules.registrations
        where id = ${id} and (${accountId}::integer is null or account_id = ${accountId})`,
  )

/** What was decided may be decided again. */
export const decide = (
  db: Db,
  id: number,
  one: {
    state: 'APPROVED' | 'REJECTED'
    answer: string | null
    userId: number | null
    expiresAt: Date | null
  },
  now: Date,
) =>
  row<RegistrationRow>(
    db,
    sql`update rules.registrations
        set state = ${one.state}, answer = ${one.answer}, decided_by = ${one.userId}, decided_at = ${now},
          expires_at = ${one.expiresAt}
        where id = ${id}
        returning ${columns}`,
  )

export const deleteRegistration = (db: Db, accountId: number, id: number): Promise<number> =>
  run(db, sql`delete from rules.registrations where account_id = ${accountId} and id = ${id}`)
