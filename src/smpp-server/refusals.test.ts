import { describe, expect, it } from 'vitest'
import { Rejection } from '../core/http/index.ts'
import { statuses } from '../messaging/index.ts'
import { status, statusClass } from '../protocols/smpp/index.ts'
import { commandStatusOf, commandStatusOfError } from './refusals.ts'

describe('what a customer is told of a refused message', () => {
  it.each<[number, keyof typeof status]>([
    [statuses.REJECTED_NETWORK, 'ESME_RSUBMITFAIL'],
    [statuses.REJECTED_PREFIX_MISSING, 'ESME_RINVDSTADR'],
    [statuses.REJECTED_SOURCE, 'ESME_RINVSRCADR'],
    [statuses.REJECTED_NOT_ENOUGH_CREDITS, 'ESME_RSUBMITFAIL'],
    [statuses.REJECTED_DESTINATION_BLOCKLISTED, 'ESME_RINVDSTADR'],
    [statuses.REJECTED_FLOODING_FILTER, 'ESME_RSUBMITFAIL'],
    [statuses.REJECTED_INVALID_UDH, 'ESME_RINVESMCLASS'],
    [statuses.REJECTED_MESSAGE_TOO_LONG, 'ESME_RINVMSGLEN'],
    [statuses.REJECTED_DESTINATION, 'ESME_RINVDSTADR'],
    [statuses.REJECTED_SYSTEM_ERROR, 'ESME_RSYSERR'],
  ])('status %i is %s', (statusId, name) => {
    expect(commandStatusOf(statusId)).toBe(status[name])
  })

  it('is an error for every rejection, in a code that SMPP 3.4 has and that stops no whole bind', () => {
    for (const { id, groupName } of statuses.statuses) {
      const told = commandStatusOf(id)
      if (groupName !== 'REJECTED' && groupName !== 'UNDELIVERABLE')
        expect([id, told]).toEqual([id, 0])
      else {
        expect([id, told > 0 && told < 0x100]).toEqual([id, true])
        expect([id, statusClass(told)]).not.toEqual([id, 'congestion'])
      }
    }
  })

  it('is to wait when we are full, and a fault of ours when the outcome is not known', () => {
    const full = new Rejection('UNAVAILABLE', { retryAfterSeconds: 1 })
    expect(commandStatusOfError(full)).toBe(status.ESME_RMSGQFUL)
    const lost = new Rejection('UNAVAILABLE', { cause: new Error('connection lost') })
    expect(commandStatusOfError(lost)).toBe(status.ESME_RSYSERR)
    expect(commandStatusOfError(new Error('a bug'))).toBe(status.ESME_RSYSERR)
  })
})
