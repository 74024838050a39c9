import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'

export const insertTrial = (tx: Tx, accountId: number) =>
  run(
    tx,
    sql`insert into accounts.trials (account_id) values (${accountId}) on conflict (account_id) do nothing`,
  )

export interface TrialRow {
  account_id: number
  messages: number
  /** `2026-11-24` */
  day: string | null
  messages_today: number
}

/** Held until the transaction ends, in the order of accounts, so that two sets of messages cannot wait for one another. */
export const holdTrials = (tx: Tx, accountIds: readonly number[]) =>
  rows<TrialRow>(
    tx,
    sql`
      select account_id, messages, day::text as day, messages_today
      from accounts.trials
      where account_id = any(${[...accountIds]}::integer[])
      order by account_id
      for update`,
  )

export const updateTrials = (tx: Tx, trials: readonly TrialRow[]) =>
  run(
    tx,
    sql`
      update accounts.trials t
      set messages = r.messages, day = r.day, messages_today = r.messages_today
      from ${recordset(trials, 'account_id integer, messages integer, day date, messages_today integer')}
      where t.account_id = r.account_id`,
  )

export const findTrial = (db: Db, accountId: number) =>
  row<TrialRow>(
    db,
    sql`
      select account_id, messages, day::text as day, messages_today
      from accounts.trials
      where account_id = ${accountId}`,
  )

// --- Verified numbers

export interface VerifiedNumberRow {
  id: bigint
  number: string
  created_at: Date
  verified_at: Date | null
}

/** An account has ten at most. */
export const listVerifiedNumbers = (db: Db, accountId: number) =>
  rows<VerifiedNumberRow>(
    db,
    sql`
      select id, number, created_at, verified_at
      from accounts.verified_numbers
      where account_id = ${accountId}
      order by id`,
  )

/** Which of the pairs are verified. On the message path of trial accounts. Index: (account_id, number). */
export const findVerified = (tx: Tx, pairs: readonly { account_id: number; number: string }[]) =>
  rows<{ account_id: number; number: string }>(
    tx,
    sql`
      select v.account_id, v.number
      from ${recordset(pairs, 'account_id integer, number text')}
      join accounts.verified_numbers v on v.account_id = r.account_id and v.number = r.number
      where v.verified_at is not null`,
  )

/**
 * Notes a code for a number that is not verified yet, in place of an earlier one.
 * @returns undefined when the number is verified, or the account has `numbersMax`
 */
export const upsertNumber = (
  tx: Tx,
  accountId: number,
  one: { number: string; codeHash: Buffer; codeEndsAt: Date },
  numbersMax: number,
  now: Date,
) =>
  row<VerifiedNumberRow>(
    tx,
    sql`
      insert into accounts.verified_numbers as v (account_id, number, code_hash, code_ends_at, created_at)
      select ${accountId}, ${one.number}, ${one.codeHash}, ${one.codeEndsAt}, ${now}
      where (
        select count(*) from accounts.verified_numbers
        where account_id = ${accountId} and number <> ${one.number}) < ${numbersMax}
      on conflict (account_id, number) do update
        set code_hash = excluded.code_hash, code_ends_at = excluded.code_ends_at, tries = 0
        where v.verified_at is null
      returning id, number, created_at, verified_at`,
  )

export interface AskedNumberRow extends VerifiedNumberRow {
  code_hash: Buffer | null
  code_ends_at: Date | null
  tries: number
}

/** Held, so that tries at once are counted one after the other. */
export const holdNumber = (tx: Tx, accountId: number, id: string) =>
  row<AskedNumberRow>(
    tx,
    sql`
      select id, number, created_at, verified_at, code_hash, code_ends_at, tries
      from accounts.verified_numbers
      where account_id = ${accountId} and id = ${id}::bigint
      for update`,
  )

export const noteVerified = (tx: Tx, accountId: number, id: bigint, now: Date) =>
  run(
    tx,
    sql`
      update accounts.verified_numbers
      set verified_at = ${now}, code_hash = null, code_ends_at = null
      where account_id = ${accountId} and id = ${id.toString()}::bigint`,
  )

export const noteTry = (tx: Tx, accountId: number, id: bigint) =>
  run(
    tx,
    sql`
      update accounts.verified_numbers
      set tries = tries + 1
      where account_id = ${accountId} and id = ${id.toString()}::bigint`,
  )

export const deleteVerifiedNumber = async (
  db: Db,
  accountId: number,
  id: string,
): Promise<boolean> =>
  (await run(
    db,
    sql`delete from accounts.verified_numbers where account_id = ${accountId} and id = ${id}::bigint`,
  )) > 0

export async function deleteVerifiedNumbers(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`delete from accounts.verified_numbers where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.code_sends where account_id = ${accountId}`)
  await run(tx, sql`delete from accounts.trials where account_id = ${accountId}`)
}

/** How many codes went to the number, from whichever account, and from the account to whichever number. */
export const countCodeSends = async (
  tx: Tx,
  accountId: number,
  numberHash: Buffer,
  since: Date,
): Promise<{ to_number: number; of_account: number }> =>
  (await row<{ to_number: number; of_account: number }>(
    tx,
    sql`
      select
        (select count(*) from accounts.code_sends where number_hash = ${numberHash} and sent_at > ${since})::integer as to_number,
        (select count(*) from accounts.code_sends where account_id = ${accountId} and sent_at > ${since})::integer as of_account`,
  ))!

export const insertCodeSend = (tx: Tx, accountId: number, numberHash: Buffer, now: Date) =>
  run(
    tx,
    sql`insert into accounts.code_sends (account_id, number_hash, sent_at) values (${accountId}, ${numberHash}, ${now})`,
  )

/** Held until the transaction ends: codes to one number, and from one account, are counted one after the other. */
export const lockCodeSends = (tx: Tx) =>
  run(tx, sql`select pg_advisory_xact_lock(${CODE_SENDS_LOCK})`)
/** Any number does, as long as nobody else on this database uses it. */
const CODE_SENDS_LOCK = 7_282_650_031

export const deleteCodeSends = (db: Db, before: Date): Promise<number> =>
  run(db, sql`delete from accounts.code_sends where sent_at <= ${before}`)
