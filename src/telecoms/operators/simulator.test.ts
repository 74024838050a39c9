import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { simulatorProgram } from '../../simulator/index.ts'
import type { InboundPart, PeerReceipt } from './index.ts'
import { unit } from './test/units.ts'
import { startWorld, type World } from './test/world.ts'

let world: World
let folder: string
let simulator: ChildProcess
let id: number
const receipts: PeerReceipt[] = []
const inbound: InboundPart[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tl-ops-'))
  const [data, control, log] = [join(folder, 'data'), join(folder, 's'), join(folder, 'log')]
  simulator = spawn(
    process.execPath,
    [
      fileURLToPath(simulatorProgram),
      '--data-dir',
      data,
      '--smpp-port',
      '0',
      '--control',
      control,
      '--log',
      log,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: simulator.stdout! }).once('line', (line) =>
      resolve((JSON.parse(line) as { smppPort: number }).smppPort),
    )
    simulator.once('exit', () => reject(new Error('the simulator ended')))
  })
  world = await startWorld()
  world.operators.listen({
    receipt: async (one) => void receipts.push(one),
    inbound: async (one) => void inbound.push(one),
  })
  id = (await world.operators.ensureSimulatorConnection({ smppPort: port }))!
  await vi.waitFor(() => expect(world.operators.states()[0]?.state).toBe('CONNECTED'), 10_000)
})
afterAll(async () => {
  await world.close()
  simulator.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const send = (to: string) => world.operators.submit(id, [unit(to, 'Hello')])
const acceptedId = async (to: string): Promise<string> => {
  const [outcome] = await send(to)
  expect(outcome).toMatchObject({ kind: 'accepted' })
  return (outcome as { peerId: string }).peerId
}
const receiptsOf = (peerId: string) =>
  receipts.filter((one) => one.peerIds.includes(peerId)).map((one) => one.receipt.state)

test.each([
  ['delivered', '999000000001', ['DELIVERED']],
  ['undeliverable', '999000000900', ['UNDELIVERABLE']],
  ['expired', '999000000903', ['EXPIRED']],
  ['with the receipt before the answer', '999000000905', ['DELIVERED']],
  ['with the receipt twice', '999000000906', ['DELIVERED', 'DELIVERED']],
])('a message is %s', async (_, to, states) => {
  const peerId = await acceptedId(to)
  await vi.waitFor(() => expect(receiptsOf(peerId)).toEqual(states), 10_000)
})

test('a refused one is told so', async () => {
  expect(await send('999000000901')).toMatchObject([{ kind: 'refused', class: 'permanent' }])
})

test('a throttled one gets through in the end, and the others with it', async () => {
  const sent = await Promise.all([
    send('999000000902'),
    ...Array.from({ length: 50 }, (_, one) => send(`9990000001${one + 10}`)),
  ])
  expect(new Set(sent.flat().map((one) => one.kind))).toEqual(new Set(['accepted']))
})

test('a dropped link makes what was in flight unknown, and comes back', async () => {
  expect(await send('999000000908')).toEqual([{ kind: 'unknown' }])
  await vi.waitFor(
    () => expect(world.operators.states()[0]).toMatchObject({ state: 'CONNECTED', bound: 2 }),
    10_000,
  )
  await acceptedId('999000000908')
})

test('a handset answers', async () => {
  await acceptedId('999000000909')
  await vi.waitFor(
    () => expect(inbound).toMatchObject([{ source: '999000000909', simulated: true }]),
    10_000,
  )
  expect(Buffer.from(inbound[0]!.octets).toString('latin1')).toMatch(/Hello/)
})
