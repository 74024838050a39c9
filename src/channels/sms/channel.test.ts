import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../../../test/support/database.ts'
import { clock } from '../../core/clock.ts'
import { openLog } from '../../core/open-log.ts'
import { openSecrets } from '../../core/secrets.ts'
import { migrate, openDatabase, readMigrations, type Database } from '../../core/storage/index.ts'
import type { Stop } from '../../core/module.ts'
import type { Channel, Outbound, PeerInbound, PeerReport } from '../../messaging/index.ts'
import { spawnSimulator, type SpawnedSimulator } from '../../simulator/spawned-simulator.ts'
import { operators as makeOperators, type Operators } from '../../telecoms/operators/index.ts'
import { inboundOf } from './inbound.ts'
import { sms } from './index.ts'
import { reportOf } from './receipts.ts'

/** The channel over real connections to the simulated operator; what messaging would store is kept in lists. */

let simulator: SpawnedSimulator
let database: Database
let operators: Operators
let stop: Stop
let channel: Channel
let connectionId: number
const reports: PeerReport[] = []
const inbound: PeerInbound[] = []

beforeAll(async () => {
  simulator = await spawnSimulator()
  database = openDatabase(await emptyDatabase(), openLog('silent'), {
    connectionsMax: 3,
    hotConnectionsMax: 1,
  })
  operators = makeOperators({
    db: database.db,
    secrets: openSecrets(Buffer.alloc(32, 7)),
    clock,
    log: openLog('silent'),
    publicUrl: () => 'http://localhost',
  })
  await migrate(
    database.db,
    await readMigrations('operators', operators.module.migrations!),
    clock.now(),
  )
  operators.listen({
    receipt: async (received) => void reports.push(reportOf(received)),
    inbound: async (part) => void inbound.push(inboundOf(part)),
  })
  connectionId = (await operators.ensureSimulatorConnection({ smppPort: simulator.smppPort }))!
  stop = await operators.module.start!()
  channel = sms({ operators, clock })
  await eventually(() => channel.connected(connectionId) && channel.room(connectionId) > 0)
})
afterAll(async () => {
  await stop?.()
  await database?.close()
  await simulator?.remove()
})

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const until = clock.ms() + 15_000
  while (!(await condition())) {
    if (clock.ms() > until) throw new Error('it did not happen within 15 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

let made = 0
const send = (dest: string, more: Partial<Outbound> = {}) => {
  const content = more.content ?? { kind: 'text', text: `hello ${++made}` }
  const prepared = channel.prepare(content, {})
  return channel.send({
    id: `m${made}`,
    accountId: 1,
    connectionId,
    sender: 'Shop',
    dest,
    content,
    settings: {},
    parts: prepared.ok ? prepared.parts : 1,
    validUntilMs: clock.ms() + 60_000,
    attempts: 0,
    ...more,
  })
}
const reportOn = async (peerId: string): Promise<PeerReport> => {
  await eventually(() => reports.some((one) => one.peerIds.includes(peerId)))
  return reports.find((one) => one.peerIds.includes(peerId))!
}

test.each([
  ['999000400001', { statusId: 5, errorId: 0, final: true }],
  ['999000400900', { statusId: 9, errorId: 1, final: true }],
  ['999000400903', { statusId: 15, errorId: 27, final: true }],
])('what is sent to %s is reported %j', async (dest, expected) => {
  const outcome = await send(dest)
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
  expect(await reportOn(outcome.peerIds[0]!)).toMatchObject({ connectionId, ...expected })
})

test('a long message gets an id and a report for each part, and arrives whole', async () => {
  const text = 'A long one, with €uro and {braces}. '.repeat(12)
  const outcome = await send('999000400002', { content: { kind: 'text', text } })
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
  expect(outcome.peerIds.length).toBe(4)
  for (const peerId of outcome.peerIds)
    expect(await reportOn(peerId)).toMatchObject({ statusId: 5 })
  const { results } = await simulator.client.messages({ number: '999000400002' })
  expect(results.map((one) => one.text)).toEqual([text])
})

test('messages to one handset at the same time are not joined', async () => {
  const texts = Array.from({ length: 8 }, (_, index) => `${index} `.repeat(150))
  await Promise.all(texts.map((text) => send('999000400003', { content: { kind: 'text', text } })))
  const shown = async () => (await simulator.client.messages({ number: '999000400003' })).results
  await eventually(async () => (await shown()).length === texts.length)
  expect((await shown()).map((one) => one.text).sort()).toEqual(texts)
})

test('a refusal is told with its reason', async () => {
  expect(await send('999000400901')).toEqual({
    kind: 'refused',
    statusId: 4,
    errorId: 351,
    detail: 'command_status ESME_RINVDSTADR',
    partly: false,
  })
})

test('over a connection that is not there nothing is lost and no try counted', async () => {
  expect(await send('999000400001', { connectionId: 4_711 })).toMatchObject({
    kind: 'tryLater',
    ambiguous: false,
    countsAsAttempt: false,
  })
  expect(channel.connected(4_711)).toBe(false)
  expect(channel.room(4_711)).toBe(0)
})

describe('messages from a handset', () => {
  test.each([
    ['a short one', 'Hi there'],
    ['one with every kind of letter', 'Grüße € {x} 漢字 😀'],
    ['a long one', 'Please call me back. '.repeat(20)],
  ])('%s is read as it was written', async (_name, text) => {
    const before = inbound.length
    await simulator.client.inbound({ from: '999000400010', to: '12345', text })
    await eventually(
      () =>
        inbound.length > before &&
        inbound.length - before === (inbound[before]!.concatenation?.total ?? 1),
    )
    const parts = inbound
      .slice(before)
      .sort((a, b) => (a.concatenation?.number ?? 0) - (b.concatenation?.number ?? 0))
    expect(channel.read(parts)).toBe(text)
    expect(parts[0]).toMatchObject({
      channel: 'SMS',
      connectionId,
      sender: '999000400010',
      dest: '12345',
      simulated: true,
    })
  })
})
