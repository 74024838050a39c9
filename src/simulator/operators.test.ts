import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  OutcomeUnknownError,
  receiptIdKeys,
  receiptShapes,
  responseIdKey,
  SmppConnectError,
  status,
} from '../protocols/smpp/index.ts'
import { eventually, spawnSimulator, TestEsme, type SpawnedSimulator } from './spawned-simulator.ts'
import { messageIdForms, receiptShapeNames } from './wire.ts'

let simulator: SpawnedSimulator
const bound: TestEsme[] = []

beforeAll(async () => {
  simulator = await spawnSimulator()
})
afterAll(() => simulator.remove())

beforeEach(async () => {
  await simulator.client.reset()
  await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 0 } })
})
afterEach(async () => {
  for (const esme of bound.splice(0)) if (!esme.closed) await esme.unbind()
})

const TO = '999000000100'
const bind = async (options?: Parameters<typeof TestEsme.bind>[1]) => {
  const esme = await TestEsme.bind(simulator.smppPort, options)
  bound.push(esme)
  return esme
}
const refusal = (options: Parameters<typeof TestEsme.bind>[1]) =>
  bind(options).then(
    () => 'bound',
    (error: unknown) => error,
  )

describe('binds', () => {
  it.each([
    ['a wrong password', { password: 'Simulator' }],
    ['an unknown system_id', { systemId: 'stranger' }],
  ])('%s is refused with ESME_RINVPASWD', async (_, options) => {
    expect(await refusal(options)).toMatchObject({
      reason: 'bind_refused',
      status: status.ESME_RINVPASWD,
    })
    expect(await refusal({})).toBe('bound')
  })

  it('credentials can be changed', async () => {
    await simulator.client.setOperator({
      credentials: { systemIdPrefix: 'acme', password: 'other' },
    })
    expect(await refusal({ systemId: 'acme1', password: 'other' })).toBe('bound')
    expect(await refusal({})).toBeInstanceOf(SmppConnectError)
  })

  it.each([
    [0x33, '3.3'],
    [0x34, '3.4'],
    [0x50, '5.0'],
  ])('interface_version %i is served', async (version, name) => {
    const esme = await bind({ version })
    const { messageId } = await esme.submit({ destination_addr: TO })
    await esme.receiptFor(messageId)
    expect((await simulator.client.health()).links).toMatchObject([
      { systemId: 'trunkline', bind: 'BOUND_TRX', interfaceVersion: name },
    ])
  })

  it('what a transmitter submits is receipted to the receivers of the same system_id in turn', async () => {
    const receivers = [await bind({ kind: 'receiver' }), await bind({ kind: 'receiver' })]
    const stranger = await bind({ systemId: 'trunkline-2' })
    const transmitter = await bind({ kind: 'transmitter' })
    for (let count = 0; count < 20; count++) await transmitter.submit({ destination_addr: TO })
    await eventually(() => receivers[0]!.receipts.length + receivers[1]!.receipts.length === 20)
    expect(receivers.map((esme) => esme.receipts.length)).toEqual([10, 10])
    expect([transmitter.receipts, stranger.receipts]).toEqual([[], []])
  })

  it('receipts and MO wait for a bind that can take them', async () => {
    const transmitter = await bind({ kind: 'transmitter' })
    const { messageId } = await transmitter.submit({ destination_addr: TO })
    await simulator.client.inbound({ from: TO, to: 'Trunkline', text: 'anybody there?' })
    await eventually(
      async () =>
        (await simulator.client.operators()).operators.find((one) => one.systemId === 'trunkline')
          ?.waiting === 2,
    )
    const receiver = await bind({ kind: 'receiver' })
    await receiver.receiptFor(messageId)
    await eventually(() => receiver.inbound.length === 1)
  })

  it('binds can be refused', async () => {
    await simulator.client.setOperator({ systemId: 'trunkline', settings: { refuseBinds: true } })
    expect(await refusal({})).toMatchObject({
      reason: 'bind_refused',
      status: status.ESME_RBINDFAIL,
    })
    expect(await refusal({ systemId: 'trunkline-2' })).toBe('bound')
  })
})

describe('faults', () => {
  it('above its rate an operator throttles', async () => {
    await simulator.client.setOperator({ settings: { messagesPerSecond: 1 } })
    const esme = await bind()
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => esme.submit({ destination_addr: TO })),
    )
    const accepted = answers.filter((answer) => answer.status === status.ESME_ROK).length
    expect(accepted).toBeGreaterThanOrEqual(1)
    expect(accepted).toBeLessThan(15)
    expect(answers.filter((answer) => answer.status === status.ESME_RTHROTTLED)).toHaveLength(
      30 - accepted,
    )
    await eventually(
      async () => (await esme.submit({ destination_addr: TO })).status === status.ESME_ROK,
    )
  })

  it('refuses everything when told to, for one system_id only', async () => {
    await simulator.client.setOperator({ systemId: 'trunkline', settings: { refuseAll: true } })
    const esme = await bind()
    const other = await bind({ systemId: 'trunkline-2' })
    expect((await esme.submit({ destination_addr: TO })).status).toBe(status.ESME_RSUBMITFAIL)
    expect((await other.submit({ destination_addr: TO })).status).toBe(status.ESME_ROK)
    await simulator.client.setOperator({ systemId: 'trunkline', settings: { refuseAll: false } })
    expect((await esme.submit({ destination_addr: TO })).status).toBe(status.ESME_ROK)
  })

  it('fails at random at the rate it is told', async () => {
    await simulator.client.setOperator({ settings: { errorRate: 0.5, errorStatus: 0x14 } })
    const esme = await bind()
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => esme.submit({ destination_addr: TO })),
    )
    const failed = answers.filter((answer) => answer.status === 0x14).length
    expect(failed).toBeGreaterThan(50)
    expect(failed).toBeLessThan(150)
  })

  it('goes deaf, and drops the links that waited in vain when it hears again', async () => {
    const [esme, other] = [await bind(), await bind({ systemId: 'trunkline-2' })]
    await simulator.client.setOperator({ settings: { deaf: true } })
    const unanswered = esme.submit({ destination_addr: TO }).catch((error: unknown) => error)
    await eventually(async () => (await simulator.client.health()).counters.ignored === 1)
    expect(esme.session.inFlight).toBe(1)
    await simulator.client.setOperator({ settings: { deaf: false } })
    expect(await unanswered).toBeInstanceOf(OutcomeUnknownError)
    expect((await other.submit({ destination_addr: TO })).status).toBe(status.ESME_ROK)
  })

  it('drops the links of one system_id, or all', async () => {
    const [esme, other] = [await bind(), await bind({ systemId: 'trunkline-2' })]
    await simulator.client.setOperator({ systemId: 'trunkline', dropLinks: true })
    await eventually(() => esme.closed)
    expect(other.closed).toBe(false)
    await simulator.client.setOperator({ dropLinks: true })
    await eventually(() => other.closed)
  })

  it('tells its congestion, but not to a 3.3 peer', async () => {
    await simulator.client.setOperator({ settings: { congestionState: 87 } })
    const [modern, old] = [await bind({ version: 0x50 }), await bind({ version: 0x33 })]
    expect((await modern.submit({ destination_addr: TO })).congestion).toBe(87)
    expect((await old.submit({ destination_addr: TO })).congestion).toBeUndefined()
  })

  it('a receipt the ESME cannot take now comes again; one it refuses for good does not', async () => {
    const esme = await bind()
    esme.acknowledgeWith = status.ESME_RX_T_APPN
    const { messageId } = await esme.submit({ destination_addr: TO })
    await eventually(() => esme.session.counters.pdusIn >= 3)
    esme.acknowledgeWith = status.ESME_ROK
    await esme.receiptFor(messageId)
    esme.acknowledgeWith = status.ESME_RX_P_APPN
    await esme.submit({ destination_addr: TO })
    await eventually(async () => (await simulator.client.health()).counters.receiptsAbandoned === 1)
    expect((await simulator.client.health()).waiting).toBe(0)
  })

  it('never has more receipts under way than its window', async () => {
    await simulator.client.setOperator({ settings: { windowSize: 3 } })
    const esme = await bind()
    esme.held = []
    for (let count = 0; count < 10; count++) await esme.submit({ destination_addr: TO })
    await eventually(() => esme.held?.length === 3)
    // An answer to a request overtakes nothing that was written before it.
    await esme.session.request('query_sm', { message_id: '1', source_addr: 'Trunkline' })
    expect(esme.receipts).toHaveLength(3)
    const held = esme.held
    esme.held = null
    for (const ticket of held) esme.session.respond(ticket)
    await eventually(() => esme.receipts.length === 10)
  })
})

describe('receipts', () => {
  it('has every layout the codec can write', () => {
    expect([...receiptShapeNames].toSorted()).toEqual(Object.keys(receiptShapes).toSorted())
  })

  it.each(
    receiptShapeNames.flatMap((shape) => [
      ['deliver_sm' as const, shape] as const,
      ['data_sm' as const, shape] as const,
    ]),
  )('in %s, %s, is matched to its message', async (receiptPdu, receiptShape) => {
    await simulator.client.setOperator({ settings: { receiptShape, receiptPdu } })
    const esme = await bind()
    const { messageId } = await esme.submit({ destination_addr: TO })
    const receipt = await eventually(() => esme.receipts[0])
    expect(receipt.state).toBe('DELIVERED')
    expect(receiptIdKeys(receipt.id, 'auto')).toContain(responseIdKey(messageId))
  })

  it.each(messageIdForms)('with ids as %s', async (messageIdForm) => {
    await simulator.client.setOperator({ settings: { messageIdForm } })
    const esme = await bind()
    const { messageId } = await esme.submit({ destination_addr: TO })
    const { id } = await eventually(() => esme.receipts[0])
    const value = (text: string, isHex: boolean) => Number.parseInt(text, isHex ? 16 : 10)
    expect(value(id, messageIdForm === 'HEX' || messageIdForm === 'RECEIPT_HEX')).toBe(
      value(messageId, messageIdForm === 'HEX' || messageIdForm === 'RESPONSE_HEX'),
    )
    const known = await esme.session.request('query_sm', {
      message_id: messageId,
      source_addr: 'Trunkline',
    })
    expect(known.commandStatus).toBe(status.ESME_ROK)
  })

  it('tells the reference the ESME gave its message', async () => {
    const esme = await bind()
    await esme.submit({ destination_addr: TO, tlvs: { user_message_reference: 4_711 } })
    const receipt = await eventually(() => esme.receiptViews[0])
    expect(receipt.tlv('user_message_reference')).toBe(4_711)
  })
})
