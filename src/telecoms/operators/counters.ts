import type { Counters } from './wire.ts'

export const noCounts = (): Counters => ({
  submitted: 0,
  accepted: 0,
  refused: 0,
  throttled: 0,
  unknown: 0,
  receipts: 0,
  inbound: 0,
  malformed: 0,
  lateResponses: 0,
})
