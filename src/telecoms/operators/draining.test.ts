import { describe, expect, test } from 'vitest'
import type { Answer } from './test/smsc.ts'
import { kinds, stage, to, until } from './test/stage.ts'
import { unit } from './test/units.ts'

const at = stage()
const path = (id: number, rest: string) => `/operators/1/connections/${id}/${rest}`

describe('a bind that is taken out of use', () => {
  test('gets its answers, unbinds and stays so, while the others go on; resumed, it is bound again', async () => {
    const waiting: ((answer: Answer) => void)[] = []
    const smsc = await at.smscOf({
      answer: (seen, later) => (seen.to === to(1) ? (waiting.push(later), 'later' as const) : {}),
    })
    const id = await at.connected(smsc.port, { binds: 2 })
    const { operators, call } = at.world
    const underWay = operators.submit(id, [unit(to(1), 'a')])
    await until(() => expect(waiting.length).toBe(1))
    const live = (await at.stateOf(id)).bindStates as { number: number; inFlight: number }[]
    const { number } = live.find((one) => one.inFlight === 1)!
    const drained = await call('POST', path(id, `binds/${number}/drain`))
    expect(drained.status).toBe(200)
    const stateOfIt = async () =>
      (await at.stateOf(id)).bindStates.find((one: { number: number }) => one.number === number).state // prettier-ignore
    expect(await stateOfIt()).toBe('DRAINING')
    // New messages go over the other bind meanwhile.
    const others = await Promise.all([2, 3, 4].map((n) => operators.submit(id, [unit(to(n), 'b')])))
    expect(others.map((one) => one[0]!.kind)).toEqual(['accepted', 'accepted', 'accepted'])
    waiting[0]!({})
    expect(kinds(await underWay)).toEqual(['accepted'])
    await until(async () => expect(await stateOfIt()).toBe('DRAINED'))
    await until(() => expect(smsc.sessions().length).toBe(1))
    expect((await at.stateOf(id)).state).toBe('PARTLY')
    await call('POST', path(id, `binds/${number}/resume`))
    await until(async () => expect((await at.stateOf(id)).state).toBe('CONNECTED'))
    expect(smsc.sessions().length).toBe(2)
  })

  test('a number that no bind has is told so', async () => {
    const smsc = await at.smscOf()
    const id = await at.connected(smsc.port, { binds: 2 })
    expect((await at.world.call('POST', path(id, 'binds/3/drain'))).status).toBe(404)
    expect((await at.world.call('POST', path(id, 'binds/1/drain'), undefined, 'reader')).status).toBe(403) // prettier-ignore
    expect((await at.world.call('POST', path(999_999, 'drain'))).status).toBe(404)
  })
})

test('a connection that is taken out of use gives messages back, and stays so over changes', async () => {
  const smsc = await at.smscOf()
  const id = await at.connected(smsc.port, { binds: 2 })
  const { operators, call } = at.world
  await call('POST', path(id, 'drain'))
  await until(() => expect(smsc.sessions()).toEqual([]))
  expect(await at.stateOf(id)).toMatchObject({
    state: 'DRAINED',
    bindStates: [{ state: 'DRAINED' }, { state: 'DRAINED' }],
  })
  expect(operators.room(id)).toBe(0)
  expect(kinds(await operators.submit(id, [unit(to(5), 'c')]))).toEqual(['notSent'])
  await call('POST', path(id, 'restart'))
  expect((await at.stateOf(id)).state).toBe('DRAINED')
  await call('POST', path(id, 'resume'))
  await until(async () => expect((await at.stateOf(id)).state).toBe('CONNECTED'))
  expect(kinds(await operators.submit(id, [unit(to(6), 'd')]))).toEqual(['accepted'])
})
