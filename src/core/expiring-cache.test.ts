import { describe, expect, test } from 'vitest'
import { movableClock } from './clock.ts'
import { ExpiringCache } from './expiring-cache.ts'

const make = (entriesMax = 3) => {
  const clock = movableClock()
  const cache = new ExpiringCache<string>(clock, { ttlMs: 5_000, entriesMax })
  let loads = 0
  const load = (value: string) => async () => {
    loads++
    return value
  }
  return { clock, cache, load, loads: () => loads }
}

describe('what was loaded', () => {
  test('is believed until its time is over', async () => {
    const { clock, cache, load } = make()
    expect(await cache.get('a', load('old'))).toBe('old')
    clock.advance(4_000)
    expect(await cache.get('a', load('new'))).toBe('old')
    clock.advance(1_000)
    expect(await cache.get('a', load('new'))).toBe('new')
  })

  test('is loaded once for all who ask meanwhile, and again after it failed', async () => {
    const { cache, load, loads } = make()
    expect(await Promise.all([1, 2, 3].map(() => cache.get('a', load('one'))))).toEqual([
      'one',
      'one',
      'one',
    ])
    expect(loads()).toBe(1)
    await expect(cache.get('b', () => Promise.reject(new Error('no database')))).rejects.toThrow()
    expect(await cache.get('b', load('two'))).toBe('two')
  })

  test.each(['drop', 'clear'] as const)(
    'is not kept when a %s came while it was read',
    async (how) => {
      const { cache, load } = make()
      const reading = Promise.withResolvers<string>()
      const asked = cache.get('a', () => reading.promise)
      cache[how]('a')
      // Whoever asks now must not be given what was read before the change.
      expect(await cache.get('a', load('after'))).toBe('after')
      reading.resolve('before')
      expect(await asked).toBe('before')
      expect(cache.peek('a')).toBe('after')
    },
  )

  test('goes, oldest first, when there is too much', async () => {
    const { cache, load } = make(2)
    for (const key of ['a', 'b', 'c']) await cache.get(key, load(key))
    expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual([undefined, 'b', 'c'])
  })
})
