import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  formatAbsoluteTime,
  formatRelativeTime,
  messageState,
  status,
  type PduFields,
} from '../../src/protocols/smpp/index.ts'
import { buildUserDataHeader, encodeGsm, encodeUcs2 } from '../../src/protocols/gsm-text/index.ts'
import type { Esme } from '../support/esme.ts'
import { eventually } from '../support/running.ts'
import { startSmppWorld, type SmppUser, type SmppWorld } from '../support/smpp-world.ts'

/** What a customer's system asks over SMPP, and what becomes of it. */

let world: SmppWorld
let user: SmppUser
let esme: Esme
let lastNumber = 0
/** A handset that nobody wrote to yet; the simulator delivers to it. */
const handset = () => `4179${String(1_000 + ++lastNumber)}001`

beforeAll(async () => {
  world = await startSmppWorld()
  user = await world.makeUser()
}, 60_000)
afterAll(() => world?.stop())
afterEach(() => world.leave())

const bind = async (options?: Parameters<SmppWorld['bind']>[1], as = user) => {
  esme = await world.bind(as, options)
}
const shown = (to: string) =>
  eventually(`a text on the handset`, async () => (await world.handsetShows(to))[0])

interface LogEntry {
  messageId: string
  text: string
  smsCount: number
}
const logOf = async (messageId: string): Promise<LogEntry | undefined> =>
  (await world.call<{ results: LogEntry[] }>('GET', `/sms/1/logs?messageId=${messageId}`)).body
    .results[0]

describe('submit_sm', () => {
  it('goes the way of every message, and its receipt comes back on the bind', async () => {
    await bind()
    const to = handset()
    const { status: answered, id } = await esme.submit({
      destination_addr: to,
      tlvs: { user_message_reference: 77 },
    })
    expect(answered).toBe(status.ESME_ROK)
    expect(await esme.receiptOf(id)).toMatchObject({ state: 'DELIVERED' })
    const [view] = esme.views
    expect(view!.tlv('user_message_reference')).toBe(77)
    expect(view!.tlv('message_state')).toBe(messageState.DELIVERED)
    expect([view!.text('source_addr'), view!.text('destination_addr')]).toEqual([to, 'Trunkline'])
    expect(await logOf(id)).toMatchObject({ text: 'Hello there', smsCount: 1 })
    expect(await shown(to)).toEqual({ text: 'Hello there', parts: 1 })
  })

  it.each<[string, PduFields<'submit_sm'>, string, number]>([
    ['GSM text', { short_message: encodeGsm('Grüße @ 5 €')! }, 'Grüße @ 5 €', 1],
    ['Latin-1', { data_coding: 3, short_message: Buffer.from('naïve', 'latin1') }, 'naïve', 1],
    ['UCS-2', { data_coding: 8, short_message: encodeUcs2('Привет 🎉') }, 'Привет 🎉', 1],
    [
      'a long payload',
      { short_message: Buffer.alloc(0), tlvs: { message_payload: Buffer.from('a'.repeat(400)) } },
      'a'.repeat(400),
      3,
    ],
    ['a flash text', { data_coding: 0x10, short_message: Buffer.from('now') }, 'now', 1],
  ])('%s reaches the handset as it was written', async (_, fields, text, parts) => {
    await bind()
    const to = handset()
    const { id } = await esme.submit({ ...fields, destination_addr: to })
    expect(await shown(to)).toEqual({ text, parts })
    expect(await logOf(id)).toMatchObject({ text, smsCount: parts })
  })

  it.each<[string, (part: string, number: number) => PduFields<'submit_sm'>]>([
    [
      'GSM text with headers of 153 septets',
      (part, number) => ({
        esm_class: 0x40,
        short_message: Buffer.concat([concatenated(number), encodeGsm(part)!]),
      }),
    ],
    [
      'UCS-2 with headers',
      (part, number) => ({
        esm_class: 0x40,
        data_coding: 8,
        short_message: Buffer.concat([concatenated(number), encodeUcs2(part.slice(0, 67))]),
      }),
    ],
    [
      'text with sar parameters',
      (part, number) => ({
        short_message: encodeGsm(part)!,
        tlvs: { sar_msg_ref_num: 7, sar_total_segments: 2, sar_segment_seqnum: number },
      }),
    ],
  ])('%s stays cut as its sender cut it, and is one text on the handset', async (name, cut) => {
    await bind()
    const to = handset()
    const parts = ['[a€'.repeat(20).padEnd(113, 'x'), 'y'.repeat(120)]
    const ids: string[] = []
    for (const [index, part] of parts.entries()) {
      const { status: answered, id } = await esme.submit({
        ...cut(part, index + 1),
        destination_addr: to,
      })
      expect(answered).toBe(status.ESME_ROK)
      ids.push(id)
    }
    const sent = name.startsWith('UCS-2') ? parts.map((part) => part.slice(0, 67)) : parts
    expect(await shown(to)).toEqual({ text: sent.join(''), parts: 2 })
    // Each part is a message of its own, with its own receipt and price.
    for (const [index, id] of ids.entries()) {
      expect(await esme.receiptOf(id)).toMatchObject({ state: 'DELIVERED' })
      expect(await logOf(id)).toMatchObject({ text: sent[index], smsCount: 1 })
    }
  })

  it('passes binary content through, header and all', async () => {
    await bind()
    const to = handset()
    const port = buildUserDataHeader({ ports: { destination: 2948, source: 9200, bits: 16 } })
    const { id } = await esme.submit({
      destination_addr: to,
      esm_class: 0x40,
      data_coding: 4,
      short_message: Buffer.concat([port, Buffer.from('0106', 'hex')]),
    })
    await esme.receiptOf(id)
    const [row] = await world.running.look<{ body: string; kind: string }>(
      `select body, body_kind as kind from messaging.live where id = $1`,
      [id],
    )
    expect(row).toEqual({ kind: 'binary', body: '0605040b8423f00106' })
  })

  it.each<[string, PduFields<'submit_sm'>, keyof typeof status]>([
    ['a number that is none', { destination_addr: '12' }, 'ESME_RINVDSTADR'],
    ['no number', { destination_addr: '' }, 'ESME_RINVDSTADR'],
    ['a sender that is none', { source_addr: 'far too long a name' }, 'ESME_RINVSRCADR'],
    ['no sender', { source_addr: '' }, 'ESME_RINVSRCADR'],
    [
      'a text of more than 25 parts',
      { short_message: Buffer.alloc(0), tlvs: { message_payload: Buffer.alloc(5_000, 0x61) } },
      'ESME_RINVMSGLEN',
    ],
    [
      'a broken header',
      { esm_class: 0x40, short_message: Buffer.from([9, 0]) },
      'ESME_RINVESMCLASS',
    ],
    ['an acknowledgement of a handset', { esm_class: 0x08 }, 'ESME_RINVESMCLASS'],
    ['a time that is none', { schedule_delivery_time: 'tomorrow' }, 'ESME_RINVSCHED'],
    ['a validity that is over', { validity_period: '200101000000000+' }, 'ESME_RINVEXPIRY'],
    ['a replacement of what waits', { replace_if_present_flag: 1 }, 'ESME_RINVREPFLAG'],
    [
      'a predefined message',
      { short_message: Buffer.alloc(0), sm_default_msg_id: 3 },
      'ESME_RINVDFTMSGID',
    ],
    ['a priority there is not', { priority_flag: 9 }, 'ESME_RINVPRTFLG'],
    [
      'text in two places',
      { tlvs: { message_payload: Buffer.from('and here') } },
      'ESME_ROPTPARNOTALLWD',
    ],
  ])('%s is refused at once, without a receipt', async (_, fields, expected) => {
    await bind()
    expect((await esme.submit(fields)).status).toBe(status[expected])
    const { id } = await esme.submit({ destination_addr: handset() })
    await esme.receiptOf(id)
    expect(esme.receipts).toHaveLength(1)
  })

  it('says what a message is for by service type or priority', async () => {
    await bind()
    const classOf = async (fields: PduFields<'submit_sm'>) => {
      const { id } = await esme.submit({ ...fields, destination_addr: handset() })
      const [row] = await world.running.look<{ content_class: number }>(
        'select content_class from messaging.live where id = $1',
        [id],
      )
      return row!.content_class
    }
    expect(await classOf({ service_type: 'OTP' })).toBe(0)
    expect(await classOf({ service_type: 'MKTG' })).toBe(2)
    expect(await classOf({ service_type: 'CMT', priority_flag: 3 })).toBe(0)
    expect(await classOf({ priority_flag: 1 })).toBe(1)
  })

  it('over the rate is throttled; within it, all goes', async () => {
    const slow = await world.makeUser({ partsPerSecond: 5 })
    await bind({}, slow)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => esme.submit({ destination_addr: handset() })),
    )
    const taken = answers.filter((one) => one.status === status.ESME_ROK)
    const throttled = answers.filter((one) => one.status === status.ESME_RTHROTTLED)
    expect(taken.length).toBeGreaterThanOrEqual(5)
    expect(taken.length + throttled.length).toBe(20)
    expect(throttled.length).toBeGreaterThan(5)
  })

  it('beyond the window is not read, and not lost: everything is answered in the end', async () => {
    const narrow = await world.makeUser({ window: 2 })
    await bind({ windowMax: 200 }, narrow)
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => esme.submit({ destination_addr: handset() })),
    )
    expect(answers.every((one) => one.status === status.ESME_ROK)).toBe(true)
    expect(new Set(answers.map((one) => one.id)).size).toBe(200)
  })

  it('of an account without money is refused, and one that may not send as well', async () => {
    const poor = await world.running.account({
      name: 'Poor',
      prepaid: true,
      balanceMicros: 0n,
      priceMicros: 10_000n,
      anySender: true,
    })
    await bind({}, await world.makeUser({}, poor.call))
    expect((await esme.submit()).status).toBe(status.ESME_RSUBMITFAIL)
    const strict = await world.running.account({
      name: 'Strict',
      prepaid: false,
      senders: ['Mine'],
    })
    await bind({}, await world.makeUser({}, strict.call))
    expect((await esme.submit({ source_addr: 'Another' })).status).toBe(status.ESME_RINVSRCADR)
    expect((await esme.submit({ source_addr: 'Mine' })).status).toBe(status.ESME_ROK)
  })

  it('goes out as the sender that was agreed', async () => {
    await bind({}, await world.makeUser({ senderPolicy: 'ALWAYS', sender: 'Agreed' }))
    const { id } = await esme.submit({ source_addr: 'Other', destination_addr: handset() })
    await esme.receiptOf(id)
    expect(esme.views[0]!.text('destination_addr')).toBe('Agreed')
    await bind({}, await world.makeUser({ senderPolicy: 'WHEN_EMPTY', sender: 'Default' }))
    const other = await esme.submit({ source_addr: '', destination_addr: handset() })
    await esme.receiptOf(other.id)
    expect(esme.views[0]!.text('destination_addr')).toBe('Default')
  })
})

/** The header of the first or second of two parts, reference 5. */
const concatenated = (number: number) =>
  buildUserDataHeader({ concatenation: { reference: 5, referenceBits: 8, total: 2, number } })

describe('other ways to submit', () => {
  it('data_sm is a message like any other', async () => {
    await bind()
    const to = handset()
    const answer = await esme.session.request('data_sm', {
      source_addr_ton: 5,
      source_addr: 'Trunkline',
      destination_addr: to,
      registered_delivery: 1,
      tlvs: { message_payload: Buffer.from('by data'), qos_time_to_live: 600 },
    })
    expect(answer.commandStatus).toBe(status.ESME_ROK)
    await esme.receiptOf(answer.text('message_id'))
    expect(await shown(to)).toMatchObject({ text: 'by data' })
  })

  it('submit_multi has one id for all; who cannot be reached is named, and each has a receipt', async () => {
    await bind()
    const [one, two] = [handset(), handset()]
    const answer = await esme.session.request('submit_multi', {
      source_addr: 'Trunkline',
      registered_delivery: 1,
      short_message: Buffer.from('to all'),
      dest_address: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: one },
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '12' },
        { dl_name: 'friends' },
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: two },
      ],
    })
    expect(answer.commandStatus).toBe(status.ESME_ROK)
    expect(
      answer.unsuccess().map((each) => [each.destination_addr, each.error_status_code]),
    ).toEqual([
      ['friends', status.ESME_RINVDLNAME],
      ['12', status.ESME_RINVDSTADR],
    ])
    const id = answer.text('message_id')
    await eventually('both receipts', () => (esme.receipts.length === 2 ? true : undefined))
    expect(esme.receipts.map((receipt) => receipt.id)).toEqual([id, id])
    expect(esme.views.map((view) => view.text('source_addr')).toSorted()).toEqual(
      [one, two].toSorted(),
    )
    const none = await esme.session.request('submit_multi', {
      source_addr: 'Trunkline',
      dest_address: [{ dl_name: 'friends' }],
    })
    expect(none.commandStatus).toBe(status.ESME_RINVDLNAME)
  })

  it.each(['broadcast_sm', 'query_broadcast_sm', 'cancel_broadcast_sm'] as const)(
    '%s is refused, and the session goes on',
    async (name) => {
      await bind({ version: 0x50 }, await world.makeUser({ version: '5.0' }))
      expect((await esme.session.request(name, {})).commandStatus).toBe(status.ESME_RINVCMDID)
      expect((await esme.submit()).status).toBe(status.ESME_ROK)
    },
  )
})

describe('messages that were submitted', () => {
  const query = async (message_id: string) => {
    const view = await esme.session.request('query_sm', { message_id, source_addr: 'Trunkline' })
    return [view.commandStatus, view.number('message_state')]
  }
  const inMinutes = (minutes: number) => formatRelativeTime(minutes * 60_000)

  it('query_sm tells the state; of what is not the own, nothing', async () => {
    await bind()
    const { id } = await esme.submit({ destination_addr: handset() })
    await esme.receiptOf(id)
    expect(await query(id)).toEqual([status.ESME_ROK, messageState.DELIVERED])
    expect(await query('nothing of ours')).toEqual([status.ESME_RINVMSGID, 0])
    await bind({}, await world.makeUser())
    expect(await query(id)).toEqual([status.ESME_RINVMSGID, 0])
  })

  it('a scheduled message waits, can be asked for, and is cancelled with a receipt', async () => {
    await bind()
    const { id } = await esme.submit({
      destination_addr: handset(),
      schedule_delivery_time: inMinutes(60),
    })
    expect(await query(id)).toEqual([status.ESME_ROK, messageState.ENROUTE])
    const cancelled = await esme.session.request('cancel_sm', { message_id: id })
    expect(cancelled.commandStatus).toBe(status.ESME_ROK)
    expect(await esme.receiptOf(id)).toMatchObject({ state: 'DELETED' })
    expect(await query(id)).toEqual([status.ESME_ROK, messageState.DELETED])
  })

  it('what is on its way, or another’s, is not cancelled', async () => {
    await bind()
    const { id } = await esme.submit({ destination_addr: handset() })
    const scheduled = await esme.submit({ schedule_delivery_time: inMinutes(60) })
    const cancel = async (message_id: string) =>
      (await esme.session.request('cancel_sm', { message_id })).commandStatus
    expect(await cancel(id)).toBe(status.ESME_RCANCELFAIL)
    await bind({}, await world.makeUser())
    expect(await cancel(scheduled.id)).toBe(status.ESME_RCANCELFAIL)
  })

  it('a scheduled message is replaced before it goes, and charged as what it has become', async () => {
    await bind()
    const to = handset()
    const { id } = await esme.submit({
      destination_addr: to,
      schedule_delivery_time: formatAbsoluteTime(world.running.clock.ms() + 3_600_000),
    })
    const replaced = await esme.session.request('replace_sm', {
      message_id: id,
      source_addr: 'Trunkline',
      registered_delivery: 1,
      short_message: Buffer.from('b'.repeat(200)),
    })
    expect(replaced.commandStatus).toBe(status.ESME_ROK)
    const [row] = await world.running.look<{ parts: number }>(
      'select parts from messaging.scheduled where message_id = $1',
      [id],
    )
    expect(row).toEqual({ parts: 2 })
    const sooner = await esme.session.request('replace_sm', {
      message_id: id,
      registered_delivery: 1,
      schedule_delivery_time: inMinutes(0),
      short_message: Buffer.from('instead'),
    })
    expect(sooner.commandStatus).toBe(status.ESME_ROK)
    await esme.receiptOf(id)
    expect(await shown(to)).toEqual({ text: 'instead', parts: 1 })
    const late = await esme.session.request('replace_sm', { message_id: id })
    expect(late.commandStatus).toBe(status.ESME_RREPLACEFAIL)
  })
})
