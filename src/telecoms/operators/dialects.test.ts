import { expect, test } from 'vitest'
import { stage, to } from './test/stage.ts'
import { unit } from './test/units.ts'
import { settings } from './test/world.ts'

const at = stage()

test('a vendor’s habits fill in what is left out, and what is said comes first', async () => {
  const smsc = await at.smscOf()
  const id = await at.connectionTo(smsc.port, {
    vendor: 'VIBES',
    dialect: { validity: 'ABSOLUTE' },
  })
  const { body } = await at.world.call('GET', `/operators/1/connections/${id}`)
  expect(body).toMatchObject({
    vendor: 'VIBES',
    encoding: { defaultAlphabet: 'ASCII' },
    dialect: { recipient: { ton: 0, npi: 0 }, alphanumericSender: null, validity: 'ABSOLUTE' },
  })
  const kept = await at.world.call('GET', '/operators/1/vendors')
  for (const one of kept.body.results) expect(one.source).toMatch(/^https:\/\/|^SMPP 3\.4/)
  const bad = await at.world.call(
    'POST',
    '/operators/1/connections',
    settings(smsc.port, { vendor: 'NOBODY' }),
  )
  expect(bad.status).toBe(400)
  expect(JSON.stringify(bad.body)).toContain('vendor')
})

const numeric = { kind: 'long-number', address: '49151', ton: 1, npi: 1 } as const
const short = { kind: 'short-code', address: '77777', ton: 3, npi: 0 } as const

test('kinds of addresses and the end of validity are written as the operator wants them', async () => {
  const smsc = await at.smscOf()
  const id = await at.connected(smsc.port, {
    dialect: {
      longNumberSender: { ton: 2, npi: 8 },
      recipient: { ton: 0, npi: 0 },
      validity: 'ABSOLUTE',
    },
  })
  const { operators } = at.world
  const validityMs = 3_600_000
  await operators.submit(id, [unit(to(1), 'a', { sender: numeric, validityMs })])
  await operators.submit(id, [unit(to(2), 'b', { sender: short, validityMs: null })])
  const [first, second] = smsc.seen
  expect(first).toMatchObject({ sourceTon: 2, sourceNpi: 8, recipientTon: 0 })
  expect(first!.validity).toMatch(/^\d{12}\d{3}\+$/)
  expect(second).toMatchObject({ sourceTon: 3, sourceNpi: 0, validity: '' })
})

test('a status of the vendor’s own can mean that we are too fast: the part goes again', async () => {
  let count = 0
  const smsc = await at.smscOf({ answer: () => (++count === 1 ? { status: 0x405 } : {}) })
  const id = await at.connected(smsc.port, { dialect: { congestionStatuses: [0x405] } })
  const [outcome] = await at.world.operators.submit(id, [unit(to(3), 'a')])
  expect(outcome).toMatchObject({ kind: 'accepted' })
  expect(count).toBe(2)
  expect((await at.stateOf(id)).counters).toMatchObject({ throttled: 1, refused: 0 })
})

test('receipts without a mark count only where the operator is known to forget it', async () => {
  const receipts: string[] = []
  const inbound: string[] = []
  at.world.operators.listen({
    receipt: async ({ receipt }) => void receipts.push(receipt.id),
    inbound: async (part) => void inbound.push(part.source),
  })
  const smsc = await at.smscOf()
  const id = await at.connected(smsc.port)
  const unmarked = {
    source_addr: '49151',
    destination_addr: '4915299',
    short_message: Buffer.from(
      'id:4711 sub:001 dlvrd:001 submit date:2611240000 done date:2611240001 stat:DELIVRD err:000 text:hi',
    ),
  }
  await smsc.deliver(unmarked)
  expect([receipts, inbound]).toEqual([[], ['49151']])
  await at.world.call(
    'PUT',
    `/operators/1/connections/${id}`,
    settings(smsc.port, { dialect: { unmarkedReceipts: true }, password: undefined }),
  )
  await smsc.deliver(unmarked)
  expect([receipts, inbound]).toEqual([['4711'], ['49151']])
})
