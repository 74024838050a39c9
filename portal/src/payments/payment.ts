import type { Body } from '../api/call.ts'
import { decimal, isDay, isDecimal } from '../parts/written.ts'

export const REFERENCE_SIGNS_MAX = 140

export interface WrittenPayment {
  amount: string
  /** `2026-11-24`, as a date field has it. */
  receivedOn: string
  reference: string
  invoiceId: string | null
}
export type PaymentFaults = Partial<
  Record<'amount' | 'receivedOn' | 'reference', 'amountFault' | 'dayFault' | 'referenceFault'>
>

/** What the server would refuse, told at the fields. Whether the amount fits the currency it knows alone. */
export function faultsOf({ amount, receivedOn, reference }: WrittenPayment): PaymentFaults {
  const isAmount = isDecimal(amount) && Number(decimal(amount)) > 0
  return {
    ...(isAmount ? {} : { amount: 'amountFault' }),
    ...(isDay(receivedOn) ? {} : { receivedOn: 'dayFault' }),
    ...(reference.trim() === '' ? { reference: 'referenceFault' } : {}),
  }
}

export const bodyOf = (said: WrittenPayment): Body<'create-customer-payment'> => ({
  amount: decimal(said.amount),
  receivedOn: said.receivedOn,
  reference: said.reference.trim(),
  ...(said.invoiceId === null ? {} : { invoiceId: said.invoiceId }),
})
