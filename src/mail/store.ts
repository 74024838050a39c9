import { row, rows, run, sql, type Db, type Tx } from '../core/storage/index.ts'

export interface NewMailRow {
  id: string
  accountId: number | null
  kind: string
  recipient: string
  subject: string
  /** Encrypted. */
  body: Buffer
}

export interface DueMail {
  id: string
  kind: string
  recipient: string
  subject: string
  body: Buffer
  attempts: number
  created_at: Date
}

export async function insertMail(tx: Tx, mail: NewMailRow, now: Date): Promise<void> {
  await run(
    tx,
    sql`insert into mail.outbox (id, account_id, kind, recipient, subject, body, created_at, due_at)
        values (${mail.id}, ${mail.accountId}, ${mail.kind}, ${mail.recipient}, ${mail.subject}, ${mail.body},
                ${now}, ${now})`,
  )
}

/** Takes what is due until the lease ends; others pass over it. */
export const leaseMails = (
  db: Db,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<DueMail[]> =>
  rows<DueMail>(
    db,
    sql`update mail.outbox set due_at = ${leaseUntil}, attempts = attempts + 1
        where id in (select id from mail.outbox where state = 'waiting' and due_at <= ${now}
                     order by due_at limit ${limit} for update skip locked)
        returning id, kind, recipient, subject, body, attempts, created_at`,
  )

/** The mail is delivered, or given up. */
export async function endMail(
  db: Db,
  id: string,
  state: 'delivered' | 'failed',
  answerCode: number | null,
  now: Date,
): Promise<void> {
  await run(
    db,
    sql`update mail.outbox set state = ${state}, answer_code = ${answerCode}, ended_at = ${now}, body = null
        where id = ${id} and state = 'waiting'`,
  )
}

export async function postponeMail(
  db: Db,
  id: string,
  answerCode: number | null,
  dueAt: Date,
): Promise<void> {
  await run(
    db,
    sql`update mail.outbox set answer_code = ${answerCode}, due_at = ${dueAt}
        where id = ${id} and state = 'waiting'`,
  )
}

/** @returns how many rows went */
export const deleteEnded = (db: Db, before: Date, limit: number): Promise<number> =>
  run(
    db,
    sql`delete from mail.outbox where id in
          (select id from mail.outbox where state <> 'waiting' and ended_at < ${before} limit ${limit})`,
  )

/** Mails that wait, and those that were given up in the last seven days, over all accounts. */
export async function countMails(
  db: Db,
): Promise<{ waiting: number; failed: number; lastAnswer: number | null }> {
  const found = await row<{ waiting: bigint; failed: bigint; last_answer: number | null }>(
    db,
    sql`select (select count(*) from mail.outbox where state = 'waiting') as waiting,
               (select count(*) from mail.outbox where state = 'failed') as failed,
               (select answer_code from mail.outbox where answer_code is not null
                order by coalesce(ended_at, due_at) desc limit 1) as last_answer`,
  )
  return {
    waiting: Number(found!.waiting),
    failed: Number(found!.failed),
    lastAnswer: found!.last_answer,
  }
}
