import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeText } from '../../src/protocols/gsm-text/index.ts'
import { messageOctets, messageState, status } from '../../src/protocols/smpp/index.ts'
import type { OtherAccount } from '../support/running.ts'
import { eventually } from '../support/running.ts'
import { startSmppWorld, type SmppWorld } from '../support/smpp-world.ts'

/** Receipts and messages from handsets, on their way to customers. */

let world: SmppWorld
let lastNumber = 0
const handset = (ending = '001') => `4178${String(1_000 + ++lastNumber)}${ending}`
/** The simulated network does not deliver to it. */
const unreachable = () => handset('901')

beforeAll(async () => {
  world = await startSmppWorld()
}, 60_000)
afterAll(() => world?.stop())
afterEach(() => world.leave())

const waitingOf = async ({ id }: { id: string }) =>
  (await world.call<{ waiting: number }>('GET', `/smpp/1/users/${id}/waiting`)).body.waiting
const allWaiting = (user: { id: string }, count: number) =>
  eventually(`${count} reports wait`, async () =>
    (await waitingOf(user)) === count ? true : undefined,
  )

describe('receipts', () => {
  it.each([
    [0x00, []],
    [0x01, ['DELIVERED', 'UNDELIVERABLE']],
    [0x02, ['UNDELIVERABLE']],
    [0x03, ['DELIVERED']],
  ])('for registered_delivery %i are %j', async (registered_delivery, states) => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    await esme.submit({ registered_delivery, destination_addr: handset() })
    await esme.submit({ registered_delivery, destination_addr: unreachable() })
    // What comes last tells that nothing more of the others will.
    await eventually('both ends', async () => {
      const [row] = await world.running.look<{ open: number }>(
        `select count(*)::int as open from messaging.live where state <> 3 and settings->'extras'->'smpp'->>'user' = $1`,
        [user.id],
      )
      return row!.open === 0 ? true : undefined
    })
    await allWaiting(user, 0)
    expect(esme.receipts.map((one) => one.state).toSorted()).toEqual(states.toSorted())
  })

  it('of the way are sent when they are asked for', async () => {
    // Long enough that the end does not overtake the operator's answer.
    const rule = { prefix: '4177', behaviour: 'DELIVER', parameters: { afterMs: 1_000 } } as const
    await world.running.simulator.setBehaviour({ rules: [rule] })
    const esme = await world.bind(await world.makeUser())
    const { id } = await esme.submit({ registered_delivery: 0x11, destination_addr: '41771000001' })
    await eventually('both receipts', () => (esme.receipts.length === 2 ? true : undefined))
    expect(esme.receiptsOf(id)).toEqual(['ENROUTE', 'DELIVERED'])
    expect(esme.views[0]!.number('esm_class')).toBe(0x20)
  })

  it('say why a message failed', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    const { id } = await esme.submit({ destination_addr: unreachable() })
    const receipt = await esme.receiptOf(id)
    expect(receipt.state).toBe('UNDELIVERABLE')
    expect(esme.views[0]!.tlv('network_error_code')).toHaveLength(3)
    expect(messageOctets(esme.views[0]!).toString()).toMatch(
      /^id:\S+ sub:001 dlvrd:000 submit date:\d{10} done date:\d{10} stat:UNDELIV err:\d{3} text:$/,
    )
  })

  it('have the form that was agreed, and the id the answer told', async () => {
    const decimal = await world.makeUser({
      messageIds: 'DECIMAL',
      receipts: { text: 'SECONDS', messageIds: 'HEX', parameters: false, networkError: false },
    })
    const esme = await world.bind(decimal)
    const { id } = await esme.submit({ destination_addr: handset() })
    expect(id).toMatch(/^\d{36,39}$/)
    const receipt = await eventually('a receipt', () => esme.receipts[0])
    expect(receipt.id).toBe(BigInt(id).toString(16).padStart(32, '0'))
    expect(messageOctets(esme.views[0]!).toString()).toMatch(/submit date:\d{12} /)
    expect(esme.views[0]!.hasTlv('receipted_message_id')).toBe(false)
    const textless = await world.makeUser({ receipts: { text: 'NONE', parameters: false } })
    const other = await world.bind(textless)
    const sent = await other.submit({ destination_addr: handset() })
    await other.receiptOf(sent.id)
    expect(messageOctets(other.views[0]!)).toHaveLength(0)
    expect(other.views[0]!.tlv('message_state')).toBe(messageState.DELIVERED)
    const queried = await esme.session.request('query_sm', { message_id: id })
    expect([queried.commandStatus, queried.text('message_id')]).toEqual([status.ESME_ROK, id])
  })

  it('come on any bind that receives, and on none that only sends', async () => {
    const user = await world.makeUser()
    const sending = await world.bind(user, { kind: 'transmitter' })
    const receivers = [
      await world.bind(user, { kind: 'receiver' }),
      await world.bind(user, { kind: 'receiver' }),
    ]
    const ids: string[] = []
    for (let n = 0; n < 20; n++)
      ids.push((await sending.submit({ destination_addr: handset() })).id)
    await eventually('all receipts', () =>
      receivers.flatMap((one) => one.receipts).length === 20 ? true : undefined,
    )
    expect(receivers.flatMap((one) => one.receipts.map(({ id }) => id)).toSorted()).toEqual(
      ids.toSorted(),
    )
    expect(receivers.every((one) => one.receipts.length > 0)).toBe(true)
    expect(sending.receipts).toEqual([])
    const refused = await receivers[0]!.session
      .request('submit_sm', { destination_addr: handset() })
      .catch((error: Error) => error.name)
    expect(refused).toBe('NotBoundError')
  })

  it('are kept while nobody is bound, over a restart, and come in the order of their ends', async () => {
    const user = await world.makeUser({ deliveryWindow: 1 })
    const sending = await world.bind(user, { kind: 'transmitter' })
    const ids: string[] = []
    for (let n = 0; n < 30; n++)
      ids.push((await sending.submit({ destination_addr: handset() })).id)
    await allWaiting(user, 30)
    world.leave()
    await world.running.restart()
    expect(await waitingOf(user)).toBe(30)
    const ends = await world.running.look<{ message_id: string }>(
      'select message_id::text from messaging.reports where collector = $1 order by id',
      [`smpp:${user.id}`],
    )
    const esme = await world.bind(user, { kind: 'receiver' })
    await eventually('all receipts', () => (esme.receipts.length === 30 ? true : undefined))
    expect(esme.receipts.map(({ id }) => id)).toEqual(ends.map((one) => one.message_id))
    expect(esme.receipts.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    await allWaiting(user, 0)
  })

  it('whose acknowledgement was lost come again on the next bind', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    esme.held = []
    const { id } = await esme.submit({ destination_addr: handset() })
    await eventually('the receipt, not acknowledged', () => (esme.held?.length ? true : undefined))
    expect(await waitingOf(user)).toBe(1)
    esme.session.close()
    const next = await world.bind(user)
    expect(await next.receiptOf(id)).toMatchObject({ state: 'DELIVERED' })
    await allWaiting(user, 0)
  })

  it('that a system cannot take now come again; what it refuses for good can be pulled over HTTP', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    esme.answer = status.ESME_RX_T_APPN
    const { id } = await esme.submit({ destination_addr: handset() })
    await eventually('a try that failed', async () => {
      const [row] = await world.running.look<{ attempts: number }>(
        'select attempts from messaging.reports where collector = $1',
        [`smpp:${user.id}`],
      )
      return row && row.attempts > 0 ? true : undefined
    })
    esme.answer = status.ESME_ROK
    await esme.receiptOf(id)
    esme.answer = status.ESME_RX_R_APPN
    const refused = await esme.submit({ destination_addr: handset() })
    await allWaiting(user, 0)
    const pulled = await eventually('the report over HTTP', async () => {
      const { body } = await world.call<{ results: { messageId: string }[] }>(
        'GET',
        `/sms/3/reports?messageId=${refused.id}`,
      )
      return body.results[0]
    })
    expect(pulled.messageId).toBe(refused.id)
  })

  it('that nobody came for within 48 hours can be pulled over HTTP', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user, { kind: 'transmitter' })
    const { id } = await esme.submit({ destination_addr: handset() })
    await allWaiting(user, 1)
    const reports = async () =>
      (await world.call<{ results: object[] }>('GET', `/sms/3/reports?messageId=${id}`)).body
        .results
    expect(await reports()).toEqual([])
    await world.running.look(
      `update messaging.reports set at = at - interval '48 hours 1 minute' where collector = $1`,
      [`smpp:${user.id}`],
    )
    await world.running.restart()
    await eventually('the report over HTTP', async () =>
      (await reports()).length === 1 ? true : undefined,
    )
  })
})

describe('messages from handsets', () => {
  let shop: OtherAccount
  const textOf = (view: {
    octets(name: 'short_message'): Buffer
    number(name: 'data_coding' | 'esm_class'): number
  }) =>
    decodeText(view.octets('short_message'), {
      dataCoding: view.number('data_coding'),
      udh: (view.number('esm_class') & 0x40) !== 0,
    })

  beforeAll(async () => {
    shop = await world.running.account({
      name: 'Shop',
      prepaid: false,
      senders: ['491700000077', '491700000078'],
    })
  })

  it('come to the user that takes the number; long ones in segments', async () => {
    const user = await world.makeUser({ inboundNumbers: ['+49 170 0000077'] }, shop.call)
    const esme = await world.bind(user)
    await world.running.simulator.inbound({
      from: '999000000100',
      to: '491700000077',
      text: 'Hi @',
    })
    const first = await eventually('a message', () => esme.inbound[0])
    expect(textOf(first).text).toBe('Hi @')
    expect([first.text('source_addr'), first.text('destination_addr')]).toEqual([
      '999000000100',
      '491700000077',
    ])
    const long = `${'lang '.repeat(60)}€`
    await world.running.simulator.inbound({ from: '999000000100', to: '491700000077', text: long })
    await eventually('all segments', () => (esme.inbound.length === 3 ? true : undefined))
    const parts = esme.inbound.slice(1).map(textOf)
    expect(parts.map((one) => one.concatenation?.number)).toEqual([1, 2])
    expect(parts.map((one) => one.text).join('')).toBe(long)
    await eventually('nothing waits', async () =>
      (await shop.call<{ waiting: number }>('GET', `/smpp/1/users/${user.id}/waiting`)).body
        .waiting === 0
        ? true
        : undefined,
    )
    await shop.call('DELETE', `/smpp/1/users/${user.id}`)
  })

  it('come whole to a user that wants them so, and to one that takes all numbers', async () => {
    const user = await world.makeUser({ allInbound: true, longInbound: 'PAYLOAD' }, shop.call)
    const esme = await world.bind(user, { kind: 'receiver' })
    const long = 'ганз '.repeat(60)
    await world.running.simulator.inbound({ from: '999000000101', to: '491700000078', text: long })
    const view = await eventually('the message', () => esme.inbound[0])
    expect(view.number('data_coding')).toBe(8)
    expect(messageOctets(view).swap16().toString('utf16le')).toBe(long)
    await shop.call('DELETE', `/smpp/1/users/${user.id}`)
  })

  it('of numbers that nobody takes over SMPP can be pulled as before', async () => {
    await world.running.simulator.inbound({
      from: '999000000102',
      to: '491700000078',
      text: 'pull me',
    })
    const [pulled] = await eventually('the message over HTTP', async () => {
      const { body } = await shop.call<{ results: { text: string }[] }>(
        'GET',
        '/sms/1/inbox/reports',
      )
      return body.results.length > 0 ? body.results : undefined
    })
    expect(pulled!.text).toBe('pull me')
  })
})
