import { describe, expect, it } from 'vitest'
import { statuses } from '../messaging/index.ts'
import { isFinalState } from '../protocols/smpp/index.ts'
import { addresses, stateOf } from './receipt.ts'

describe('states in receipts', () => {
  it.each([
    [statuses.PENDING_ENROUTE, 'ENROUTE'],
    [statuses.DELIVERED_TO_HANDSET, 'DELIVERED'],
    [statuses.EXPIRED_EXPIRED, 'EXPIRED'],
    [statuses.EXPIRED_DLR_UNKNOWN, 'UNKNOWN'],
    [statuses.UNDELIVERABLE_NOT_DELIVERED, 'UNDELIVERABLE'],
    [statuses.UNDELIVERABLE_NOT_SENT, 'DELETED'],
    [statuses.REJECTED_SYSTEM_ERROR, 'REJECTED'],
  ])('of status %i is %s', (statusId, state) => {
    expect(stateOf(statusId)).toBe(state)
  })

  it('are final exactly for statuses that are', () => {
    for (const { id, final } of statuses.statuses)
      // UNKNOWN is final for us: nothing more will come. The standard leaves it open.
      if (stateOf(id) !== 'UNKNOWN') expect([id, isFinalState(stateOf(id))]).toEqual([id, final])
  })
})

it('addresses have the type and plan that belong to them', () => {
  expect(addresses('41790000001', 'Trunkline')).toEqual({
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: '41790000001',
    dest_addr_ton: 5,
    dest_addr_npi: 0,
    destination_addr: 'Trunkline',
  })
})
