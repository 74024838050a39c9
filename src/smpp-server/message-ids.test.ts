import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uuidv7 } from '../core/ids.ts'
import { readId, writeId } from './message-ids.ts'

const ids = fc.integer({ min: 0, max: 2 ** 47 }).map((ms) => uuidv7(ms))

describe('message ids for customers', () => {
  it.each(['UUID', 'HEX', 'DECIMAL'] as const)('lead back from %s, and fit the field', (form) => {
    fc.assert(
      fc.property(ids, (id) => {
        const written = writeId(id, form)
        expect(written.length).toBeLessThanOrEqual(64)
        expect(readId(written)).toBe(id)
        expect(readId(written.toUpperCase())).toBe(id)
      }),
    )
  })

  it('leave an id alone that is none of ours', () => {
    expect(writeId('order-17', 'DECIMAL')).toBe('order-17')
  })

  it('are not read from what cannot be one', () => {
    for (const text of ['', '0', 'order-17', '9'.repeat(39), 'f'.repeat(32), '1'.repeat(64)])
      expect(readId(text)).toBeNull()
    fc.assert(
      fc.property(fc.string({ maxLength: 70 }), (text) => {
        const read = readId(text)
        if (read !== null) expect(text.replaceAll('-', '').length).toBeGreaterThanOrEqual(32)
      }),
    )
  })
})
