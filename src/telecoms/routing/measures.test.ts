import { describe, expect, test } from 'vitest'
import { movableClock } from '../../core/clock.ts'
import { DOWN_MS, Health, UP_MS, type Ailment, type ConnectionNow } from './health.ts'
import { Quality } from './quality.ts'
import type { TimeWindow } from './route.ts'
import { isOpen, Opening } from './time-windows.ts'

describe('quality', () => {
  const of = (samples: number, deliveredShare: number, delayMs: number) => {
    const quality = new Quality(movableClock())
    for (let n = 0; n < samples; n++)
      quality.note({
        connectionId: 1,
        mccMnc: '26201',
        delivered: n < samples * deliveredShare,
        delayMs,
      })
    return quality
  }

  test('is percent delivered, less a point for ten seconds of delay, at most 20', () => {
    expect(of(100, 0.9, 30_000).of(1, '26201')!.score).toBeCloseTo(87, 0)
    expect(of(100, 1, 500_000).of(1, '26201')!.score).toBeCloseTo(80, 0)
    expect(of(100, 0, 0).of(1, '26201')!.score).toBe(0)
  })

  test('says nothing of too few messages, and of a network without its own what the connection does', () => {
    expect(of(29, 1, 0).of(1, '26201')).toBe(null)
    const measured = of(100, 0.5, 0)
    expect(measured.of(1, '26202')!.rate).toBeCloseTo(0.5, 1)
    expect(measured.of(2, '26201')).toBe(null)
  })

  test('fades: what was an hour ago counts half, and in the end nothing is known', () => {
    const clock = movableClock()
    const quality = new Quality(clock)
    const note = (delivered: boolean) =>
      quality.note({ connectionId: 1, mccMnc: null, delivered, delayMs: 0 })
    for (let n = 0; n < 100; n++) note(false)
    clock.advance(3_600_000)
    for (let n = 0; n < 100; n++) note(true)
    expect(quality.of(1, null)!.rate).toBeCloseTo(2 / 3, 1)
    clock.advance(8 * 3_600_000)
    expect(quality.of(1, null)).toBe(null)
  })

  test('is kept for the next process, in steps', () => {
    const quality = of(50, 1, 1_000)
    const kept = [...quality.changed(1), ...quality.changed(10)]
    expect(kept.map((one) => one.network)).toEqual(['', '26201'])
    expect(quality.changed(10)).toEqual([])
    const next = new Quality(movableClock())
    next.restore(kept)
    expect(next.of(1, '26201')!.delayMs).toBeCloseTo(1_000, 0)
  })
})

describe('health', () => {
  const watched = () => {
    const clock = movableClock()
    let bound = 1
    let state: ConnectionNow['state'] = 'CONNECTED'
    const told: (Ailment | null)[] = []
    const health = new Health(
      clock,
      () => [{ connectionId: 1, bound, state: bound === 1 ? state : 'DISCONNECTED' }],
      (_id, ailment) => told.push(ailment),
    )
    health.look()
    return {
      clock,
      health,
      told,
      drain: () => {
        state = 'DRAINED'
        health.look()
      },
      link: (up: boolean) => {
        bound = up ? 1 : 0
        health.look()
      },
      after: (ms: number) => {
        clock.advance(ms)
        health.look()
        return health.ailmentOf(1)
      },
    }
  }

  test('a connection that is down is passed over after a while, and used again after a longer one', () => {
    const { health, link, after, told } = watched()
    link(false)
    expect(after(DOWN_MS - 100)).toBe(null)
    expect(after(200)).toBe('DOWN')
    expect(health.ailing()).toEqual([1])
    const { revision } = health
    link(true)
    expect(after(UP_MS - 100)).toBe('DOWN')
    expect(after(200)).toBe(null)
    expect(health.revision).toBeGreaterThan(revision)
    expect(told).toEqual(['DOWN', null])
  })

  test('a link that flaps is not used again before it holds', () => {
    const { link, after } = watched()
    link(false)
    expect(after(DOWN_MS)).toBe('DOWN')
    for (let n = 0; n < 5; n++) {
      link(true)
      expect(after(UP_MS / 2)).toBe('DOWN')
      link(false)
      expect(after(100)).toBe('DOWN')
    }
  })

  test('an operator that fails most messages is left alone for a while, then for longer', () => {
    const { health, after } = watched()
    const fail = () => {
      for (let n = 0; n < 30; n++) health.answered(1, n % 3 !== 0)
    }
    fail()
    expect(after(0)).toBe('FAILING')
    expect(after(29_000)).toBe('FAILING')
    expect(after(2_000)).toBe(null)
    fail()
    expect(after(0)).toBe('FAILING')
    expect(after(45_000)).toBe('FAILING')
    expect(after(16_000)).toBe(null)
  })

  test('a connection that was drained for maintenance is as one that is down, bound or not', () => {
    const { drain, after } = watched()
    drain()
    expect(after(DOWN_MS)).toBe('DOWN')
  })

  test('few answers, or few faults among many, are no illness', () => {
    const { health, after } = watched()
    for (let n = 0; n < 10; n++) health.answered(1, true)
    expect(after(0)).toBe(null)
    for (let n = 0; n < 100; n++) health.answered(1, n % 4 === 0)
    expect(after(0)).toBe(null)
  })
})

describe('time windows', () => {
  const at = (text: string) => Date.parse(text)
  const open = (windows: TimeWindow[], timeZone: string, instant: string) => {
    const route = { timeWindows: windows, timeZone, validFrom: null, validUntil: null }
    const found = isOpen(route, at(instant))
    expect(new Opening(route).at(at(instant))).toBe(found)
    return found
  }
  const office: TimeWindow = { days: ['MONDAY', 'TUESDAY'], from: '09:00', to: '17:30' }
  const night: TimeWindow = { days: ['SATURDAY'], from: '22:00', to: '06:00' }

  test.each<[TimeWindow, string, string, boolean]>([
    [office, 'UTC', '2026-11-24T09:00:00Z', true],
    [office, 'UTC', '2026-11-24T17:30:00Z', false],
    [office, 'UTC', '2026-11-25T10:00:00Z', false],
    [office, 'Europe/Berlin', '2026-11-24T08:00:00Z', true],
    [office, 'Europe/Berlin', '2026-07-20T07:00:00Z', true],
    [office, 'Asia/Tokyo', '2026-11-24T08:00:00Z', true],
    [office, 'Asia/Tokyo', '2026-11-24T08:30:00Z', false],
    [night, 'UTC', '2026-11-28T23:00:00Z', true],
    [night, 'UTC', '2026-11-29T05:59:00Z', true],
    [night, 'UTC', '2026-11-29T06:00:00Z', false],
    [night, 'UTC', '2026-11-28T05:00:00Z', false],
    [{ days: [], from: '00:00', to: '24:00' }, 'UTC', '2026-11-28T23:59:00Z', true],
  ])('%j in %s at %s: %s', (window, zone, instant, expected) => {
    expect(open([window], zone, instant)).toBe(expected)
  })

  test('one of several is enough, and what is remembered of a minute ends with it', () => {
    expect(open([office, night], 'UTC', '2026-11-28T23:00:00Z')).toBe(true)
    const opening = new Opening({ timeWindows: [office], timeZone: 'UTC', validFrom: null, validUntil: null }) // prettier-ignore
    expect(opening.at(at('2026-11-24T17:29:59Z'))).toBe(true)
    expect(opening.at(at('2026-11-24T17:30:00Z'))).toBe(false)
    expect(opening.at(at('2026-11-24T17:29:59Z'))).toBe(true)
  })
})
