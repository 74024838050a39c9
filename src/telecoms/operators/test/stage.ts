import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { MovableClock } from '../../../core/clock.ts'
import type { UnitOutcome } from '../index.ts'
import { startSmsc, type TestSmsc } from './smsc.ts'
import { settings, startWorld, type World } from './world.ts'

/** A world for the tests of a file, whose connections and operators go after each test. */
export function stage(clock?: MovableClock) {
  let world: World
  const smscs: TestSmsc[] = []
  const made: number[] = []
  beforeAll(async () => {
    world = await startWorld(clock)
  })
  afterAll(() => world.close())
  afterEach(async () => {
    for (const id of made.splice(0)) await world.call('DELETE', `/operators/1/connections/${id}`)
    for (const smsc of smscs.splice(0)) await smsc.close()
  })

  const stateOf = async (id: number) =>
    (await world.call('GET', `/operators/1/connections/${id}/state`)).body

  async function smscOf(behaviour: Parameters<typeof startSmsc>[0] = {}): Promise<TestSmsc> {
    const smsc = await startSmsc(behaviour)
    smscs.push(smsc)
    return smsc
  }

  async function connectionTo(port: number, more: object = {}): Promise<number> {
    const answer = await world.call('POST', '/operators/1/connections', settings(port, more))
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    made.push(answer.body.id)
    return answer.body.id
  }

  /** A connection whose binds are up. */
  async function connected(port: number, more: object = {}): Promise<number> {
    const id = await connectionTo(port, more)
    await until(async () => expect((await stateOf(id)).state).toBe('CONNECTED'))
    return id
  }

  return {
    get world() {
      return world
    },
    smscOf,
    connectionTo,
    connected,
    stateOf,
  }
}

export const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
export const kinds = (outcomes: readonly UnitOutcome[]) => outcomes.map((one) => one.kind)
/** The number of a message. */
export const to = (count: number) => String(49_151_000_000 + count)
