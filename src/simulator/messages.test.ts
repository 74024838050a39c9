import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodeText, joinDecoded, segmentText } from '../protocols/gsm-text/index.ts'
import { formatRelativeTime, messageState, status } from '../protocols/smpp/index.ts'
import {
  eventually,
  spawnSimulator,
  TestEsme,
  textOf,
  type SpawnedSimulator,
} from './spawned-simulator.ts'

let simulator: SpawnedSimulator
let esme: TestEsme

beforeAll(async () => {
  simulator = await spawnSimulator()
})
afterAll(() => simulator.remove())

beforeEach(async () => {
  await simulator.client.reset()
  await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 0, answerAfterMs: 0 } })
  esme = await TestEsme.bind(simulator.smppPort)
})
afterEach(() => esme.unbind())

const TO = '999000000100'
const shown = async (number = TO) => (await simulator.client.messages({ number })).results
const LONG = 'Ünïted we stand – ' + '€ and 😀 in the middle of it all. '.repeat(12)

describe('a text in parts', () => {
  it.each([
    ['a header with an 8-bit reference', { referenceBits: 8 as const }],
    ['a header with a 16-bit reference', { referenceBits: 16 as const }],
  ])('by %s is shown as one, in whatever order it came', async (_, { referenceBits }) => {
    const segments = segmentText(LONG, { reference: 77, referenceBits })
    if (!segments.ok) throw new Error(segments.reason)
    expect(segments.count).toBeGreaterThan(2)
    for (const part of segments.parts.toReversed())
      await esme.submit({
        destination_addr: TO,
        esm_class: 0x40,
        data_coding: segments.dataCoding,
        short_message: part.octets,
      })
    await eventually(() => esme.receipts.length === segments.count)
    expect(await shown()).toMatchObject([
      { text: LONG, partCount: segments.count, partsMissing: 0, encoding: 'ucs2' },
    ])
  })

  it('by sar_* parameters is shown as one', async () => {
    for (const [index, text] of ['one ', 'two ', 'three'].entries())
      await esme.submit({
        destination_addr: TO,
        short_message: Buffer.from(text),
        tlvs: { sar_msg_ref_num: 500, sar_total_segments: 3, sar_segment_seqnum: index + 1 },
      })
    expect(await eventually(async () => (await shown())[0])).toMatchObject({
      text: 'one two three',
      partCount: 3,
    })
  })

  it('in message_payload is shown as one', async () => {
    const text = 'x'.repeat(2_000)
    await esme.submit({
      destination_addr: TO,
      short_message: Buffer.alloc(0),
      tlvs: { message_payload: Buffer.from(text) },
    })
    expect(await eventually(async () => (await shown())[0])).toMatchObject({ text, partCount: 1 })
  })

  it('gives a receipt for each part that asked for one', async () => {
    const segments = segmentText('z'.repeat(300), { reference: 5 })
    if (!segments.ok) throw new Error(segments.reason)
    const [first, last] = segments.parts
    await esme.submit({
      destination_addr: TO,
      esm_class: 0x40,
      short_message: first!.octets,
      registered_delivery: 0,
    })
    const asked = await esme.submit({
      destination_addr: TO,
      esm_class: 0x40,
      short_message: last!.octets,
      registered_delivery: 1,
    })
    await esme.receiptFor(asked.messageId)
    await eventually(async () => (await simulator.client.health()).waiting === 0)
    expect(esme.receipts).toHaveLength(1)
  })

  it('an answering handset answers once', async () => {
    const segments = segmentText('q'.repeat(300), { reference: 6 })
    if (!segments.ok) throw new Error(segments.reason)
    for (const part of segments.parts)
      await esme.submit({
        destination_addr: '999000000909',
        esm_class: 0x40,
        short_message: part.octets,
      })
    await eventually(() => esme.inbound.length > 0)
    await eventually(async () => (await simulator.client.health()).waiting === 0)
    expect(esme.inbound).toHaveLength(1)
  })
})

describe('content', () => {
  it.each([
    ['gsm7', 0, Buffer.from([0x48, 0x00, 0x1b, 0x65, 0x05]), 'H@€é'],
    ['latin1', 3, Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['ucs2', 8, Buffer.from('日本語', 'utf16le').swap16(), '日本語'],
    ['octets', 4, Buffer.from('00ff10', 'hex'), '00ff10'],
  ])('%s is shown as it was meant', async (encoding, data_coding, short_message, text) => {
    await esme.submit({ destination_addr: TO, data_coding, short_message })
    expect(await eventually(async () => (await shown())[0])).toMatchObject({
      encoding,
      text,
      flash: false,
    })
  })

  it('class 0 is a flash message', async () => {
    await esme.submit({ destination_addr: TO, data_coding: 0x10 })
    expect(await eventually(async () => (await shown())[0])).toMatchObject({
      flash: true,
      text: 'Hello there',
    })
  })

  it('data_coding 0 means what the operator says', async () => {
    await simulator.client.setOperator({ settings: { defaultAlphabet: 'latin1' } })
    await esme.submit({ destination_addr: TO, short_message: Buffer.from('@ß', 'latin1') })
    expect(await eventually(async () => (await shown())[0])).toMatchObject({ text: '@ß' })
  })

  it('a destination that is no number is refused', async () => {
    expect((await esme.submit({ destination_addr: 'Trunkline' })).status).toBe(
      status.ESME_RINVDSTADR,
    )
    expect((await esme.submit({ destination_addr: '' })).status).toBe(status.ESME_RINVDSTADR)
  })
})

it('whatever is submitted is answered, and shown or refused', async () => {
  const octets = fc.uint8Array({ maxLength: 254 }).map((values) => Buffer.from(values))
  const message = fc.record({
    destination_addr: fc.oneof(
      fc.constantFrom(TO, '999000000900', '999000000909'),
      fc.stringMatching(/^[ -~]{0,20}$/),
    ),
    source_addr: fc.stringMatching(/^[ -~]{0,20}$/),
    esm_class: fc.integer({ min: 0, max: 255 }),
    data_coding: fc.integer({ min: 0, max: 255 }),
    registered_delivery: fc.integer({ min: 0, max: 255 }),
    short_message: octets,
    validity_period: fc.constantFrom('', '000000000100000R', '261123202900000+', 'x'),
  })
  const sar = fc.record({
    sar_msg_ref_num: fc.integer({ min: 0, max: 65_535 }),
    sar_total_segments: fc.integer({ min: 0, max: 255 }),
    sar_segment_seqnum: fc.integer({ min: 0, max: 255 }),
  })
  await fc.assert(
    fc.asyncProperty(message, fc.option(sar), async (fields, parts) => {
      const answer = await esme.submit({ ...fields, ...(parts ? { tlvs: parts } : {}) })
      expect(answer.status === 0 ? answer.messageId : answer.status).toBeTruthy()
    }),
    { numRuns: 500 },
  )
  await eventually(async () => (await simulator.client.health()).waiting === 0)
  expect((await simulator.client.health()).pid).toBe(simulator.pid)
})

describe('other requests', () => {
  it('data_sm is taken like submit_sm', async () => {
    const view = await esme.session.request('data_sm', {
      source_addr: 'Trunkline',
      destination_addr: TO,
      registered_delivery: 1,
      tlvs: { message_payload: Buffer.from('as data') },
    })
    await esme.receiptFor(view.text('message_id'))
    expect(await shown()).toMatchObject([{ text: 'as data' }])
  })

  it('submit_multi takes each destination by itself, under one id', async () => {
    const view = await esme.session.request('submit_multi', {
      source_addr: 'Trunkline',
      dest_address: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '999000000100' },
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '999000000901' },
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '999000000900' },
        { dl_name: 'everybody' },
      ],
      registered_delivery: 1,
      short_message: Buffer.from('to many'),
    })
    expect(view.unsuccess()).toMatchObject([
      { destination_addr: '999000000901', error_status_code: status.ESME_RINVDSTADR },
      { destination_addr: 'everybody', error_status_code: status.ESME_RINVDLNAME },
    ])
    await eventually(() => esme.receiptsFor(view.text('message_id')).length === 2)
    expect(esme.receipts.map((receipt) => receipt.state).toSorted()).toEqual([
      'DELIVERED',
      'UNDELIVERABLE',
    ])
  })

  it('query_sm tells the state before and after the fate', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 3_600_000 } })
    const { messageId } = await esme.submit({ destination_addr: TO })
    const asked = { message_id: messageId, source_addr: 'Trunkline' }
    const state = async () =>
      (await esme.session.request('query_sm', asked)).number('message_state')
    expect(await state()).toBe(messageState.ENROUTE)
    await esme.session.request('cancel_sm', { ...asked, destination_addr: TO })
    await esme.receiptFor(messageId)
    expect(await state()).toBe(messageState.DELETED)
    const foreign = await esme.session.request('query_sm', { ...asked, source_addr: 'Somebody' })
    expect(foreign.commandStatus).toBe(status.ESME_RQUERYFAIL)
  })

  it('cancel_sm deletes what has not been delivered, once', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 3_600_000 } })
    const { messageId } = await esme.submit({ destination_addr: TO })
    const cancel = () =>
      esme.session.request('cancel_sm', {
        message_id: messageId,
        source_addr: 'Trunkline',
        destination_addr: TO,
      })
    expect((await cancel()).commandStatus).toBe(status.ESME_ROK)
    expect((await esme.receiptFor(messageId)).state).toBe('DELETED')
    expect((await cancel()).commandStatus).toBe(status.ESME_RCANCELFAIL)
  })

  it('cancel_sm without an id deletes all between two addresses', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 3_600_000 } })
    await esme.submit({ destination_addr: TO })
    await esme.submit({ destination_addr: TO, short_message: Buffer.from('second') })
    await esme.submit({ destination_addr: '999000000200' })
    await esme.session.request('cancel_sm', { source_addr: 'Trunkline', destination_addr: TO })
    await eventually(() => esme.receipts.length === 2)
    await eventually(async () => (await simulator.client.health()).waiting === 1)
  })

  it('replace_sm changes the text and validity of what has not been delivered', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 3_600_000 } })
    const { messageId } = await esme.submit({ destination_addr: TO })
    const replaced = await esme.session.request('replace_sm', {
      message_id: messageId,
      source_addr: 'Trunkline',
      registered_delivery: 1,
      validity_period: formatRelativeTime(1_000),
      short_message: Buffer.from('Better'),
    })
    expect(replaced.commandStatus).toBe(status.ESME_ROK)
    await esme.receiptFor(messageId)
    expect(await shown()).toMatchObject([{ text: 'Better', state: 'EXPIRED' }])
  })

  it('validity that ends before delivery expires the message', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 3_600_000 } })
    const { messageId } = await esme.submit({
      destination_addr: TO,
      validity_period: formatRelativeTime(1_000),
    })
    expect((await esme.receiptFor(messageId)).state).toBe('EXPIRED')
    expect((await esme.submit({ destination_addr: TO, validity_period: 'tomorrow' })).status).toBe(
      status.ESME_RINVEXPIRY,
    )
  })
})

describe('MO', () => {
  it('reaches whoever used the address as a sender last', async () => {
    const other = await TestEsme.bind(simulator.smppPort, { systemId: 'trunkline-2' })
    await other.submit({ destination_addr: TO, source_addr: '38555', source_addr_ton: 3 })
    expect(await simulator.client.inbound({ from: TO, to: '38555', text: 'STOP' })).toMatchObject({
      systemId: 'trunkline-2',
      partCount: 1,
    })
    expect(textOf(await eventually(() => other.inbound[0]))).toBe('STOP')
    expect(esme.inbound).toEqual([])
    await other.unbind()
  })

  it('goes in parts when it is long, and is shown as one', async () => {
    const { partCount } = await simulator.client.inbound({ from: TO, to: '38555', text: LONG })
    await eventually(() => esme.inbound.length === partCount)
    const parts = esme.inbound.map((view) =>
      decodeText(view.octets('short_message'), {
        dataCoding: view.number('data_coding'),
        udh: true,
      }),
    )
    expect(new Set(parts.map((part) => part.concatenation?.total))).toEqual(new Set([partCount]))
    expect(joinDecoded(parts)).toBe(LONG)
    expect(await shown()).toMatchObject([{ direction: 'FROM_HANDSET', text: LONG, partCount }])
  })

  it('goes as raw octets when they are given', async () => {
    await simulator.client.inbound({
      from: TO,
      to: '38555',
      octets: '0605040B8423F0FFEE',
      dataCoding: 4,
      userDataHeader: true,
    })
    const view = await eventually(() => esme.inbound[0])
    expect([
      view.octets('short_message').toString('hex'),
      view.number('data_coding'),
      view.number('esm_class'),
    ]).toEqual(['0605040b8423f0ffee', 4, 0x40])
  })
})

/** As much of the package as is used here; it comes without types. */
interface NpmPdu {
  command_status: number
  esm_class: number
  message_id: string
  short_message: { message: string }
  response(): NpmPdu
}
interface NpmSession extends EventEmitter {
  bind_transceiver(fields: object, answered: (pdu: NpmPdu) => void): void
  submit_sm(fields: object, answered: (pdu: NpmPdu) => void): void
  send(pdu: NpmPdu): void
  close(): void
}
const npmSmpp = createRequire(import.meta.url)('smpp') as {
  connect(options: { url: string }): NpmSession
}

it('the npm package smpp binds, submits and gets its receipt and an answer', async () => {
  const session = npmSmpp.connect({ url: `smpp://127.0.0.1:${simulator.smppPort}` })
  const arrived: { esm_class: number; text: string }[] = []
  session.on('deliver_sm', (pdu: NpmPdu) => {
    arrived.push({ esm_class: pdu.esm_class, text: pdu.short_message.message })
    session.send(pdu.response())
  })
  const asked = (name: 'bind_transceiver' | 'submit_sm', fields: object) =>
    new Promise<NpmPdu>((resolve) => session[name](fields, resolve))
  const bound = await asked('bind_transceiver', {
    system_id: 'trunkline-npm',
    password: 'simulator',
  })
  expect(bound.command_status).toBe(0)
  const answer = await asked('submit_sm', {
    source_addr: 'Npm',
    destination_addr: '999000000909',
    registered_delivery: 1,
    short_message: 'Hi',
  })
  expect(answer.command_status).toBe(0)
  await eventually(() => arrived.length === 2)
  expect(arrived.find((pdu) => pdu.esm_class === 4)?.text).toContain(`id:${answer.message_id} `)
  expect(arrived.find((pdu) => pdu.esm_class === 0)?.text).toBe('Re: Hi')
  await new Promise((resolve) => {
    session.once('close', resolve)
    session.close()
  })
})
