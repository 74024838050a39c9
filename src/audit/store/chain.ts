import { recordset, row, rows, run, sql, type Db, type Tx } from '../../core/storage/index.ts'
import type { Detail, Entry } from '../chain.ts'

export interface HeadRow {
  account_id: number
  seq: bigint
  hash: Buffer
  seal: Buffer
}

/** Locks the ends of the chains, in the order of accounts, until the transaction ends. Accounts without one are absent. */
export const lockHeads = (tx: Tx, accountIds: readonly number[]) =>
  rows<HeadRow>(
    tx,
    sql`
      select account_id, seq, hash, seal
      from audit.heads
      where account_id = any(${accountIds})
      order by account_id
      for update`,
  )

/** Begins chains; another process may have begun them at the same time, so look again with `lockHeads`. */
export const beginHeads = (tx: Tx, accountIds: readonly number[], hash: Buffer) =>
  run(
    tx,
    sql`
      insert into audit.heads (account_id, seq, hash, seal)
      select id, 0, ${hash}, ''
      from unnest(${accountIds}::integer[]) id
      order by id
      on conflict do nothing`,
  )

export const moveHeads = (
  tx: Tx,
  heads: readonly { account_id: number; seq: number; hash: string; seal: string }[],
) =>
  run(
    tx,
    sql`
      update audit.heads h
      set seq = r.seq, hash = decode(r.hash, 'hex'), seal = decode(r.seal, 'hex')
      from ${recordset(heads, 'account_id integer, seq bigint, hash text, seal text')}
      where h.account_id = r.account_id`,
  )

export const insertEntries = (tx: Tx, entries: readonly Entry[]) =>
  run(
    tx,
    sql`
      insert into audit.entries
        (account_id, seq, at, action, outcome, asked_seq, commitment, previous_hash, hash)
      select account_id, seq, at, action, outcome, asked_seq,
        decode(commitment, 'hex'), decode(previous_hash, 'hex'), decode(hash, 'hex')
      from ${recordset(
        entries.map((one) => ({
          account_id: one.accountId,
          seq: one.seq,
          at: new Date(one.atMs),
          action: one.action,
          outcome: one.outcome,
          asked_seq: one.askedSeq,
          commitment: one.commitment.toString('hex'),
          previous_hash: one.previousHash.toString('hex'),
          hash: one.hash.toString('hex'),
        })),
        'account_id integer, seq bigint, at timestamptz, action text, outcome text, asked_seq bigint, commitment text, previous_hash text, hash text',
      )}`,
  )

export const insertDetails = (
  tx: Tx,
  details: readonly { entry: Pick<Entry, 'accountId' | 'seq' | 'atMs'>; detail: Detail }[],
) =>
  run(
    tx,
    sql`
      insert into audit.details
        (account_id, seq, at, salt, actor, user_id, key_id, from_account_id, ip, verb, item, target_id,
         fields, status, description)
      select account_id, seq, at, decode(salt, 'hex'), actor, user_id, key_id, from_account_id, ip, verb, item,
        target_id, case when fields is null then null else array(select json_array_elements_text(fields)) end,
        status, description
      from ${recordset(
        details.map(({ entry, detail }) => ({
          account_id: entry.accountId,
          seq: entry.seq,
          at: new Date(entry.atMs),
          salt: detail.salt.toString('hex'),
          actor: detail.actor,
          user_id: detail.userId,
          key_id: detail.keyId,
          from_account_id: detail.fromAccountId,
          ip: detail.ip,
          verb: detail.verb,
          item: detail.item,
          target_id: detail.targetId,
          fields: detail.fields,
          status: detail.status,
          description: detail.description,
        })),
        'account_id integer, seq bigint, at timestamptz, salt text, actor text, user_id integer, key_id text, from_account_id integer, ip text, verb text, item text, target_id text, fields json, status integer, description text',
      )}`,
  )

export const readHead = (db: Db, accountId: number) =>
  row<HeadRow>(
    db,
    sql`
      select account_id, seq, hash, seal
      from audit.heads
      where account_id = ${accountId}`,
  )

interface DetailColumns {
  salt: Buffer | null
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
interface ChainRow extends DetailColumns {
  seq: bigint
  at: Date
  action: string
  outcome: string
  asked_seq: bigint | null
  commitment: Buffer
  previous_hash: Buffer
  hash: Buffer
}

/**
 * Entries of one account after a place in its chain, in order, each with its details unless they are erased.
 * Key: the primary keys.
 * @param upTo the last one wanted
 * @param keptSince details from before are as good as erased
 */
export async function chainAfter(
  db: Db,
  accountId: number,
  range: { after: number; upTo: number; limit: number },
  keptSince: Date,
): Promise<{ entry: Entry; detail: Detail | null }[]> {
  const found = await rows<ChainRow>(
    db,
    sql`
      select e.seq, e.at, e.action, e.outcome, e.asked_seq, e.commitment, e.previous_hash, e.hash,
        d.salt, d.actor, d.user_id, d.key_id, d.from_account_id, d.ip, d.verb, d.item, d.target_id,
        d.fields, d.status, d.description
      from audit.entries e
      left join audit.details d
        on d.account_id = e.account_id and d.seq = e.seq and e.at >= ${keptSince}
      where e.account_id = ${accountId} and e.seq > ${range.after} and e.seq <= ${range.upTo}
      order by e.seq
      limit ${range.limit}`,
  )
  return found.map((one) => ({ entry: toEntry(accountId, one), detail: toDetail(one) }))
}

const toEntry = (accountId: number, one: ChainRow): Entry => ({
  accountId,
  seq: Number(one.seq),
  atMs: one.at.getTime(),
  action: one.action,
  outcome: one.outcome,
  askedSeq: one.asked_seq === null ? null : Number(one.asked_seq),
  commitment: one.commitment,
  previousHash: one.previous_hash,
  hash: one.hash,
})

const toDetail = ({ salt, ...one }: DetailColumns): Detail | null =>
  salt === null
    ? null
    : {
        salt,
        actor: one.actor,
        userId: one.user_id,
        keyId: one.key_id,
        fromAccountId: one.from_account_id,
        ip: one.ip,
        verb: one.verb,
        item: one.item,
        targetId: one.target_id,
        fields: one.fields,
        status: one.status,
        description: one.description,
      }

/** Erases details from before an instant. Index: details_by_age. @returns how many */
export const eraseDetails = (db: Db, before: Date, limit: number) =>
  run(
    db,
    sql`
      delete from audit.details d
      using (
        select account_id, seq
        from audit.details
        where at < ${before}
        order by at
        limit ${limit}) old
      where d.account_id = old.account_id and d.seq = old.seq`,
  )
