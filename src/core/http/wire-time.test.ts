import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWireTime, wireTime } from './wire-time.ts'

const at = Date.parse('2026-11-23T20:29:00.000Z')

describe('a time', () => {
  test.each([
    ['2026-11-23T20:29:00.000+0000', at],
    ['2026-11-23T20:29:00.000+00:00', at],
    ['2026-11-23T20:29:00Z', at],
    ['2026-11-23t20:29:00z', at],
    ['2026-11-23T20:29', at],
    ['2026-11-23 20:29:00', at],
    ['2026-11-23T21:29:00.000+0100', at],
    ['2026-11-23T21:29:00.000+01:00', at],
    ['2026-11-23T14:59:00.000-0530', at],
    ['2026-11-23T21:29:00.000 0100', at],
    ['2026-11-23T21:29:00.000 01:00', at],
    [' 2026-11-23T20:29:00.000+0000 ', at],
    ['2026-11-23T20:29:00.5Z', at + 500],
    ['2026-11-23T20:29:00.123456789Z', at + 123],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('may be written %s', (text, ms) => {
    expect(parseWireTime(text)?.getTime()).toBe(ms)
  })

  test.each([
    '',
    'now',
    '2026-11-23',
    '20:29',
    '2026-13-01T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23T20:61:00Z',
    '2026-11-23T20:29:00+25:00',
    '2026-11-23T20:29:00+0',
    '1700000000000',
    '+275760-09-13T00:00:00Z',
    '2026-11-23T20:29:00Z; drop table',
    '２０２６-11-23T20:29:00Z',
  ])('is not written %j', (text) => {
    expect(parseWireTime(text)).toBeUndefined()
  })

  test('is read as it was written, to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (time) => {
          expect(parseWireTime(wireTime(time))).toEqual(time)
          expect(wireTime(time.getTime())).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
        },
      ),
    )
  })

  test('never fails to be read, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseWireTime(text)))
  })
})
