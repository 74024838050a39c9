import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OutcomeUnknownError, status } from '../protocols/smpp/index.ts'
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
  await simulator.client.setBehaviour({
    defaults: { deliverAfterMs: 0, answerAfterMs: 0, lateAfterMs: 300 },
  })
  esme = await TestEsme.bind(simulator.smppPort)
})
afterEach(() => esme.unbind())

const shown = async (number: string) => (await simulator.client.messages({ number })).results

describe('the last three digits of a destination', () => {
  it.each(['999000000000', '999000000123', '999000000899', '999000000910'])(
    '%s: delivered, shown and receipted',
    async (to) => {
      const { status: answer, messageId } = await esme.submit({ destination_addr: to })
      expect(answer).toBe(status.ESME_ROK)
      expect((await esme.receiptFor(messageId)).state).toBe('DELIVERED')
      expect(await shown(to)).toMatchObject([
        {
          messageId,
          number: to,
          correspondent: 'Trunkline',
          direction: 'TO_HANDSET',
          text: 'Hello there',
          state: 'DELIVERED',
        },
      ])
    },
  )

  it('900: undeliverable, with the network error in the receipt', async () => {
    const { messageId } = await esme.submit({ destination_addr: '999000000900' })
    expect(await esme.receiptFor(messageId)).toMatchObject({
      state: 'UNDELIVERABLE',
      stat: 'UNDELIV',
      err: '001',
      networkError: { code: 1 },
    })
    expect(await shown('999000000900')).toMatchObject([{ state: 'UNDELIVERABLE' }])
  })

  it('901: refused at submit', async () => {
    const answer = await esme.submit({ destination_addr: '999000000901' })
    expect(answer.status).toBe(status.ESME_RINVDSTADR)
    expect(await shown('999000000901')).toEqual([])
  })

  it('902: throttled three times, then delivered; another text begins anew', async () => {
    const tries: number[] = []
    for (let attempt = 0; attempt < 4; attempt++)
      tries.push((await esme.submit({ destination_addr: '999000000902' })).status)
    expect(tries).toEqual([
      status.ESME_RTHROTTLED,
      status.ESME_RTHROTTLED,
      status.ESME_RTHROTTLED,
      status.ESME_ROK,
    ])
    const other = await esme.submit({
      destination_addr: '999000000902',
      short_message: Buffer.from('Other'),
    })
    expect(other.status).toBe(status.ESME_RTHROTTLED)
    await eventually(() => esme.receipts.length === 1)
  })

  it('903: expires', async () => {
    const { messageId } = await esme.submit({ destination_addr: '999000000903' })
    expect(await esme.receiptFor(messageId)).toMatchObject({ state: 'EXPIRED', err: '027' })
  })

  it('904: delivered without a receipt', async () => {
    const silent = await esme.submit({ destination_addr: '999000000904' })
    const after = await esme.submit({ destination_addr: '999000000100' })
    await esme.receiptFor(after.messageId)
    await eventually(async () => (await simulator.client.health()).waiting === 0)
    expect(esme.receiptsFor(silent.messageId)).toEqual([])
    expect(await shown('999000000904')).toMatchObject([{ state: 'DELIVERED' }])
  })

  it('905: the receipt comes before the answer', async () => {
    const { messageId } = await esme.submit({ destination_addr: '999000000905' })
    expect(esme.order).toEqual([`receipt ${messageId}`, `answer ${messageId}`])
  })

  it('906: the receipt comes twice', async () => {
    const { messageId } = await esme.submit({ destination_addr: '999000000906' })
    await eventually(() => esme.receiptsFor(messageId).length === 2)
    await eventually(async () => (await simulator.client.health()).waiting === 0)
  })

  it('907: the receipt comes late, the message does not', async () => {
    await simulator.client.setBehaviour({
      defaults: { deliverAfterMs: 0, lateAfterMs: 3_600_000 },
    })
    const late = await esme.submit({ destination_addr: '999000000907' })
    const prompt = await esme.submit({ destination_addr: '999000000100' })
    await esme.receiptFor(prompt.messageId)
    expect(await shown('999000000907')).toMatchObject([{ state: 'DELIVERED' }])
    expect(esme.receiptsFor(late.messageId)).toEqual([])
    await eventually(async () => (await simulator.client.health()).waiting === 1)
  })

  it('907: the receipt does come', async () => {
    const { messageId } = await esme.submit({ destination_addr: '999000000907' })
    expect((await esme.receiptFor(messageId)).state).toBe('DELIVERED')
  })

  it('908: the first try drops the link without an answer, the next is delivered', async () => {
    const lost = await esme
      .submit({ destination_addr: '999000000908' })
      .catch((error: unknown) => error)
    expect(lost).toBeInstanceOf(OutcomeUnknownError)
    await eventually(() => esme.closed)
    esme = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await esme.submit({ destination_addr: '999000000908' })
    expect((await esme.receiptFor(messageId)).state).toBe('DELIVERED')
    expect(await shown('999000000908')).toHaveLength(1)
  })

  it('909: the handset answers the sender', async () => {
    await esme.submit({
      destination_addr: '999000000909',
      source_addr: '38512345',
      source_addr_ton: 1,
      source_addr_npi: 1,
    })
    const answer = await eventually(() => esme.inbound[0])
    expect([answer.text('source_addr'), answer.text('destination_addr'), textOf(answer)]).toEqual([
      '999000000909',
      '38512345',
      'Re: Hello there',
    ])
    expect(await shown('999000000909')).toMatchObject([
      { direction: 'FROM_HANDSET', text: 'Re: Hello there' },
      { direction: 'TO_HANDSET', text: 'Hello there' },
    ])
  })
})

describe('rules', () => {
  it('the first rule that fits goes before the ending', async () => {
    await simulator.client.setBehaviour({
      defaults: { deliverAfterMs: 0 },
      rules: [
        {
          prefix: '99955',
          endsWith: '1',
          behaviour: 'UNDELIVERABLE',
          parameters: { state: 'REJECTED', error: 42 },
        },
        { prefix: '99955', behaviour: 'REFUSE', parameters: { commandStatus: 0x45 } },
      ],
    })
    const rejected = await esme.submit({ destination_addr: '999550000001' })
    expect(await esme.receiptFor(rejected.messageId)).toMatchObject({
      state: 'REJECTED',
      err: '042',
    })
    expect((await esme.submit({ destination_addr: '999550000002' })).status).toBe(0x45)
    expect((await esme.submit({ destination_addr: '999560000002' })).status).toBe(status.ESME_ROK)
  })

  it('what a rule leaves open comes from the defaults; what defaults leave out returns to its first value', async () => {
    const set = await simulator.client.setBehaviour({ defaults: { throttleTries: 1 } })
    expect(set.defaults).toMatchObject({
      throttleTries: 1,
      deliverAfterMs: 200,
      lateAfterMs: 60_000,
    })
    expect((await esme.submit({ destination_addr: '999000000902' })).status).toBe(
      status.ESME_RTHROTTLED,
    )
    expect((await esme.submit({ destination_addr: '999000000902' })).status).toBe(status.ESME_ROK)
  })
})

describe('registered_delivery', () => {
  it.each([
    [0, '100', false],
    [0, '900', false],
    [1, '100', true],
    [1, '900', true],
    [2, '100', false],
    [2, '900', true],
    [2, '903', true],
    [3, '100', true],
    [3, '900', false],
  ])('%i to ...%s: receipt %s', async (registered_delivery, ending, wanted) => {
    const asked = await esme.submit({ destination_addr: `999000000${ending}`, registered_delivery })
    await eventually(async () => (await shown(`999000000${ending}`)).length === 1)
    await eventually(async () => (await simulator.client.health()).waiting === 0)
    expect(esme.receiptsFor(asked.messageId)).toHaveLength(wanted ? 1 : 0)
  })
})
