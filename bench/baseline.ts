import { utcDay, utcMonth, DAY_MS } from '../src/core/clock.ts'
import { findEmbeddedPostgres } from '../src/core/embedded-postgres/index.ts'
import { uuidv7 } from '../src/core/ids.ts'
import { openLog } from '../src/core/open-log.ts'
import { openDatabase, transaction, type Db } from '../src/core/storage/index.ts'
import { insertLive, type LiveRow } from '../src/messaging/store/accept.ts'
import { createPartition } from '../src/messaging/store/partitions.ts'
import { applyReceipts, insertParts, markSubmitted } from '../src/messaging/store/settle.ts'
import { TEXT } from './load.ts'

/** What PostgreSQL alone does with what a message writes, on the machine and in the minute of the measurement. */

/** No account and no connection have these. */
const NOBODY = 2_000_000_000
const SET = 500
const LANES = 2

/**
 * Writes messages as the engine does (row and lease, mark of the submission, part, receipt, both archives, content, report)
 * in sets of 500, each step a commit, over two connections; nothing is sent, nothing is checked.
 */
export async function rawWrites(dataDir: string, seconds: number): Promise<number> {
  const connection = await findEmbeddedPostgres(dataDir)
  if (!connection) throw new Error('the embedded PostgreSQL was not found')
  const database = openDatabase(connection, openLog('error'), {
    connectionsMax: 1,
    hotConnectionsMax: LANES,
  })
  const now = Date.now()
  await createPartition(database.db, 'contents', utcDay(now + DAY_MS))
  await createPartition(database.db, 'records', utcMonth(now))
  const until = performance.now() + seconds * 1_000
  let written = 0
  const began = performance.now()
  const lane = async (number: number): Promise<void> => {
    for (let set = 0; performance.now() < until; set++) {
      await writeSet(database.hot, `${number}-${set}`)
      written += SET
    }
  }
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
  const took = performance.now() - began
  await database.close()
  return Math.round((written / took) * 1_000)
}

async function writeSet(db: Db, name: string): Promise<void> {
  const now = Date.now()
  const at = new Date(now).toISOString()
  const day = utcDay(now)
  const rows = Array.from({ length: SET }, (_, index) => row(now, index))
  await transaction(db, (tx) =>
    insertLive(tx, rows, new Date(now), { nodeId: NOBODY, batch: uuidv7(now) }),
  )
  const keys = rows.map(({ account_id, id }) => ({ account_id, day, id }))
  const peerOf = (index: number) => `${name}-${index}`
  await transaction(db, async (tx) => {
    await markSubmitted(tx, keys.map((key) => ({ ...key, ids: 1, sent_at: at, report_id: uuidv7(now) }))) // prettier-ignore
    await insertParts(
      tx,
      keys.map((key, index) => ({
        ...key,
        connection_id: NOBODY,
        peer_id: peerOf(index),
        submit_day: day,
        part: 1,
        submitted_at: at,
      })),
    )
  })
  await transaction(db, (tx) =>
    applyReceipts(
      tx,
      keys.map((_key, index) => ({
        connection_id: NOBODY,
        peer_id: peerOf(index),
        day,
        status_id: 5,
        error_id: 0,
        at,
        detail: 'stat:DELIVRD err:000',
        report_id: uuidv7(now),
        expires_on: utcDay(now + DAY_MS),
        open: true as const,
      })),
      [],
    ),
  )
}

const row = (now: number, index: number): LiveRow => ({
  account_id: NOBODY,
  day: utcDay(now),
  id: uuidv7(now),
  channel: 'SMS',
  message_id: null,
  bulk_id: String(now),
  state: 1,
  leased_by: NOBODY,
  connection_id: NOBODY,
  route_id: null,
  sender: 'Trunkline',
  dest: `4915${String(100_000 + Math.floor(Math.random() * 899_999))}${String(index % 900).padStart(3, '0')}`,
  mcc_mnc: '26203',
  body_kind: 'text',
  body: TEXT,
  settings: null,
  webhook: { shape: 'v3' },
  parts: 1,
  content_class: 1,
  status_id: 26,
  error_id: 0,
  valid_until: new Date(now + 2 * DAY_MS).toISOString(),
  accepted_at: new Date(now).toISOString(),
  done_at: null,
  price_micros: '0',
  currency: 'EUR',
  tariff_id: null,
  callback_data: null,
  application_id: null,
  entity_id: null,
  campaign_reference_id: null,
  simulated: true,
  held_with: null,
})
