import { describe, expect, test } from 'vitest'
import { movableClock } from '../../core/clock.ts'
import { status } from '../../protocols/smpp/index.ts'
import type { UnitOutcome } from './index.ts'
import { startSmsc, type Answer } from './test/smsc.ts'
import { kinds, stage, to, until } from './test/stage.ts'
import { unit } from './test/units.ts'

const clock = movableClock()
const at = stage(clock)
const { smscOf, connectionTo, connected, stateOf } = at

describe('sending', () => {
  test('a message is accepted with the id the operator gave it', async () => {
    const smsc = await smscOf({ answer: () => ({ id: '00AB12' }) })
    const id = await connected(smsc.port)
    const [outcome] = await at.world.operators.submit(id, [unit(to(1), 'Hello')])
    expect(outcome).toEqual({ kind: 'accepted', peerId: 'ab12' })
    expect(smsc.seen[0]).toMatchObject({
      to: to(1),
      from: 'Trunkline',
      octets: 'Hello',
      sourceTon: 5,
    })
    expect((await stateOf(id)).counters).toMatchObject({ submitted: 1, accepted: 1, refused: 0 })
  })

  test('all parts of each message go over one bind in their order, and messages are spread over the binds', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { binds: 3 })
    const messages = Array.from({ length: 30 }, (_, message) =>
      at.world.operators.submit(
        id,
        [1, 2, 3].map((part) => unit(to(message), String(part), { esmClass: 0x40 })),
      ),
    )
    for (const outcomes of await Promise.all(messages))
      expect(kinds(outcomes)).toEqual(['accepted', 'accepted', 'accepted'])
    const sessions = new Set(smsc.seen.map((one) => one.session))
    expect(sessions.size).toBe(3)
    for (let message = 0; message < 30; message++) {
      const parts = smsc.seen.filter((one) => one.to === to(message))
      expect(parts.map((one) => one.octets)).toEqual(['1', '2', '3'])
      expect(new Set(parts.map((one) => one.session)).size).toBe(1)
    }
    for (const session of sessions)
      expect(smsc.seen.filter((one) => one.session === session).length).toBe(30)
  })

  test('the window is never exceeded, and room tells what is left of it', async () => {
    const held: ((answer: Answer) => void)[] = []
    const smsc = await smscOf({ answer: (_seen, later) => (held.push(later), 'later') })
    const id = await connected(smsc.port, { windowSize: 5 })
    expect(at.world.operators.room(id)).toBe(5)
    const rooms: number[] = []
    at.world.operators.onRoom((one) => one === id && rooms.push(at.world.operators.room(id)))
    const sent = Array.from({ length: 12 }, (_, message) =>
      at.world.operators.submit(id, [unit(to(message), 'x')]),
    )
    await until(() => expect(smsc.seen.length).toBe(5))
    expect(at.world.operators.room(id)).toBe(0)
    while (smsc.seen.length < 12 || held.length > 0) {
      held.shift()?.({})
      await new Promise(setImmediate)
    }
    await Promise.all(sent)
    expect(smsc.waitedMost).toBe(5)
    await until(() => expect(rooms.at(-1)).toBe(5))
  })

  test('the agreed rate is kept and shared by all binds', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { binds: 2, messagesPerSecond: 100 })
    const sent = Array.from({ length: 61 }, (_, message) =>
      at.world.operators.submit(id, [unit(to(message), 'x')]),
    )
    await Promise.all(sent)
    // 60 intervals of a hundredth of a second; only the lower bound is sure.
    expect(smsc.seen.at(-1)!.at - smsc.seen[0]!.at).toBeGreaterThan(550)
    expect(smsc.seen.length).toBe(61)
  })

  test('while the rate is used up there is no room, and it is told when there is', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { messagesPerSecond: 2 })
    let told = 0
    at.world.operators.onRoom((one) => one === id && told++)
    await at.world.operators.submit(id, [unit(to(1), 'x')])
    expect(at.world.operators.room(id)).toBe(0)
    const before = told
    await until(() => expect(told).toBeGreaterThan(before))
    expect(at.world.operators.room(id)).toBe(1)
  })

  test('a refused part is told with its status and class, and the rest of the message is not sent', async () => {
    const smsc = await smscOf({ answer: () => ({ status: status.ESME_RINVDSTADR }) })
    const id = await connected(smsc.port, { windowSize: 1 })
    const outcomes = await at.world.operators.submit(id, [unit(to(1), '1'), unit(to(1), '2')])
    expect(outcomes).toEqual([
      { kind: 'refused', commandStatus: status.ESME_RINVDSTADR, class: 'permanent' },
      { kind: 'notSent' },
    ])
    expect(smsc.seen.length).toBe(1)
  })

  test('what does not fit a field is refused without touching the link', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port)
    const [outcome] = await at.world.operators.submit(id, [unit('1'.repeat(30), 'x')])
    expect(outcome).toMatchObject({ kind: 'refused', class: 'permanent' })
    expect(kinds(await at.world.operators.submit(id, [unit(to(1), 'x')]))).toEqual(['accepted'])
  })

  test('sender override, service type, sar parameters and long payloads reach the operator', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, {
      encoding: {
        defaultAlphabet: 'LATIN1',
        concatenation: 'SAR',
        sourceTon: 2,
        sourceNpi: 8,
        serviceType: 'WAP',
      },
    })
    expect(at.world.operators.profile(id)).toMatchObject({
      wire: 'latin1',
      concatenation: 'sar',
      defaultAlphabet: 'latin1',
    })
    const sender = { kind: 'long-number', address: '4915100', ton: 1, npi: 1 } as const
    await at.world.operators.submit(id, [
      unit(to(1), 'a', { sender, sar: { reference: 513, total: 2, number: 1 } }),
      unit(to(1), 'b'.repeat(300), { tlvs: { user_message_reference: 77 } }),
    ])
    expect(smsc.seen[0]).toMatchObject({
      sourceTon: 2,
      tlvs: { sar_msg_ref_num: 513, sar_total_segments: 2, sar_segment_seqnum: 1 },
    })
    expect(smsc.seen[1]).toMatchObject({
      octets: '',
      sourceTon: 5,
      tlvs: { user_message_reference: 77 },
    })
  })
})

describe('congestion', () => {
  test('throttled parts are sent again and nothing is lost', async () => {
    let answered = 0
    const smsc = await smscOf({
      answer: () =>
        ++answered % 3 === 0
          ? {}
          : { status: answered % 2 === 0 ? status.ESME_RMSGQFUL : status.ESME_RTHROTTLED },
    })
    const id = await connected(smsc.port, { windowSize: 4 })
    const sent = Array.from({ length: 10 }, (_, message) =>
      at.world.operators.submit(id, [unit(to(message), 'x')]),
    )
    const outcomes = (await Promise.all(sent)).flat()
    expect(kinds(outcomes)).toEqual(Array.from({ length: 10 }, () => 'accepted'))
    const { counters } = await stateOf(id)
    expect(counters.accepted).toBe(10)
    expect(counters.throttled).toBe(counters.submitted - 10)
    expect(counters.throttled).toBeGreaterThan(10)
  })

  test('a paused bind has no room and says so', async () => {
    let full = true
    const smsc = await smscOf({ answer: () => (full ? { status: status.ESME_RTHROTTLED } : {}) })
    const id = await connected(smsc.port)
    const sent = at.world.operators.submit(id, [unit(to(1), 'x')])
    await until(async () => expect((await stateOf(id)).bindStates[0].state).toBe('PAUSED'))
    expect(at.world.operators.room(id)).toBe(0)
    full = false
    expect(kinds(await sent)).toEqual(['accepted'])
    expect((await stateOf(id)).bindStates[0].state).toBe('BOUND')
  })

  test('after a minute of congestion the message is given back, once', async () => {
    const smsc = await smscOf({ answer: () => ({ status: status.ESME_RMSGQFUL }) })
    const id = await connected(smsc.port, { enquireLinkSeconds: 600, responseTimeoutSeconds: 300 })
    const sent = at.world.operators.submit(id, [unit(to(1), '1'), unit(to(1), '2')])
    await until(() => expect(smsc.seen.length).toBeGreaterThan(2))
    clock.advance(61_000)
    expect(await sent).toEqual([
      { kind: 'refused', commandStatus: status.ESME_RMSGQFUL, class: 'congestion' },
      { kind: 'notSent' },
    ])
  })
})

describe('losses', () => {
  test('the link comes back after the operator was restarted', async () => {
    const first = await startSmsc()
    const { port } = first
    const id = await connected(port)
    await first.close()
    await until(async () => expect((await stateOf(id)).state).toBe('DISCONNECTED'))
    expect(await at.world.operators.submit(id, [unit(to(1), 'x')])).toEqual([{ kind: 'notSent' }])
    expect(at.world.operators.room(id)).toBe(0)
    expect((await stateOf(id)).lastError.whatToDo).toMatch(/by itself|SMSC/)
    const second = await smscOf({ port })
    await until(async () => expect((await stateOf(id)).state).toBe('CONNECTED'))
    expect(kinds(await at.world.operators.submit(id, [unit(to(1), 'x')]))).toEqual(['accepted'])
    expect(second.seen.length).toBe(1)
    expect(
      at.world.states.filter((one) => one.connectionId === id).map((one) => one.state),
    ).toEqual(['CONNECTING', 'CONNECTED', 'DISCONNECTED', 'CONNECTED'])
  })

  test('parts in flight when the link breaks are unknown, exactly once, and what was not written is not sent', async () => {
    const smsc = await smscOf({ answer: () => null })
    const id = await connected(smsc.port, { windowSize: 2 })
    const sent = Array.from({ length: 4 }, (_, message) =>
      at.world.operators.submit(id, [unit(to(message), 'x')]),
    )
    const long = at.world.operators.submit(id, [unit(to(9), '1'), unit(to(9), '2')])
    await until(() => expect(smsc.seen.length).toBe(2))
    smsc.sessions()[0]!.close()
    expect((await Promise.all(sent)).flat()).toEqual([
      { kind: 'unknown' },
      { kind: 'unknown' },
      { kind: 'notSent' },
      { kind: 'notSent' },
    ])
    expect(kinds(await long)).toEqual(['notSent', 'notSent'])
    expect((await stateOf(id)).counters.unknown).toBe(2)
  })

  test('what was not written yet goes over another bind when its own breaks', async () => {
    const held = new Map<string, (answer: Answer) => void>()
    const smsc = await smscOf({ answer: (seen, later) => (held.set(seen.octets, later), 'later') })
    const id = await connected(smsc.port, { binds: 2, windowSize: 1 })
    const long = at.world.operators.submit(id, [unit(to(1), 'long 1'), unit(to(1), 'long 2')])
    const other = at.world.operators.submit(id, [unit(to(2), 'other')])
    await until(() => expect([...held.keys()].sort()).toEqual(['long 1', 'other']))
    const broken = smsc.seen.find((one) => one.octets === 'long 1')!.session
    // Throttled, it waits for the end of the pause on its bind; the bind breaks meanwhile.
    held.get('long 1')!({ status: status.ESME_RTHROTTLED })
    await until(async () => expect((await stateOf(id)).counters.throttled).toBe(1))
    broken.close()
    held.get('other')!({})
    held.delete('long 1')
    await until(() => expect(held.has('long 1')).toBe(true))
    held.get('long 1')!({})
    await until(() => expect(held.has('long 2')).toBe(true))
    held.get('long 2')!({})
    expect(kinds(await long)).toEqual(['accepted', 'accepted'])
    expect(kinds(await other)).toEqual(['accepted'])
    expect(smsc.seen.slice(2).every((one) => one.session !== broken)).toBe(true)
  })

  test('a deaf operator gets one part at a time after the first silence, and slows nobody else', async () => {
    const deaf = await smscOf({ answer: () => null })
    const good = await smscOf()
    const deafId = await connected(deaf.port, { windowSize: 4, responseTimeoutSeconds: 1 })
    const goodId = await connected(good.port)
    const lost = Array.from({ length: 4 }, (_, message) =>
      at.world.operators.submit(deafId, [unit(to(message), 'x')]),
    )
    const passed = Array.from({ length: 200 }, (_, message) =>
      at.world.operators.submit(goodId, [unit(to(message), 'x')]),
    )
    expect(new Set(kinds((await Promise.all(passed)).flat()))).toEqual(new Set(['accepted']))
    expect(good.seen.length).toBe(200)
    expect(kinds((await Promise.all(lost)).flat())).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ])
    expect(at.world.operators.room(deafId)).toBe(1)
    expect((await stateOf(deafId)).lastError.text).toMatch(/without an answer/)
  })

  test('a wrong password is told in words', async () => {
    const smsc = await smscOf()
    const id = await connectionTo(smsc.port, { password: 'wrong' })
    await until(async () => expect((await stateOf(id)).state).toBe('DISCONNECTED'))
    const { lastError, bindStates } = await stateOf(id)
    expect(lastError.text).toMatch(/password is wrong.*ESME_RINVPASWD/)
    expect(lastError.whatToDo).toMatch(/password again/)
    expect(bindStates[0]).toMatchObject({ state: 'WAITING' })
  })

  test('some binds refused: the connection works with the others and says PARTLY', async () => {
    let bound = 0
    const smsc = await smscOf({ refuseBind: () => (++bound > 1 ? status.ESME_RALYBND : null) })
    const id = await connectionTo(smsc.port, { binds: 3 })
    await until(async () => expect((await stateOf(id)).state).toBe('PARTLY'))
    await until(async () => expect((await stateOf(id)).lastError?.text).toMatch(/bound already/))
    expect(kinds(await at.world.operators.submit(id, [unit(to(1), 'x')]))).toEqual(['accepted'])
  })
})

test('whatever the operator does, each part has one end, and none that it took is told otherwise', async () => {
  let turn = 0
  const took = new Map<string, string>()
  const smsc = await smscOf({
    answer: (seen) => {
      turn++
      if (turn % 401 === 0) {
        seen.session.close()
        return null
      }
      if (turn % 23 === 0) return { status: status.ESME_RTHROTTLED }
      if (turn % 37 === 0) return { status: status.ESME_RINVDSTADR }
      took.set(String(turn), `${seen.to} ${seen.octets}`)
      return { id: String(turn) }
    },
  })
  const id = await connected(smsc.port, { binds: 3, windowSize: 20 })
  const ends: { name: string; outcome: UnitOutcome }[] = []
  for (let first = 0; first < 400; first += 20) {
    const batch = Array.from({ length: 20 }, async (_, offset) => {
      const message = first + offset
      const parts = ['1', '2', '3'].slice(0, 1 + (message % 3))
      const number = to(message)
      const outcomes = await at.world.operators.submit(
        id,
        parts.map((part) => unit(number, part)),
      )
      expect(outcomes.length).toBe(parts.length)
      outcomes.forEach((outcome, index) =>
        ends.push({ name: `${number} ${parts[index]}`, outcome }),
      )
    })
    await Promise.all(batch)
    await until(() => expect(at.world.operators.room(id)).toBeGreaterThan(0))
  }
  expect(new Set(ends.map((one) => one.name)).size).toBe(ends.length)
  for (const { name, outcome } of ends)
    if (outcome.kind === 'accepted') expect(took.get(outcome.peerId)).toBe(name)
  const told = new Set(
    ends
      .filter((one) => one.outcome.kind === 'accepted' || one.outcome.kind === 'unknown')
      .map((one) => one.name),
  )
  for (const name of took.values()) expect(told).toContain(name)
  const { counters } = await stateOf(id)
  const count = (kind: UnitOutcome['kind']) =>
    ends.filter((one) => one.outcome.kind === kind).length
  expect(counters).toMatchObject({
    accepted: count('accepted'),
    refused: count('refused'),
    unknown: count('unknown'),
  })
  expect(counters.submitted).toBe(
    counters.accepted + counters.refused + counters.unknown + counters.throttled,
  )
  expect(count('unknown')).toBeGreaterThan(0)
  expect(counters.throttled).toBeGreaterThan(10)
}, 60_000)
