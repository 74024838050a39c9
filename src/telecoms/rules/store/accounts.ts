import { recordset, row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'
import type { Meaning } from '../keywords.ts'
import type { ContentClass } from '../national.ts'
import type { Enforcement, StoredSettings } from '../sending-rules.ts'
import type { OverrideRule } from '../wire.ts'

/** Statements over what accounts set for themselves. All look by account first; index: the primary keys. */

const settingColumns = sql`content_class, varied_max, identical_max, flooding_minutes, duplicate_seconds, keywords_on,
  opt_out_scope, enforcement`

type Of<Row> = Row & { account_id: number }

export const readSettings = (db: Db, accountIds: readonly number[]) =>
  rows<Of<StoredSettings>>(
    db,
    sql`select account_id, ${settingColumns} from rules.settings where account_id = any(${accountIds}::integer[])`,
  )

/** All but `enforcement`, which has a statement of its own. */
export const writeSettings = (
  db: Db,
  accountId: number,
  one: Omit<StoredSettings, 'enforcement'>,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into rules.settings as s (account_id, content_class, varied_max, identical_max, flooding_minutes,
          duplicate_seconds, keywords_on, opt_out_scope, updated_at)
        values (${accountId}, ${one.content_class}, ${one.varied_max}, ${one.identical_max}, ${one.flooding_minutes},
          ${one.duplicate_seconds}, ${one.keywords_on}, ${one.opt_out_scope}, ${now})
        on conflict (account_id) do update
        set content_class = excluded.content_class, varied_max = excluded.varied_max,
          identical_max = excluded.identical_max, flooding_minutes = excluded.flooding_minutes,
          duplicate_seconds = excluded.duplicate_seconds, keywords_on = excluded.keywords_on,
          opt_out_scope = excluded.opt_out_scope, updated_at = excluded.updated_at`,
  )

export const writeEnforcement = (
  db: Db,
  accountId: number,
  enforcement: Enforcement,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into rules.settings (account_id, enforcement, updated_at) values (${accountId}, ${enforcement}, ${now})
        on conflict (account_id) do update
        set enforcement = excluded.enforcement, updated_at = excluded.updated_at`,
  )

export interface SenderClassRow {
  sender: string
  content_class: ContentClass
}
export const readSenderClasses = (db: Db, accountIds: readonly number[]) =>
  rows<Of<SenderClassRow>>(
    db,
    sql`select account_id, sender, content_class from rules.sender_classes
        where account_id = any(${accountIds}::integer[])`,
  )
export const pageSenderClasses = (db: Db, accountId: number, after: string, limit: number) =>
  rows<SenderClassRow>(
    db,
    sql`select sender, content_class from rules.sender_classes
        where account_id = ${accountId} and sender > ${after} order by sender limit ${limit}`,
  )
/** @returns 0 when the account has as many as there may be */
export const writeSenderClass = (
  db: Db,
  accountId: number,
  one: SenderClassRow,
  most: number,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into rules.sender_classes (account_id, sender, content_class, updated_at)
        select ${accountId}, ${one.sender}, ${one.content_class}, ${now}
        where (select count(*) from rules.sender_classes where account_id = ${accountId} and sender <> ${one.sender}) < ${most}
        on conflict (account_id, sender) do update
        set content_class = excluded.content_class, updated_at = excluded.updated_at`,
  )
export const deleteSenderClass = (db: Db, accountId: number, sender: string): Promise<number> =>
  run(
    db,
    sql`delete from rules.sender_classes where account_id = ${accountId} and sender = ${sender}`,
  )

export interface OverrideRow {
  country: string
  rule: OverrideRule
  reason: string
  updated_at: Date
}
export const readOverrides = (db: Db, accountIds: readonly number[]) =>
  rows<Of<OverrideRow>>(
    db,
    sql`select account_id, country, rule, reason, updated_at from rules.overrides
        where account_id = any(${accountIds}::integer[])`,
  )
export const writeOverride = (
  db: Db,
  accountId: number,
  one: Omit<OverrideRow, 'updated_at'>,
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into rules.overrides (account_id, country, rule, reason, updated_at)
        values (${accountId}, ${one.country}, ${JSON.stringify(one.rule)}::jsonb, ${one.reason}, ${now})
        on conflict (account_id, country) do update
        set rule = excluded.rule, reason = excluded.reason, updated_at = excluded.updated_at`,
  )
export const deleteOverride = (db: Db, accountId: number, country: string): Promise<number> =>
  run(db, sql`delete from rules.overrides where account_id = ${accountId} and country = ${country}`)

export interface KeywordRow {
  sender: string
  words: string
  meaning: Meaning
}
export const readKeywords = (db: Db, accountIds: readonly number[]) =>
  rows<Of<KeywordRow>>(
    db,
    sql`select account_id, sender, words, meaning from rules.keywords
        where account_id = any(${accountIds}::integer[]) order by account_id, sender, words`,
  )
export interface AnswerRow {
  sender: string
  meaning: Meaning
  answer: string | null
}
export const readAnswers = (db: Db, accountIds: readonly number[]) =>
  rows<Of<AnswerRow>>(
    db,
    sql`select account_id, sender, meaning, answer from rules.answers
        where account_id = any(${accountIds}::integer[]) order by account_id, meaning, sender`,
  )
/** Puts these in the place of what was there. */
export async function replaceKeywords(
  tx: Tx,
  accountId: number,
  keywords: readonly KeywordRow[],
  answers: readonly AnswerRow[],
  now: Date,
): Promise<void> {
  await run(tx, sql`delete from rules.keywords where account_id = ${accountId}`)
  await run(tx, sql`delete from rules.answers where account_id = ${accountId}`)
  await run(
    tx,
    sql`insert into rules.keywords (account_id, sender, words, meaning, made_at)
        select ${accountId}, sender, words, meaning, ${now}
        from ${recordset(keywords, 'sender text, words text, meaning text')}`,
  )
  await run(
    tx,
    sql`insert into rules.answers (account_id, sender, meaning, answer, updated_at)
        select ${accountId}, sender, meaning, answer, ${now}
        from ${recordset(answers, 'sender text, meaning text, answer text')}`,
  )
}

/** Which of these numbers a country's list holds, by the place in the set. */
export const findListed = (
  db: Db,
  accountId: number,
  asked: readonly { n: number; country: string; number: string }[],
): Promise<{ n: number }[]> =>
  rows(
    db,
    sql<{ n: number }>`
      select r.n from ${recordset(asked, 'n integer, country text, number text')}
      cross join lateral (
        select 1 from rules.do_not_contact d
        where d.account_id = ${accountId} and d.country = r.country and d.number = r.number
        limit 1) d`,
  )
export const anyListed = async (db: Db): Promise<boolean> =>
  (await row(db, sql`select 1 from rules.do_not_contact limit 1`)) !== undefined

export const addListed = (
  db: Db,
  accountId: number,
  country: string,
  numbers: readonly string[],
  now: Date,
): Promise<number> =>
  run(
    db,
    sql`insert into rules.do_not_contact (account_id, country, number, made_at)
        select distinct ${accountId}::integer, ${country}, number, ${now}::timestamptz
        from unnest(${numbers}::text[]) as number
        on conflict do nothing`,
  )
export const removeListed = (
  db: Db,
  accountId: number,
  country: string,
  numbers: readonly string[],
): Promise<number> =>
  run(
    db,
    sql`delete from rules.do_not_contact
        where account_id = ${accountId} and country = ${country} and number = any(${numbers}::text[])`,
  )
export const pageListed = (
  db: Db,
  accountId: number,
  country: string,
  number: string | null,
  after: string,
  limit: number,
) =>
  rows<{ number: string; made_at: Date }>(
    db,
    sql`select number, made_at from rules.do_not_contact
        where account_id = ${accountId} and country = ${country}
          and (${number}::text is null or number = ${number}) and number > ${after}
        order by number limit ${limit}`,
  )
