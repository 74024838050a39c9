import { createRequire } from 'node:module'
import type { Server } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildReceipt, status } from '../../protocols/smpp/index.ts'
import type { InboundPart, PeerReceipt } from './index.ts'
import { startSmsc, type TestSmsc } from './test/smsc.ts'
import { unit } from './test/units.ts'
import { settings, startWorld, type World } from './test/world.ts'

let world: World
let smsc: TestSmsc
let id: number
const receipts: PeerReceipt[] = []
const inbound: InboundPart[] = []
let storeFails = false
let stored: Promise<void> = Promise.resolve()

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  receipts.length = inbound.length = 0
  storeFails = false
  stored = Promise.resolve()
})
afterEach(async () => {
  await world.call('DELETE', `/operators/1/connections/${id}`)
  await smsc.close()
})

const take = async <Item>(list: Item[], item: Item): Promise<void> => {
  await stored
  if (storeFails) throw new Error('the database is away')
  list.push(item)
}

async function connect(
  more: object = {},
  behaviour: Parameters<typeof startSmsc>[0] = {},
): Promise<void> {
  smsc = await startSmsc(behaviour)
  const made = await world.call('POST', '/operators/1/connections', settings(smsc.port, more))
  id = made.body.id
  await vi.waitFor(() =>
    expect(world.operators.states().find((one) => one.connectionId === id)?.state).toBe(
      'CONNECTED',
    ),
  )
}

const connection = async () => (await world.call('GET', `/operators/1/connections/${id}`)).body
const facts = { state: 'DELIVERED', submittedAt: 0, doneAt: 0 } as const
const parties = { source_addr: '491511', destination_addr: '1234' }

test('before anybody listens the operator is told to send again', async () => {
  await connect()
  expect(await smsc.deliver({ ...parties, ...buildReceipt({ id: '1', ...facts }) })).toBe(
    status.ESME_RX_T_APPN,
  )
  world.operators.listen({
    receipt: (one) => take(receipts, one),
    inbound: (one) => take(inbound, one),
  })
  expect(await smsc.deliver({ ...parties, ...buildReceipt({ id: '1', ...facts }) })).toBe(
    status.ESME_ROK,
  )
  expect(receipts).toMatchObject([
    { connectionId: id, peerIds: ['1'], receipt: { state: 'DELIVERED' } },
  ])
})

describe('receipts', () => {
  test('are answered only when they are stored', async () => {
    await connect()
    let done = (): void => {}
    stored = new Promise((resolve) => (done = resolve))
    let answered = false
    const answer = smsc
      .deliver({ ...parties, ...buildReceipt({ id: '7', ...facts }) })
      .then((code) => ((answered = true), code))
    await vi.waitFor(async () => expect((await connection()).counters.receipts).toBe(1))
    expect(answered).toBe(false)
    done()
    expect(await answer).toBe(status.ESME_ROK)
  })

  test('that cannot be stored are asked for again', async () => {
    await connect()
    storeFails = true
    const fields = { ...parties, ...buildReceipt({ id: '7', ...facts }) }
    expect(await smsc.deliver(fields)).toBe(status.ESME_RX_T_APPN)
    storeFails = false
    expect(await smsc.deliver(fields)).toBe(status.ESME_ROK)
    expect(receipts.length).toBe(1)
  })

  test('may come before the answer to their message', async () => {
    await connect(
      {},
      {
        answer: (_seen, later) => {
          void smsc
            .deliver({ ...parties, ...buildReceipt({ id: 'early-1', ...facts }) })
            .then(() => later({ id: 'early-1' }))
          return 'later'
        },
      },
    )
    const [outcome] = await world.operators.submit(id, [unit('491511', 'x')])
    expect(receipts[0]!.peerIds).toContain('early-1')
    expect(outcome).toEqual({ kind: 'accepted', peerId: 'early-1' })
  })

  test('that name no message are taken and counted, for they would never get better', async () => {
    await connect()
    expect(
      await smsc.deliver({
        ...parties,
        esm_class: 0x04,
        short_message: Buffer.from('nothing to read'),
      }),
    ).toBe(status.ESME_ROK)
    expect(
      await smsc.deliver({ ...parties, esm_class: 0x08, short_message: Buffer.from('seen') }),
    ).toBe(status.ESME_ROK)
    expect((await connection()).counters).toMatchObject({ malformed: 2, receipts: 0, inbound: 0 })
  })

  test('teach how the operator writes ids, and that is kept', async () => {
    let made = 0x1000
    await connect({}, { answer: () => ({ id: (made += 7).toString(16) }) })
    for (let count = 0; count < 30; count++) {
      const [outcome] = await world.operators.submit(id, [unit('491511', 'x')])
      await smsc.deliver({ ...parties, ...buildReceipt({ id: String(made), ...facts }) })
      expect(receipts.at(-1)!.peerIds).toContain((outcome as { peerId: string }).peerId)
    }
    await vi.waitFor(async () => {
      await world.operators.ensureSimulatorConnection(null)
      expect((await connection()).receipts).toMatchObject({
        idForm: 'AUTO',
        learnedIdForm: 'RESPONSE_HEX',
      })
    })
    await smsc.deliver({ ...parties, ...buildReceipt({ id: '4096', ...facts }) })
    expect(receipts.at(-1)!.peerIds).toEqual(['1000'])
  })

  test('ids that fit both readings prove nothing', async () => {
    let made = 10
    await connect({}, { answer: () => ({ id: String(made++) }) })
    const sent = Array.from({ length: 60 }, () => world.operators.submit(id, [unit('491511', 'x')]))
    await Promise.all(sent)
    // Decimal 16 was written as hexadecimal 10, or it is the sixteenth: both were issued.
    for (let one = 16; one < 40; one++)
      await smsc.deliver({ ...parties, ...buildReceipt({ id: String(one), ...facts }) })
    expect((await connection()).receipts.learnedIdForm).toBe(null)
  })

  test("times are shifted by the operator's clock", async () => {
    await connect({ receipts: { idForm: 'SAME', clockOffsetMinutes: 120 } })
    const text =
      'id:9 sub:001 dlvrd:001 submit date:2611231200 done date:2611231201 stat:DELIVRD err:000 text:'
    await smsc.deliver({ ...parties, esm_class: 0x04, short_message: Buffer.from(text) })
    expect(receipts[0]!.receipt.doneAt).toBe(Date.UTC(2026, 10, 23, 10, 1))
  })
})

describe('messages from handsets', () => {
  test('come with their octets untouched', async () => {
    await connect({ encoding: { defaultAlphabet: 'ASCII', concatenation: 'UDH', serviceType: '' } })
    const octets = Buffer.from('050003070201c3a9', 'hex')
    expect(
      await smsc.deliver({ ...parties, esm_class: 0x40, data_coding: 8, short_message: octets }),
    ).toBe(status.ESME_ROK)
    expect(inbound).toMatchObject([
      {
        connectionId: id,
        simulated: false,
        source: '491511',
        destination: '1234',
        dataCoding: 8,
        udh: true,
        sar: null,
        profile: { defaultAlphabet: 'ascii' },
      },
    ])
    expect(Buffer.from(inbound[0]!.octets).toString('hex')).toBe('050003070201c3a9')
  })

  test('tell their place by sar parameters, and long ones come as payload', async () => {
    await connect()
    const tlvs = {
      sar_msg_ref_num: 300,
      sar_total_segments: 2,
      sar_segment_seqnum: 2,
      message_payload: Buffer.alloc(400, 65),
    }
    await smsc.deliver({ ...parties, tlvs })
    expect(inbound[0]).toMatchObject({ udh: false, sar: { reference: 300, total: 2, number: 2 } })
    expect(inbound[0]!.octets.length).toBe(400)
  })

  test('sar parameters that make no sense are not believed', async () => {
    await connect()
    await smsc.deliver({
      ...parties,
      short_message: Buffer.from('x'),
      tlvs: { sar_msg_ref_num: 1, sar_total_segments: 2, sar_segment_seqnum: 9 },
    })
    expect(inbound[0]!.sar).toBe(null)
  })
})

test("another program's SMSC, the npm package smpp, is bound, served and heard", async () => {
  const smpp = createRequire(import.meta.url)('smpp') as {
    createServer(listener: (session: ForeignSession) => void): Server
  }
  interface ForeignSession {
    on(event: string, listener: (pdu: ForeignPdu) => void): void
    send(pdu: unknown): void
    deliver_sm(fields: object, answered: (pdu: ForeignPdu) => void): void
    close(): void
  }
  interface ForeignPdu {
    response(fields: object): unknown
    destination_addr: string
    short_message: { message: string }
    command_status: number
  }
  const sessions: ForeignSession[] = []
  const got: ForeignPdu[] = []
  const server = smpp.createServer((session) => {
    session.on('error', () => {})
    session.on('bind_transceiver', (pdu) => {
      sessions.push(session)
      session.send(pdu.response({ system_id: 'foreign' }))
    })
    session.on('submit_sm', (pdu) => {
      got.push(pdu)
      session.send(pdu.response({ message_id: `f-${got.length}` }))
    })
    session.on('unbind', (pdu) => session.send(pdu.response({})))
    session.on('enquire_link', (pdu) => session.send(pdu.response({})))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  smsc = { close: async () => void server.close() } as TestSmsc
  const made = await world.call('POST', '/operators/1/connections', settings(port))
  id = made.body.id
  await vi.waitFor(async () => expect((await connection()).state).toBe('CONNECTED'))
  const outcomes = await world.operators.submit(id, [unit('491517', 'Hello')])
  expect(outcomes).toEqual([{ kind: 'accepted', peerId: 'f-1' }])
  expect(got[0]).toMatchObject({ destination_addr: '491517', short_message: { message: 'Hello' } })
  const answer = await new Promise<ForeignPdu>((resolve) =>
    sessions[0]!.deliver_sm(
      {
        source_addr: '491517',
        destination_addr: '1234',
        esm_class: 4,
        short_message:
          'id:f-1 sub:001 dlvrd:001 submit date:2611231200 done date:2611231201 stat:DELIVRD err:000 text:Hello',
      },
      resolve,
    ),
  )
  expect(answer.command_status).toBe(0)
  expect(receipts[0]!.peerIds).toEqual(['f-1'])
})
