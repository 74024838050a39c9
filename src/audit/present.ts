import { wireTime } from '../core/http/index.ts'
import {
  canonicalOctets,
  detailValues,
  entryValues,
  type Detail,
  type Entry,
  type Point,
} from './chain.ts'
import type { Names } from './needs.ts'
import type { ListedRow } from './store/list.ts'
import type { Verification } from './verify.ts'
import type * as wire from './wire.ts'

export type Known = Awaited<ReturnType<Names['namesOf']>> & {
  accounts: Awaited<ReturnType<Names['accountsOf']>>
}

/** Looks up who the people, keys and accounts of a page are today. */
export async function namesFor(
  names: Names,
  accountId: number,
  page: readonly ListedRow[],
): Promise<Known> {
  const set = <T>(values: readonly (T | null)[]) => [
    ...new Set(values.filter((one) => one !== null)),
  ]
  const [own, accounts] = await Promise.all([
    names.namesOf(accountId, {
      userIds: set(page.map((one) => one.user_id)),
      keyIds: set(page.map((one) => one.key_id)),
    }),
    names.accountsOf(set(page.map((one) => one.from_account_id))),
  ])
  return { ...own, accounts }
}

const nameOf = (row: ListedRow, known: Known): string | null =>
  (row.user_id === null ? undefined : known.users.get(row.user_id)) ??
  (row.key_id === null ? undefined : known.keys.get(row.key_id)) ??
  null

export const presentLog = (row: ListedRow, known: Known): wire.Log => ({
  id: String(row.seq),
  action: row.verb,
  item: row.item,
  description: row.description,
  username: nameOf(row, known),
  ipAddress: row.ip,
  timestamp: wireTime(row.at),
})

export const presentEntry = (row: ListedRow, known: Known): wire.AuditEntry => ({
  seq: Number(row.seq),
  at: wireTime(row.at),
  action: row.action,
  outcome: row.outcome.toUpperCase() as wire.AuditEntry['outcome'],
  endedAt: row.ended_at === null ? null : wireTime(row.ended_at),
  outcomeSeq: row.outcome_seq === null ? null : Number(row.outcome_seq),
  actor: presentActor(row, known),
  ip: row.ip,
  target: row.item === null ? null : { kind: row.item, id: row.target_id },
  fields: row.fields ?? [],
  status: row.status,
  description: row.description,
  erased: row.actor === null,
})

function presentActor(row: ListedRow, known: Known): wire.AuditEntry['actor'] {
  if (row.actor === null) return null
  const from = row.from_account_id === null ? undefined : known.accounts.get(row.from_account_id)
  return {
    kind: row.actor.toUpperCase() as 'PERSON',
    userId: row.user_id,
    keyId: row.key_id,
    name: nameOf(row, known),
    fromAccount: from === undefined ? null : { key: from.key, name: from.name },
  }
}

const presentPoint = ({ seq, hash }: Point) => ({ seq, hash: hash.toString('hex') })

export const presentVerification = ({ head, ...found }: Verification) => ({
  ok: found.fault === null,
  from: found.from,
  to: found.to,
  checked: found.checked,
  erased: found.erased,
  fault: found.fault,
  head: presentPoint(head),
  next: found.next,
})

export const presentChainEntry = (entry: Entry, detail: Detail | null): wire.ChainEntry => ({
  accountId: entry.accountId,
  seq: entry.seq,
  atMs: entry.atMs,
  action: entry.action,
  outcome: entry.outcome as wire.ChainEntry['outcome'],
  askedSeq: entry.askedSeq,
  commitment: entry.commitment.toString('hex'),
  previousHash: entry.previousHash.toString('hex'),
  hash: entry.hash.toString('hex'),
  detail: detail && {
    salt: detail.salt.toString('hex'),
    actor: detail.actor,
    userId: detail.userId,
    keyId: detail.keyId,
    fromAccountId: detail.fromAccountId,
    ip: detail.ip,
    verb: detail.verb,
    item: detail.item,
    targetId: detail.targetId,
    fields: detail.fields === null ? null : [...detail.fields],
    status: detail.status,
    description: detail.description,
  },
})

const RULE =
  'Each value in its order as a netstring, <octets in decimal>:<octets>, with a comma at its end; a value that is absent is the empty one, any other is = and its text in UTF-8.'

export const presentProof = (entry: Entry, detail: Detail | null, head: Point) => ({
  entry: presentChainEntry(entry, detail),
  canonical: {
    rule: RULE,
    entry: canonicalOctets(entryValues(entry)).toString('utf8'),
    detail: detail && canonicalOctets(detailValues(detail)).toString('utf8'),
  },
  head: presentPoint(head),
})
