import { expect, test } from 'vitest'
import { status, statusClass } from '../../protocols/smpp/index.ts'
import { errorOfRefusal, refusalDetail, refusalTable } from './refusals.ts'
import { statuses } from '../../messaging/index.ts'

const { errorOf } = statuses

test('the table agrees with the protocol about what is worth another try', () => {
  for (const [commandStatus, , class_] of refusalTable)
    expect([commandStatus, statusClass(commandStatus)]).toEqual([commandStatus, class_])
})

test('no command_status stands twice', () => {
  expect(new Set(refusalTable.map(([commandStatus]) => commandStatus)).size).toBe(
    refusalTable.length,
  )
})

test('every refusal has an error of the documented set, permanent ones a permanent error', () => {
  for (const code of [...Object.values(status), 0x400, 0x4ff, 0xffff]) {
    const class_ = statusClass(code)
    if (class_ === 'ok') continue
    const id = errorOfRefusal(code, class_)
    expect([code, errorOf(id).id]).toEqual([code, id])
    expect([code, id, errorOf(id).permanent]).toEqual([code, id, class_ === 'permanent'])
  }
})

test('an operator of vendor codes is told by number', () => {
  expect(refusalDetail(status.ESME_RINVDSTADR)).toBe('command_status ESME_RINVDSTADR')
  expect(refusalDetail(0x412)).toBe('command_status 0x00000412')
})
