import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recorder } from '../../test/support/plans.ts'
import { testDatabase } from '../../test/support/database.ts'
import { createPartition } from './store/partitions.ts'
import { openDatabase, type Db } from '../core/storage/index.ts'
import { blocked } from './store/blocklist.ts'
import {
  claimMessageIds,
  countRecent,
  insertLive,
  insertScheduled,
  noteRefused,
} from './store/accept.ts'
import {
  busyConnections,
  claimDue,
  freeLeases,
  freeOrphans,
  oldLeases,
  overdueReceipts,
  overdueWaiting,
  putBack,
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
import { nextDueAt, noteDays, takeDue } from './store/schedule.ts'
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
  insertLive: (db) => insertLive(db, []),
  insertScheduled: (db) => insertScheduled(db, []),
  claimMessageIds: (db) => claimMessageIds(db, []),
  noteRefused: (db) => noteRefused(db, []),
  blocked: (db) => blocked(db, []),
  countRecent: (db) => countRecent(db, [], { day, id }),
  claimDue: (db) => claimDue(db, 1, 1, at, 10),
  putBack: (db) => putBack(db, []),
  freeLeases: (db) => freeLeases(db, 1, [1], at, at),
  oldLeases: (db) => oldLeases(db, 1, [1], at, 10),
  freeOrphans: (db) => freeOrphans(db, 1, [], at),
  overdueWaiting: (db) => overdueWaiting(db, [1], at, 10),
  busyConnections: (db) => busyConnections(db),
  overdueReceipts: (db) => overdueReceipts(db, [1], at, 10),
  markSubmitted: (db) => markSubmitted(db, []),
  insertParts: (db) => insertParts(db, []),
  findParts: (db) => findParts(db, [], [day]),
  applyReceipts: (db) => applyReceipts(db, [], [1]),
  finish: (db) => finish(db, [], [1]),
  archiveRefused: (db) => archiveRefused(db, [], [1]),
  parkReceipts: (db) => parkReceipts(db, []),
  takeParked: (db) => takeParked(db, [1], at, 10),
  takeParkedOf: (db) => takeParkedOf(db, []),
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
  [/^live_\d+_connection_id/, /connection_id/],
  [/^live_\d+_connection_id_valid_until/, /connection_id.*valid_until/],
  [/^live_\d+_account_id_dest/, /account_id.*dest/],
  [/^submissions_\d+_pkey$/, /connection_id.*peer_id/],
  [/^submissions_\d+_message_id/, /message_id/],
  [/^reports_pkey$/, /account_id/],
  [/^inbound_\d+_pkey$/, /account_id.*day.*id/],
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
