import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  eventually,
  spawnSimulator,
  TestEsme,
  textOf,
  type SpawnedSimulator,
} from './spawned-simulator.ts'

let simulator: SpawnedSimulator

beforeEach(async () => {
  simulator = await spawnSimulator()
})
afterEach(() => simulator.remove())

const settled = () => eventually(async () => (await simulator.client.health()).waiting === 0)

describe('kill -9 and start', () => {
  it('loses no receipt that was promised, and uses no id again', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 0, lateAfterMs: 1_000 } })
    // A transmitter gets no receipts, so all of them wait.
    const before = await TestEsme.bind(simulator.smppPort, { kind: 'transmitter' })
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        before.submit({ destination_addr: `999000${index % 2 === 0 ? '000907' : '000100'}` }),
      ),
    )
    simulator = await simulator.killAndStart()
    const after = await TestEsme.bind(simulator.smppPort)
    await eventually(() => after.receipts.length === 1_000)
    expect(new Set(after.receipts.map((receipt) => receipt.id))).toEqual(
      new Set(answers.map((answer) => answer.messageId)),
    )
    await settled()
    const next = await after.submit({ destination_addr: '999000000100' })
    expect(answers.map((answer) => answer.messageId)).not.toContain(next.messageId)
  })

  it('in the middle of receipts loses none, and repeats only what was not acknowledged', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 300 } })
    await simulator.client.setOperator({ settings: { windowSize: 10 } })
    const before = await TestEsme.bind(simulator.smppPort)
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, () => before.submit({ destination_addr: '999000000100' })),
    )
    await eventually(() => before.receipts.length > 100)
    simulator = await simulator.killAndStart()
    await eventually(() => before.closed)
    const after = await TestEsme.bind(simulator.smppPort)
    const got = () => new Set([...before.receipts, ...after.receipts].map((receipt) => receipt.id))
    await eventually(() => got().size === answers.length)
    await settled()
    // Acknowledged before the kill and not yet noted on disk: at most what one turn of the event loop holds.
    expect(before.receipts.length + after.receipts.length - answers.length).toBeLessThan(100)
  })

  it('keeps MO for a bind that comes later', async () => {
    await simulator.client.inbound({
      from: '999000000100',
      to: '38555',
      text: 'are you there?',
      systemId: 'trunkline',
    })
    simulator = await simulator.killAndStart()
    const esme = await TestEsme.bind(simulator.smppPort)
    expect(textOf(await eventually(() => esme.inbound[0]))).toBe('are you there?')
    // What comes after the answer to it, over the same connection, is heard after it and noted with it.
    const heard = await esme.submit({ destination_addr: '999000000100' })
    await esme.receiptFor(heard.messageId)
    await settled()
    simulator = await simulator.killAndStart()
    const again = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await again.submit({ destination_addr: '999000000100' })
    await again.receiptFor(messageId)
    expect(again.inbound).toEqual([])
  })

  it('a handset that was about to answer answers, once', async () => {
    await simulator.client.setBehaviour({ defaults: { deliverAfterMs: 0, answerAfterMs: 500 } })
    const before = await TestEsme.bind(simulator.smppPort, { kind: 'transmitter' })
    await before.submit({ destination_addr: '999000000909' })
    simulator = await simulator.killAndStart()
    const after = await TestEsme.bind(simulator.smppPort)
    await eventually(() => after.inbound.length === 1)
    await settled()
    simulator = await simulator.killAndStart()
    expect(
      (await simulator.client.messages({ number: '999000000909' })).results.map(
        (message) => message.direction,
      ),
    ).toEqual(['FROM_HANDSET', 'TO_HANDSET'])
  })

  it('what handsets show and what was set is still there', async () => {
    await simulator.client.setBehaviour({
      defaults: { deliverAfterMs: 0 },
      rules: [{ endsWith: '77', behaviour: 'REFUSE' }],
    })
    await simulator.client.setOperator({ settings: { receiptShape: 'seconds' } })
    const esme = await TestEsme.bind(simulator.smppPort)
    for (const text of ['one', 'two', 'three']) {
      const { messageId } = await esme.submit({
        destination_addr: '999000000100',
        short_message: Buffer.from(text),
      })
      await esme.receiptFor(messageId)
    }
    const seen = await simulator.client.messages({ number: '999000000100' })
    const behaviour = await simulator.client.behaviour()
    simulator = await simulator.killAndStart()
    expect(await simulator.client.messages({ number: '999000000100' })).toEqual(seen)
    expect(seen.results.map((message) => message.text)).toEqual(['three', 'two', 'one'])
    expect(await simulator.client.behaviour()).toEqual(behaviour)
    expect((await simulator.client.operators()).operators[0]?.settings.receiptShape).toBe('seconds')
  })

  it('a torn last line of the journal does not keep it from starting', async () => {
    const esme = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await esme.submit({ destination_addr: '999000000100' })
    const journal = join(simulator.dataDir, 'journal')
    appendFileSync(join(journal, readdirSync(journal).toSorted().at(-1)!), '{"k":"s","id":10000')
    simulator = await simulator.killAndStart()
    await (await TestEsme.bind(simulator.smppPort)).receiptFor(messageId)
  })
})

describe('reset', () => {
  it('wipes messages, receipts and settings, on disk too, but never repeats an id', async () => {
    await simulator.client.setBehaviour({
      defaults: { deliverAfterMs: 3_600_000 },
      rules: [{ endsWith: '1', behaviour: 'REFUSE' }],
    })
    const esme = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await esme.submit({ destination_addr: '999000000100' })
    await simulator.client.inbound({
      from: '999000000100',
      to: 'Trunkline',
      text: 'kept by nobody',
    })
    await eventually(() => esme.inbound.length === 1)
    expect(await simulator.client.reset()).toEqual({ messages: 1, waiting: 1 })
    simulator = await simulator.killAndStart()
    expect((await simulator.client.messages()).results).toEqual([])
    expect(await simulator.client.behaviour()).toMatchObject({
      rules: [],
      defaults: { deliverAfterMs: 200 },
    })
    const again = await TestEsme.bind(simulator.smppPort)
    expect(
      Number((await again.submit({ destination_addr: '999000000100' })).messageId),
    ).toBeGreaterThan(Number(messageId))
  })

  it('can keep the settings', async () => {
    await simulator.client.setBehaviour({ rules: [{ endsWith: '1', behaviour: 'REFUSE' }] })
    await simulator.client.reset({ keepSettings: true })
    expect((await simulator.client.behaviour()).rules).toHaveLength(1)
  })
})
