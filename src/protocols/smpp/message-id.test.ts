import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageIdDetector, receiptIdKeys, responseIdKey } from './index.ts'
import type { MessageIdForm } from './index.ts'

/** How a peer with some habit tells one and the same number. */
const habits: Record<
  string,
  { form: MessageIdForm; response: (id: bigint) => string; receipt: (id: bigint) => string }
> = {
  'decimal, decimal': { form: 'same', response: (id) => `${id}`, receipt: (id) => `${id}` },
  'decimal, padded with zeros': {
    form: 'same',
    response: (id) => `${id}`,
    receipt: (id) => `${id}`.padStart(20, '0'),
  },
  'hexadecimal, the other case': {
    form: 'same',
    response: (id) => id.toString(16),
    receipt: (id) => id.toString(16).toUpperCase(),
  },
  'hexadecimal, decimal': {
    form: 'response_hex',
    response: (id) => id.toString(16).toUpperCase(),
    receipt: (id) => `${id}`,
  },
  'decimal, hexadecimal': {
    form: 'receipt_hex',
    response: (id) => `${id}`,
    receipt: (id) => id.toString(16).padStart(16, '0'),
  },
}
const number = fc.bigInt({ min: 1n, max: 2n ** 63n })

describe('message ids', () => {
  it.each(Object.entries(habits))(
    '%s: the receipt’s key is the response’s, told or found out',
    (_, habit) => {
      fc.assert(
        fc.property(number, (id) => {
          const key = responseIdKey(habit.response(id))
          expect(receiptIdKeys(habit.receipt(id), habit.form)).toEqual([key])
          expect(receiptIdKeys(habit.receipt(id), 'auto')).toContain(key)
        }),
      )
    },
  )

  it.each(Object.entries(habits))(
    '%s: the detector finds the form out and then looks for one key only',
    (_, habit) => {
      const detector = new MessageIdDetector()
      for (let id = 1_000_000n; id < 1_000_060n; id++) {
        const key = responseIdKey(habit.response(id))
        expect(detector.keys(habit.receipt(id))).toContain(key)
        detector.matched(habit.receipt(id), key)
      }
      expect(detector.form).toBe(habit.form)
      expect(detector.keys(habit.receipt(7_654_321n)).length).toBe(1)
    },
  )

  it('learns nothing from ids that look the same in every form, and stays open when receipts disagree', () => {
    const detector = new MessageIdDetector()
    for (let id = 0; id < 100; id++) detector.matched('7', '7')
    expect(detector.form).toBe('auto')
    for (let id = 100; id < 140; id++) {
      detector.matched(`${id}`, `${id}`)
      detector.matched(`${id}`, id.toString(16))
    }
    expect(detector.form).toBe('auto')
  })

  it('keeps ids that are no numbers as they are: their case may tell them apart', () => {
    expect(responseIdKey(' aB3_x ')).toBe('aB3_x')
    expect(responseIdKey('0xyz')).toBe('0xyz')
    expect(receiptIdKeys('aB3_x', 'auto')).toEqual(['aB3_x'])
    expect(receiptIdKeys('aB3_x', 'response_hex')).toEqual(['aB3_x'])
    expect(receiptIdKeys('', 'auto')).toEqual([''])
  })

  it('takes anything as an id', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 70 }), (id) => {
        const keys = receiptIdKeys(id, 'auto')
        expect(keys[0]).toBe(responseIdKey(id))
        expect(keys.length).toBeLessThanOrEqual(3)
      }),
    )
  })
})
