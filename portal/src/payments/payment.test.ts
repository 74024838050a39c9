import { expect, it } from 'vitest'
import { bodyOf, faultsOf } from './payment.ts'

it('a payment is taken as it stands on the bank statement, and nothing without amount, day and reference', () => {
  const said = { amount: ' 119,50', receivedOn: '2026-11-24', reference: ' RF18 ', invoiceId: null }
  expect(faultsOf(said)).toEqual({})
  expect(bodyOf(said)).toEqual({ amount: '119.50', receivedOn: '2026-11-24', reference: 'RF18' })
  expect(bodyOf({ ...said, invoiceId: 'a' }).invoiceId).toBe('a')
  for (const amount of ['', '0', '0,00', '-1', '1.0000001', '1.000,00'])
    expect(faultsOf({ ...said, amount }), amount).toEqual({ amount: 'amountFault' })
  expect(faultsOf({ ...said, receivedOn: '', reference: ' ' })).toEqual({
    receivedOn: 'dayFault',
    reference: 'referenceFault',
  })
})
