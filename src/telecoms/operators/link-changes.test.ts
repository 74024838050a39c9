import { describe, expect, test } from 'vitest'
import type { Answer } from './test/smsc.ts'
import { kinds, stage, to, until } from './test/stage.ts'
import { unit } from './test/units.ts'
import { settings } from './test/world.ts'

const at = stage()
const { smscOf, connected, stateOf } = at

describe('changes while running', () => {
  test('window, rate, name and encoding change on the link as it is', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { windowSize: 3 })
    const [session] = smsc.sessions()
    const { password: _password, ...more } = settings(smsc.port, { windowSize: 9, messagesPerSecond: 1000 }) as Record<string, unknown> // prettier-ignore
    const changed = await at.world.call('PUT', `/operators/1/connections/${id}`, more)
    expect(changed.body).toMatchObject({
      windowSize: 9,
      messagesPerSecond: 1000,
      state: 'CONNECTED',
    })
    expect(at.world.operators.room(id)).toBe(9)
    expect(smsc.sessions()).toEqual([session])
  })

  test('more and fewer binds come and go without disturbing the others', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { binds: 2 })
    const [oldest] = smsc.sessions()
    const put = (binds: number) =>
      at.world.call(
        'PUT',
        `/operators/1/connections/${id}`,
        settings(smsc.port, { binds, password: undefined }),
      )
    await put(4)
    await until(() => expect(smsc.sessions().length).toBe(4))
    await put(1)
    await until(() => expect(smsc.sessions()).toEqual([oldest]))
    await until(async () => expect((await stateOf(id)).bindStates.length).toBe(1))
  })

  test('another host takes over: answers under way are awaited, then new links are made', async () => {
    const held: ((answer: Answer) => void)[] = []
    const before = await smscOf({ answer: (_seen, later) => (held.push(later), 'later') })
    const after = await smscOf()
    const id = await connected(before.port)
    const sent = at.world.operators.submit(id, [unit(to(1), 'x')])
    await until(() => expect(held.length).toBe(1))
    await at.world.call('PUT', `/operators/1/connections/${id}`, settings(after.port))
    expect((await stateOf(id)).bindStates[0].state).toBe('DRAINING')
    held[0]!({})
    expect(kinds(await sent)).toEqual(['accepted'])
    await until(() => expect(after.sessions().length).toBe(1))
    expect(before.sessions()).toEqual([])
    await until(async () => expect((await stateOf(id)).state).toBe('CONNECTED'))
  })

  test('disabled: unbound, no room, DISABLED; enabled: back', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port)
    await at.world.call(
      'PUT',
      `/operators/1/connections/${id}`,
      settings(smsc.port, { enabled: false }),
    )
    await until(() => expect(smsc.sessions()).toEqual([]))
    expect((await stateOf(id)).state).toBe('DISABLED')
    expect(at.world.operators.profile(id)).toMatchObject({ enabled: false })
    expect(at.world.operators.room(id)).toBe(0)
    await at.world.call('PUT', `/operators/1/connections/${id}`, settings(smsc.port))
    await until(async () => expect((await stateOf(id)).state).toBe('CONNECTED'))
  })

  test('restart makes the links anew', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port)
    const [first] = smsc.sessions()
    expect((await at.world.call('POST', `/operators/1/connections/${id}/restart`)).status).toBe(200)
    await until(() => {
      expect(smsc.sessions().length).toBe(1)
      expect(smsc.sessions()[0]).not.toBe(first)
    })
  })

  test('a transmitter and receiver pair sends over one link and receives over the other', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { bindType: 'TRANSMITTER_RECEIVER_PAIR', binds: 2 })
    expect(
      smsc
        .sessions()
        .map((one) => one.state)
        .sort(),
    ).toEqual(['BOUND_RX', 'BOUND_RX', 'BOUND_TX', 'BOUND_TX'])
    expect(kinds(await at.world.operators.submit(id, [unit(to(1), 'x')]))).toEqual(['accepted'])
    expect(smsc.seen[0]!.session.state).toBe('BOUND_TX')
  })

  test('a receiver alone never takes anything to send', async () => {
    const smsc = await smscOf()
    const id = await connected(smsc.port, { bindType: 'RECEIVER' })
    expect(at.world.operators.room(id)).toBe(0)
    expect(kinds(await at.world.operators.submit(id, [unit(to(1), 'x')]))).toEqual(['notSent'])
  })
})

test('another process sees a new connection and a deleted one, and stopping it unbinds politely', async () => {
  const smsc = await smscOf({
    answer: (_seen, later) => (setTimeout(() => later({}), 50), 'later'),
  })
  const id = await connected(smsc.port)
  const node = await at.world.secondNode()
  await until(() => expect(smsc.sessions().length).toBe(2))
  await until(() => expect(node.room(id)).toBeGreaterThan(0))
  const sent = node.submit(id, [unit(to(1), '1'), unit(to(1), '2')])
  await until(() => expect(smsc.seen.length).toBe(2))
  const stopped = node.stop()
  expect(kinds(await node.submit(id, [unit(to(2), 'x')]))).toEqual(['notSent'])
  expect(kinds(await sent)).toEqual(['accepted', 'accepted'])
  await stopped
  await until(() => expect(smsc.sessions().length).toBe(1))
})
