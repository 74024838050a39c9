import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recorder } from '../../test/support/plans.ts'
import { testDatabase } from '../../test/support/database.ts'
import { createPartition } from './store/partitions.ts'
import { openDatabase, type Db } from '../core/storage/index.ts'
import { blocked } from './store/blocklist.ts'
import {
  findBulk,
  freeWaiting,
  heldOfBulk,
  holdWaiting,
  pauseScheduled,
  resumeScheduled,
  takeOfBulk,
} from './store/bulks.ts'
import {
  claimMessageIds,
  countRecent,
  insertLive,
  insertScheduled,
  noteRefused,
} from './store/accept.ts'
import {
  countForCollector,
  freeCollectorLeases,
  giveUpCollecting,
  leaseForCollectors,
  readCollectedInbound,
  releaseCollector,
} from './store/collect.ts'
import {
  deadLeases,
  dropLeases,
  freeLease,
  freeOrphans,
  leasedAmong,
  leasedOf,
  oldLeases,
} from './store/leases.ts'
import {
  byValidity,
  claimDue,
  dropWaiting,
  dueAccounts,
  overdueWaiting,
  putBack,
  waitingConnections,
} from './store/queue.ts'
import {
  deleteReports,
  dropOldReports,
  leasePushes,
  postponePushes,
  readPushedInbound,
  readPushedReports,
  takeInboundReports,
  takeReports,
  unleasePushes,
} from './store/reports.ts'
import {
  assignProfiles,
  fallBack,
  insertAgain,
  insertCopies,
  readMatchFacts,
} from './store/subscribed.ts'
import { noteRefunds } from './store/charged.ts'
import { findDuplicates } from './store/duplicates.ts'
import { nextDueAt, noteDays, takeDue } from './store/schedule.ts'
import { closeParts, findWay, lockTaken, lockWaiting, moveMessages } from './store/reroute.ts'
import {
  applyReceipts,
  archiveRefused,
  findParts,
  finish,
  insertParts,
  markSubmitted,
  parkReceipts,
  takeParked,
  takeParkedOf,
} from './store/settle.ts'
import { addTraffic } from './store/traffic.ts'

const day = '2026-11-23'
const at = new Date(`${day}T10:00:00Z`)
const id = '019aa000-0000-7000-8000-000000000001'
const key = { account_id: 1, day, id }

/** Every statement of the message path, with arguments of the right shape. */
const hot: Record<string, (db: Db) => Promise<unknown>> = {
  insertLive: (db) => insertLive(db, [], at, { nodeId: 1, batch: id }),
  insertScheduled: (db) => insertScheduled(db, []),
  claimMessageIds: (db) => claimMessageIds(db, []),
  noteRefused: (db) => noteRefused(db, []),
  blocked: (db) => blocked(db, []),
  countRecent: (db) => countRecent(db, [], { day, id }),
  findDuplicates: (db) => findDuplicates(db, []),
  dueAccounts: (db) =>
    dueAccounts(db, { connectionId: 1, contentClass: 1, afterAccountId: 0, now: at }, 10),
  claimDue: (db) =>
    claimDue(db, {
      nodeId: 1,
      batch: id,
      connectionId: 1,
      contentClass: 1,
      shares: [{ accountId: 1, max: 10 }],
      now: at,
    }),
  putBack: (db) => putBack(db, []),
  findBulk: (db) => findBulk(db, 1, 'b'),
  pauseScheduled: (db) => pauseScheduled(db, 1, 'b', 10),
  resumeScheduled: (db) => resumeScheduled(db, 1, 'b', 10),
  takeOfBulk: (db) => takeOfBulk(db, 1, 'b', 10),
  holdWaiting: (db) => holdWaiting(db, 1, 'b', 10),
  freeWaiting: (db) => freeWaiting(db, 1, 'b', at, 10),
  heldOfBulk: (db) => heldOfBulk(db, 1, 'b', 10),
  waitingConnections: (db) => waitingConnections(db),
  overdueWaiting: (db) => overdueWaiting(db, at, 10),
  dropWaiting: (db) => dropWaiting(db, []),
  findWay: (db) => findWay(db, key),
  lockWaiting: (db) =>
    lockWaiting(db, 1, { content_class: 1, account_id: 1, next_at: '-infinity', id }, at, 10),
  moveMessages: (db) => moveMessages(db, []),
  lockTaken: (db) => lockTaken(db, [], at),
  closeParts: (db) => closeParts(db, []),
  byValidity: (db) => byValidity(db, at, at, 10),
  dropLeases: (db) => dropLeases(db, 1, [id]),
  oldLeases: (db) => oldLeases(db, 1, at, 10),
  deadLeases: (db) => deadLeases(db, 1, at, 10),
  leasedAmong: (db) => leasedAmong(db, 1, [key]),
  leasedOf: (db) => leasedOf(db, 1, id),
  freeLease: (db) => freeLease(db, { node_id: 2, batch: id }, at),
  freeOrphans: (db) => freeOrphans(db, 1, [key], at),
  markSubmitted: (db) => markSubmitted(db, []),
  insertParts: (db) => insertParts(db, []),
  findParts: (db) => findParts(db, [], [day]),
  applyReceipts: (db) => applyReceipts(db, [], [1]),
  finish: (db) => finish(db, [], [1]),
  archiveRefused: (db) => archiveRefused(db, [], [1]),
  parkReceipts: (db) => parkReceipts(db, []),
  takeParked: (db) => takeParked(db, [1], at, 10),
  takeParkedOf: (db) => takeParkedOf(db, []),
  noteRefunds: (db) => noteRefunds(db, [], at),
  takeDue: (db) => takeDue(db, at, 10),
  nextDueAt: (db) => nextDueAt(db),
  noteDays: (db) => noteDays(db, []),
  takeReports: (db) => takeReports(db, 1, 'SMS', {}, { waiting: at, pushed: at }, 10),
  leasePushes: (db) => leasePushes(db, at, at, { targets: [], accountIds: [] }, 10),
  readPushedReports: (db) => readPushedReports(db, [{ account_id: 1, id }]),
  takeInboundReports: (db) => takeInboundReports(db, 1, 'SMS', {}, { waiting: at, pushed: at }, 10),
  readPushedInbound: (db) => readPushedInbound(db, [{ account_id: 1, id }]),
  unleasePushes: (db) => unleasePushes(db, [], at),
  dropOldReports: (db) => dropOldReports(db, at, at, 10),
  deleteReports: (db) => deleteReports(db, [key]),
  postponePushes: (db) => postponePushes(db, []),
  readMatchFacts: (db) => readMatchFacts(db, [{ account_id: 1, id }]),
  assignProfiles: (db) => assignProfiles(db, []),
  insertCopies: (db) => insertCopies(db, []),
  fallBack: (db) => fallBack(db, [{ account_id: 1, id }], at),
  insertAgain: (db) => insertAgain(db, 1, { profileId: 'a', subscriptionId: 'b' }, [], at),
  leaseForCollectors: (db) => leaseForCollectors(db, [], at, at),
  readCollectedInbound: (db) => readCollectedInbound(db, [{ account_id: 1, id }]),
  countForCollector: (db) => countForCollector(db, 1, 'smpp:1', 10),
  giveUpCollecting: (db) => giveUpCollecting(db, at, 10),
  freeCollectorLeases: (db) => freeCollectorLeases(db, at),
  releaseCollector: (db) => releaseCollector(db, 1, 'smpp:1'),
  addTraffic: (db) => addTraffic(db, []),
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  Alias?: string
  Plans?: Plan[]
}

/** What each table must be looked up by, as columns that the index condition names. */
const keys: readonly [RegExp, RegExp][] = [
  [/^live_\d+_pkey$/, /account_id.*day.*id/],
  [/^live_\d+_dest_account_id/, /dest.*account_id/],
  [/^scheduled_(open|paused|by_bulk)$/, /account_id.*bulk_id/],
  [/^live_\d+_bulk_id/, /bulk_id.*account_id/],
  [/^live_\d+_valid_until/, /valid_until/],
  [/^waiting_pkey$/, /connection_id.*content_class.*account_id|^\(connection_id > /],
  [/^waiting_by_validity$/, /valid_until/],
  [/^waiting_by_bulk$/, /account_id.*bulk_id/],
  [/^submissions_\d+_pkey$/, /connection_id.*peer_id/],
  [/^submissions_\d+_message_id/, /message_id/],
  [/^reports_pkey$/, /account_id/],
  [/^reports_to_collect$/, /account_id.*collector/],
  [/^inbound_\d+_pkey$/, /account_id.*day.*id/],
  [/^records_\d+_pkey$/, /account_id.*month.*id/],
  [/^blocklist_pkey$/, /account_id.*dest/],
  [/^message_ids_pkey$/, /account_id.*message_id/],
]

function offences(plan: Plan): string[] {
  const own: string[] = []
  const relation = plan['Relation Name']
  if (plan['Node Type'] === 'Seq Scan' && relation !== undefined) own.push(`scans ${relation}`)
  const index = plan['Index Name']
  if (index !== undefined && plan['Node Type'].startsWith('Index')) {
    const rule = keys.find(([name]) => name.test(index))
    if (rule && !rule[1].test(plan['Index Cond'] ?? ''))
      own.push(`${index} is read by (${plan['Index Cond'] ?? 'nothing'})`)
  }
  if (plan['Node Type'] === 'Hash Join' || plan['Node Type'] === 'Merge Join')
    own.push(`uses a ${plan['Node Type']}`)
  return [...own, ...(plan.Plans ?? []).flatMap(offences)]
}

describe('plans of the message path on an empty partition', () => {
  let client: pg.Client

  beforeAll(async () => {
    const connection = await testDatabase()
    const quiet = () => undefined
    const database = openDatabase(connection, { warn: quiet } as never, {
      connectionsMax: 1,
      hotConnectionsMax: 1,
    })
    for (const table of ['live', 'submissions', 'inbound', 'record_subjects', 'contents'] as const)
      await createPartition(database.db, table, day)
    await createPartition(database.db, 'records', '2026-11-01')
    await database.close()
    client = new pg.Client({
      ...connection,
      options:
        '-c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off',
    })
    await client.connect()
  })
  afterAll(() => client?.end())

  test.each(Object.keys(hot))('%s finds its rows by index conditions alone', async (name) => {
    const texts: string[] = []
    await hot[name]!(recorder(texts))
    expect(texts).toHaveLength(1)
    const answer = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (generic_plan, format json) ${texts[0]}`,
    )
    expect(offences(answer.rows[0]!['QUERY PLAN'][0]!.Plan)).toEqual([])
  })

  test('a statement that scans is told', async () => {
    const answer = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      'explain (generic_plan, format json) select 1 from messaging.live where callback_data = $1',
    )
    expect(offences(answer.rows[0]!['QUERY PLAN'][0]!.Plan)).not.toEqual([])
  })
})
