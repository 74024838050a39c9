import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movableClock } from '../../core/clock.ts'
import { choose, type RoutedConnection, type Tried } from './choose.ts'
import type { Ailment } from './health.ts'
import { Quality } from './quality.ts'
import type { RouteAsk, StoredRoute } from './route.ts'
import { Selecting, type CostOf } from './select.ts'
import { compile } from './table.ts'
import { askOf, route } from './test/routes.ts'

const GERMAN = '4915112345678'

describe('the table', () => {
  const idsOf = (routes: StoredRoute[], ask: RouteAsk) =>
    compile(routes)
      .candidates(ask)
      .flatMap((group) => group.map((one) => one.route.id))

  test('gives what a search through all routes gives: longest prefix, then priority, then age', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            prefix: fc.stringMatching(/^[0-9]{0,6}$/),
            priority: fc.integer({ min: 1, max: 3 }),
            enabled: fc.boolean(),
          }),
          { maxLength: 40 },
        ),
        fc.stringMatching(/^[0-9]{1,12}$/),
        (made, number) => {
          const routes = made.map((one, index) => route(index + 1, one))
          const expected = routes
            .filter((one) => one.enabled && number.startsWith(one.prefix))
            .sort(
              (a, b) => b.prefix.length - a.prefix.length || a.priority - b.priority || a.id - b.id,
            )
            .map((one) => one.id)
          expect(idsOf(routes, askOf(number, { country: null, mccMnc: null }))).toEqual(expected)
        },
      ),
    )
  })

  test('has nothing for another channel, or for what are no digits', () => {
    const routes = [route(1, { prefix: '49' })]
    const nowhere = { country: null, mccMnc: null }
    expect(idsOf(routes, askOf('4915', { ...nowhere, channel: 'VIBER' }))).toEqual([])
    expect(idsOf(routes, askOf('x49', nowhere))).toEqual([])
    expect(idsOf(routes, askOf('', nowhere))).toEqual([])
  })

  test('a network counts as a prefix of six digits, a country as one of three', () => {
    const { mccMnc } = askOf(GERMAN)
    const routes = [
      route(1),
      route(2, { prefix: '49' }),
      route(3, { countries: ['DE', 'AT'] }),
      route(4, { prefix: '49151' }),
      route(5, { networks: [mccMnc!] }),
      route(6, { prefix: '4915112' }),
      route(7, { networks: ['20801'] }),
      route(8, { countries: ['FR'] }),
      route(9, { prefix: '49151', countries: ['FR'] }),
    ]
    expect(idsOf(routes, askOf(GERMAN))).toEqual([6, 5, 4, 3, 2, 1])
  })

  test('routes that name the account go before all others, the nearest account above it next', () => {
    const routes = [
      route(1, { prefix: '4915112' }),
      route(2, { accountIds: [1], withSubAccounts: true }),
      route(3, { accountIds: [7, 1], withSubAccounts: true }),
      route(4, { accountIds: [8] }),
      route(5, { accountIds: [7] }),
    ]
    const above = (accountId: number) => (accountId === 8 ? [7, 1] : accountId === 7 ? [1] : [])
    const table = compile(routes, above)
    const tried = (accountId: number) =>
      table
        .candidates(askOf(GERMAN, { accountId }))
        .flatMap((group) => group.map((one) => one.route.id))
    expect(tried(8)).toEqual([4, 3, 2, 1])
    expect(tried(7)).toEqual([3, 5, 2, 1])
    expect(tried(1)).toEqual([2, 3, 1])
    expect(tried(99)).toEqual([1])
    expect(table.isForAccount(routes[2]!, 8)).toBe(true)
    expect(table.isForAccount(routes[4]!, 8)).toBe(false)
  })
})

interface Case {
  routes: StoredRoute[]
  connections?: Record<number, Partial<RoutedConnection> | null>
  ailments?: Record<number, Ailment>
  costs?: CostOf
  quality?: Quality
  tried?: Tried
}

function chooser({ routes, connections = {}, ailments = {}, costs, quality, tried }: Case) {
  const clock = movableClock()
  const table = compile(routes)
  const around = {
    connection: (id: number) =>
      connections[id] === null
        ? null
        : { name: `c${id}`, simulated: false, enabled: true, ...connections[id] },
    ailmentOf: (id: number) => ailments[id] ?? null,
    selecting: new Selecting(clock, costs ?? (() => null), quality ?? new Quality(clock)),
  }
  return (ask: RouteAsk) => choose(table, ask, around, tried ?? null)
}
const chosen = (one: Case, ask = askOf(GERMAN)) => chooser(one)(ask)?.route.id ?? null

describe('a route is for', () => {
  const only = (more: Partial<StoredRoute>, ask: Partial<RouteAsk>) =>
    chosen({ routes: [route(1, more), route(2)] }, askOf(GERMAN, ask)) === 1

  test.each<[string, Partial<StoredRoute>, Partial<RouteAsk>, boolean]>([
    ['its sender', { senders: ['Shop'] }, { sender: 'shop' }, true],
    [
      'its number with and without +',
      { senders: ['+491700000001'] },
      { sender: '491700000001' },
      true,
    ],
    ['no other sender', { senders: ['Shop'] }, { sender: 'Shops' }, false],
    ['its kinds of sender', { senderKinds: ['short-code'] }, { sender: '12345' }, true],
    ['no other kind', { senderKinds: ['short-code', 'long-number'] }, { sender: 'Shop' }, false],
    ['its content class', { contentClasses: ['OTP'] }, { contentClass: 'OTP' }, true],
    [
      'no other class',
      { contentClasses: ['OTP', 'TRANSACTIONAL'] },
      { contentClass: 'MARKETING' },
      false,
    ],
    ['from its instant', { validFrom: new Date(1_000) }, { at: 1_000 }, true],
    ['not before', { validFrom: new Date(1_000) }, { at: 999 }, false],
    ['before its end', { validUntil: new Date(1_000) }, { at: 999 }, true],
    ['not at it', { validUntil: new Date(1_000) }, { at: 1_000 }, false],
    [
      'all of its conditions',
      { senders: ['Shop'], contentClasses: ['OTP'] },
      { contentClass: 'MARKETING' },
      false,
    ],
  ])('%s', (_name, conditions, ask, fits) => {
    expect(only(conditions, ask)).toBe(fits)
  })

  test('more exactly said is tried first, whatever the priority', () => {
    const routes = [
      route(1, { priority: 1 }),
      route(2, { contentClasses: ['OTP'], priority: 900 }),
      route(3, { senderKinds: ['alphanumeric'], priority: 901 }),
      route(4, { senders: ['Shop'], priority: 902 }),
    ]
    const ask = askOf(GERMAN, { contentClass: 'OTP' })
    expect(chosen({ routes }, ask)).toBe(4)
    expect(chosen({ routes: routes.slice(0, 3) }, ask)).toBe(3)
    expect(chosen({ routes: routes.slice(0, 2) }, ask)).toBe(2)
  })
})

describe('connections', () => {
  const routes = [route(1, { prefix: '49' }), route(2), route(3, { priority: 1_000 })]

  test('that are disabled or gone are passed over', () => {
    expect(chosen({ routes })).toBe(1)
    expect(chosen({ routes, connections: { 1: { enabled: false } } })).toBe(2)
    expect(chosen({ routes, connections: { 1: null } })).toBe(2)
    expect(chosen({ routes, connections: { 1: null, 2: { enabled: false }, 3: null } })).toBe(null)
  })

  test('that are down or failing are passed over; when all are, the message waits for the first', () => {
    expect(chosen({ routes, ailments: { 1: 'DOWN' } })).toBe(2)
    expect(chosen({ routes, ailments: { 1: 'DOWN', 2: 'FAILING' } })).toBe(3)
    const all = chooser({ routes, ailments: { 1: 'DOWN', 2: 'FAILING', 3: 'DOWN' } })
    expect(all(askOf(GERMAN))).toMatchObject({ route: { id: 1 }, waits: true })
  })

  test('never lead from a real operator to the simulator', () => {
    const simulated = { simulated: true }
    expect(chosen({ routes, connections: { 1: { enabled: false }, 2: simulated } })).toBe(3)
    expect(chosen({ routes, connections: { 1: null, 2: null, 3: simulated } })).toBe(null)
    expect(
      chosen({ routes, connections: { 2: simulated }, ailments: { 1: 'DOWN', 3: 'DOWN' } }),
    ).toBe(1)
    expect(
      chosen({ routes, connections: { 1: { simulated: true, enabled: false }, 2: simulated } }),
    ).toBe(2)
    expect(chosen({ routes, connections: { 1: simulated } })).toBe(1)
  })

  test('a message that goes on takes none it was tried over, and stays on its side', () => {
    const tried = { connectionIds: [1], faults: 1, simulated: false }
    expect(chosen({ routes, tried })).toBe(2)
    expect(chosen({ routes, tried: { ...tried, connectionIds: [1, 2, 3] } })).toBe(null)
    expect(chosen({ routes, tried, connections: { 2: { simulated: true } } })).toBe(3)
    expect(
      chosen({
        routes,
        tried: { ...tried, simulated: true },
        connections: { 1: { simulated: true }, 3: { simulated: true } },
      }),
    ).toBe(null)
    expect(
      chosen({
        routes: [routes[0]!, routes[2]!],
        tried: { ...tried, simulated: true },
        connections: { 1: { simulated: true }, 3: { simulated: true } },
      }),
    ).toBe(3)
  })
})

describe('among equals', () => {
  const ids = Array.from(
    { length: 3_000 },
    (_, n) => `019ab000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  )
  const shares = (one: Case, more: Partial<RouteAsk> = {}) => {
    const pick = chooser(one)
    const counts = new Map<number, number>()
    for (const id of ids) {
      const found = pick(askOf(GERMAN, { id, ...more }))!.route.id
      counts.set(found, (counts.get(found) ?? 0) + 1)
    }
    return (id: number) => (counts.get(id) ?? 0) / ids.length
  }

  test('order is age', () => {
    expect(shares({ routes: [route(2), route(1)] })(1)).toBe(1)
  })

  test('weights are shares, and a route that fails gives up only its own messages', () => {
    const routes = [
      route(1, { selection: 'WEIGHT', weight: 70 }),
      route(2, { weight: 20 }),
      route(3, { weight: 10 }),
    ]
    const share = shares({ routes })
    expect(share(1)).toBeCloseTo(0.7, 1)
    expect(share(2)).toBeCloseTo(0.2, 1)
    expect(share(3)).toBeCloseTo(0.1, 1)
    const whole = chooser({ routes })
    const without = chooser({ routes, ailments: { 3: 'DOWN' } })
    for (const id of ids) {
      const before = whole(askOf(GERMAN, { id }))!.route.id
      if (before !== 3) expect(without(askOf(GERMAN, { id }))!.route.id).toBe(before)
    }
  })

  test('the cheapest goes first, a cost that is not known or in another currency last', () => {
    const costs: CostOf = (connectionId, { senderKind }) =>
      connectionId === 1
        ? { micros: 50_000n, currency: 'EUR' }
        : connectionId === 2
          ? { micros: senderKind === 'alphanumeric' ? 40_000n : 60_000n, currency: 'EUR' }
          : connectionId === 3
            ? { micros: 1n, currency: 'JPY' }
            : null
    const routes = [1, 2, 3, 4].map((id) => route(id, { selection: 'COST' }))
    expect(chosen({ routes, costs })).toBe(2)
    expect(chosen({ routes, costs }, askOf(GERMAN, { sender: '491700000001' }))).toBe(1)
    expect(chosen({ routes, costs, ailments: { 2: 'DOWN', 1: 'DOWN' } })).toBe(3)
    expect(chosen({ routes: routes.slice(2), costs: () => null })).toBe(3)
  })

  test('the one that delivers best goes first; a few messages try the others, codes never', () => {
    const clock = movableClock()
    const quality = new Quality(clock)
    const { mccMnc } = askOf(GERMAN)
    for (let n = 0; n < 100; n++) {
      quality.note({ connectionId: 1, mccMnc, delivered: n % 10 !== 0, delayMs: 2_000 })
      quality.note({ connectionId: 2, mccMnc, delivered: true, delayMs: 5_000 })
    }
    const routes = [1, 2, 3].map((id) => route(id, { selection: 'QUALITY' }))
    const share = shares({ routes, quality })
    expect(share(2)).toBeGreaterThan(0.93)
    expect(share(1)).toBeGreaterThan(0)
    expect(share(3)).toBeGreaterThan(0)
    expect(shares({ routes, quality }, { contentClass: 'OTP' })(2)).toBe(1)
    expect(shares({ routes }, { contentClass: 'OTP' })(1), 'as long as nothing is measured').toBe(1)
  })

  test('what the oldest route that fits says counts', () => {
    const routes = [
      route(1, { selection: 'ORDER', contentClasses: ['OTP'] }),
      route(2, { selection: 'COST', contentClasses: ['MARKETING'] }),
      route(3, { selection: 'ORDER', contentClasses: ['OTP', 'MARKETING'] }),
    ]
    const costs: CostOf = (id) => ({ micros: BigInt(10 - id), currency: 'EUR' })
    expect(chosen({ routes, costs }, askOf(GERMAN, { contentClass: 'OTP' }))).toBe(1)
    expect(chosen({ routes, costs }, askOf(GERMAN, { contentClass: 'MARKETING' }))).toBe(3)
  })
})
