import { describe, expect, test } from 'vitest'
import type { MessageState, Receipt } from '../../protocols/smpp/index.ts'
import { errorOfNetwork, reportOf, stateTable } from './receipts.ts'
import { statuses } from '../../messaging/index.ts'

const { errorOf, statusOf } = statuses

const receipt = (state: MessageState, more: Partial<Receipt> = {}): Receipt => ({
  id: '1',
  state,
  intermediate: false,
  extra: {},
  ...more,
})
const report = (one: Receipt) => reportOf({ connectionId: 3, peerIds: ['a', 'b'], receipt: one })

describe('a state of a receipt becomes a status', () => {
  test.each([
    ['DELIVERED', 5, 0, true],
    ['UNDELIVERABLE', 9, 255, true],
    ['EXPIRED', 15, 4101, true],
    ['REJECTED', 4, 632, true],
    ['DELETED', 9, 4100, true],
    ['UNKNOWN', 9, 255, true],
    ['SKIPPED', 9, 255, true],
    ['ENROUTE', 3, 0, false],
    ['ACCEPTED', 3, 0, false],
    ['SCHEDULED', 3, 0, false],
  ] as const)('%s → %i/%i', (state, statusId, errorId, final) =>
    expect(report(receipt(state))).toEqual({
      connectionId: 3,
      peerIds: ['a', 'b'],
      statusId,
      errorId,
      final,
      detail: `stat:${state}`,
    }),
  )

  test('final in the table is final in the table of statuses', () => {
    for (const row of Object.values(stateTable))
      expect(statusOf(row.statusId).final).toBe(row.final)
  })

  test('an intermediate notification ends nothing', () => {
    expect(report(receipt('UNDELIVERABLE', { intermediate: true, err: '027' }))).toMatchObject({
      statusId: 3,
      errorId: 27,
      final: false,
    })
  })

  test('a delivered one has no error, whatever the operator writes', () => {
    expect(report(receipt('DELIVERED', { err: '001' })).errorId).toBe(0)
  })

  test('the error the network names comes before the usual one', () => {
    expect(report(receipt('UNDELIVERABLE', { err: '001' })).errorId).toBe(1)
    expect(report(receipt('EXPIRED', { err: '27' })).errorId).toBe(27)
  })
})

describe('network errors', () => {
  test.each([
    ['000', undefined, undefined],
    ['001', undefined, 1],
    ['6', undefined, 6],
    ['00B', undefined, undefined],
    ['999', undefined, undefined],
    ['4101', undefined, undefined],
    ['256', undefined, 256],
    [undefined, { networkType: 3, code: 13 }, 13],
    ['001', { networkType: 3, code: 13 }, 13],
    ['001', { networkType: 1, code: 13 }, 1],
  ])('err %s, network %j → %s', (err, networkError, expected) =>
    expect(errorOfNetwork({ ...(err && { err }), ...(networkError && { networkError }) })).toBe(
      expected,
    ),
  )

  test('every error told is one of the documented set', () => {
    for (let code = 0; code < 300; code++) {
      const id = errorOfNetwork({ err: String(code) })
      if (id !== undefined) expect(errorOf(id).id).toBe(id)
    }
  })
})

test('the timeline never shows what a peer may have put there of the text', () => {
  const detail = report(
    receipt('UNDELIVERABLE', {
      stat: 'Your PIN is 1234',
      err: 'x'.repeat(99),
      text: 'Your PIN is 1234',
    }),
  ).detail
  expect(detail).toBe('stat:UNDELIVERABLE')
})
