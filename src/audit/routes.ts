import { Readable } from 'node:stream'
import { badField, parseWireTime, Rejection, type App } from '../core/http/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import { BEGINNING } from './chain.ts'
import { csvLine } from './csv.ts'
import type { Names } from './needs.ts'
import {
  namesFor,
  presentChainEntry,
  presentEntry,
  presentLog,
  presentProof,
  presentVerification,
} from './present.ts'
import { chainAfter, readHead } from './store/chain.ts'
import { listEntries, type Filter } from './store/list.ts'
import { keptSince } from './upkeep.ts'
import { verify } from './verify.ts'
import * as wire from './wire.ts'

const access = ['audit-logs:read', 'account-management:manage'] as const
const compatible = { product: 'account-management', envelope: 1, method: 'GET', access } as const
const own = { product: 'audit', envelope: 2, method: 'GET', access } as const

const LOGS_USUAL = 1_000
const EXPORT_MAX = 10_000
const PAGE_USUAL = 50
const PAGE_READ = 1_000
const VERIFIED_USUAL = 10_000
const CHAIN_USUAL = 100_000

export interface RouteNeeds {
  db: Db
  clock: Clock
  secrets: Secrets
  detailMonths: number
  names: Names
  /** What can stand in the trail: audited operations and events, with what they are in English. */
  actions: () => readonly { action: string; summary: string }[]
}

/** `/audit/1`: who did what. */
export function addAudit(app: App, needs: RouteNeeds): void {
  addLogs(app, needs)
  addEntries(app, needs)
  addProofs(app, needs)
}

const since = ({ clock, detailMonths }: RouteNeeds): Date => keptSince(clock, detailMonths)

function addLogs(app: App, needs: RouteNeeds): void {
  app.operation(
    {
      ...compatible,
      id: 'search-audit-logs',
      path: '/audit/1/logs',
      summary: 'Search the audit log',
      description: 'Newest first. What is older than the period for details is not in it.',
      query: wire.LogQuery,
      answers: { 200: wire.LogList },
    },
    async ({ query, credential }) => {
      const { accountId } = credential
      const page = { before: null, limit: query.limit ?? LOGS_USUAL }
      const found = await listEntries(
        needs.db,
        accountId,
        logFilter(query, needs),
        page,
        since(needs),
      )
      const known = await namesFor(needs.names, accountId, found)
      return found.map((row) => presentLog(row, known))
    },
  )
  app.operation(
    {
      ...compatible,
      id: 'export-audit-logs',
      path: '/audit/1/logs/export',
      summary: 'Export the audit log as a table',
      description:
        'CSV (RFC 4180), newest first, at most 10,000 lines. Fields that a spreadsheet would take for formulas begin with an apostrophe.',
      audit: 'read',
      produces: 'text/csv',
      query: wire.LogQuery,
      answers: { 200: wire.LogFile },
    },
    ({ query, credential, reply }) => {
      void reply.header('content-disposition', 'attachment; filename="audit-log.csv"')
      const filter = logFilter(query, needs)
      return Readable.from(csvLines(needs, credential.accountId, filter, query.limit ?? EXPORT_MAX))
    },
  )
}

async function* csvLines(
  needs: RouteNeeds,
  accountId: number,
  filter: Filter,
  limit: number,
): AsyncGenerator<string> {
  yield csvLine(['id', 'timestamp', 'username', 'action', 'item', 'description', 'ipAddress'])
  let before: number | null = null
  for (let left = limit; left > 0;) {
    const page = { before, limit: Math.min(left, PAGE_READ) }
    const found = await listEntries(needs.db, accountId, filter, page, since(needs))
    const known = await namesFor(needs.names, accountId, found)
    for (const row of found) {
      const log = presentLog(row, known)
      yield csvLine([log.id, log.timestamp, log.username, log.action, log.item, log.description, log.ipAddress]) // prettier-ignore
    }
    if (found.length < page.limit) return
    left -= found.length
    before = Number(found.at(-1)!.seq)
  }
}

/** What has no details any more is in neither the log nor its export: there would be nothing to show. */
function logFilter(query: wire.LogQuery, needs: RouteNeeds): Filter {
  const from = readTime(query.from, 'from')
  const kept = since(needs)
  return {
    verb: query.action,
    item: query.item,
    description: query.description,
    ip: query.ipAddress,
    from: from === undefined || from < kept ? kept : from,
    to: readTime(query.to, 'to'),
    userId: query.userKey === undefined ? undefined : readUserKey(query.userKey),
  }
}

/** A key that is none of ours belongs to nobody: nothing is found. */
const readUserKey = (text: string): number => (/^[0-9]{1,9}$/.test(text) ? Number(text) : -1)

function readTime(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined
  const time = parseWireTime(text)
  if (!time) throw badField(field, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return time
}

function addEntries(app: App, needs: RouteNeeds): void {
  app.operation(
    {
      ...own,
      id: 'list-audit-entries',
      path: '/audit/1/entries',
      summary: 'List what was done in the account',
      description: 'Newest first, in pages. Each change stands with its outcome.',
      query: wire.EntryQuery,
      answers: { 200: wire.EntryList },
    },
    async ({ query, credential }) => {
      const { accountId } = credential
      const limit = query.limit ?? PAGE_USUAL
      const before = query.cursor === undefined ? null : Number(query.cursor)
      const filter = entryFilter(query)
      const found = await listEntries(needs.db, accountId, filter, { before, limit: limit + 1 }, since(needs)) // prettier-ignore
      const page = found.slice(0, limit)
      const known = await namesFor(needs.names, accountId, page)
      return {
        results: page.map((row) => presentEntry(row, known)),
        nextCursor: found.length > limit ? String(page.at(-1)!.seq) : null,
      }
    },
  )
  app.operation(
    {
      ...own,
      id: 'list-audit-actions',
      path: '/audit/1/actions',
      summary: 'What can stand in the audit trail',
      answers: { 200: wire.ActionList },
    },
    () => ({ results: needs.actions() }),
  )
}

const entryFilter = (query: wire.EntryQuery): Filter => ({
  action: query.action,
  userId: query.userId,
  keyId: query.keyId?.toUpperCase(),
  targetId: query.target,
  ip: query.ip,
  outcome: query.outcome?.toLowerCase() as Filter['outcome'],
  from: readTime(query.from, 'from'),
  to: readTime(query.to, 'to'),
})

function addProofs(app: App, needs: RouteNeeds): void {
  app.operation(
    {
      ...own,
      id: 'verify-audit-trail',
      path: '/audit/1/verification',
      summary: "Follow the account's chain and tell where it breaks",
      description:
        'In steps: ask again with `next` as `after`. To find an old state put back, compare the head with the program’s log, which is told each hour.',
      query: wire.VerificationQuery,
      answers: { 200: wire.Verification },
    },
    async ({ query, credential }) =>
      presentVerification(
        await verify(needs, credential.accountId, query.after ?? 0, query.limit ?? VERIFIED_USUAL),
      ),
  )
  app.operation(
    {
      ...own,
      id: 'get-audit-proof',
      path: '/audit/1/proofs/:seq',
      summary: 'What somebody needs to check one entry without us',
      params: wire.ProofPath,
      answers: { 200: wire.Proof },
    },
    async ({ params, credential }) => {
      const { accountId } = credential
      const range = { after: params.seq - 1, upTo: params.seq, limit: 1 }
      const [found] = await chainAfter(needs.db, accountId, range, since(needs))
      if (!found)
        throw new Rejection('NOT_FOUND', {
          text: 'The account’s trail has no entry at this place.',
        })
      return presentProof(found.entry, found.detail, await headOf(needs.db, accountId))
    },
  )
  app.operation(
    {
      ...own,
      id: 'export-audit-chain',
      path: '/audit/1/chain',
      summary: "Export the account's chain",
      description:
        'JSON lines, oldest first: a line about the chain, then the entries. `node scripts/verify-audit.ts <file>` checks them without the server.',
      audit: 'read',
      produces: 'application/x-ndjson',
      query: wire.ChainQuery,
      answers: { 200: wire.ChainFile },
    },
    ({ query, credential, reply }) => {
      void reply.header('content-disposition', 'attachment; filename="audit-chain.jsonl"')
      return Readable.from(
        chainLines(needs, credential.accountId, query.after ?? 0, query.limit ?? CHAIN_USUAL),
      )
    },
  )
}

async function* chainLines(
  needs: RouteNeeds,
  accountId: number,
  after: number,
  limit: number,
): AsyncGenerator<string> {
  const head = await headOf(needs.db, accountId)
  const line = (value: object) => `${JSON.stringify(value)}\n`
  yield line({ format: 'trunkline-audit-1', accountId, after, head: { seq: head.seq, hash: head.hash.toString('hex') } }) // prettier-ignore
  let last = after
  for (let left = limit; left > 0;) {
    const range = { after: last, upTo: head.seq, limit: Math.min(left, PAGE_READ) }
    const found = await chainAfter(needs.db, accountId, range, since(needs))
    for (const { entry, detail } of found) yield line(presentChainEntry(entry, detail))
    if (found.length < range.limit) return
    left -= found.length
    last = found.at(-1)!.entry.seq
  }
}

async function headOf(db: Db, accountId: number) {
  const head = await readHead(db, accountId)
  return head ? { seq: Number(head.seq), hash: head.hash } : { seq: 0, hash: BEGINNING }
}
