import type { SmsUnit } from '../index.ts'

/** A part as channels hand it over. */
export const unit = (destination: string, text: string, more: Partial<SmsUnit> = {}): SmsUnit => ({
  sender: { kind: 'alphanumeric', address: 'Trunkline', ton: 5, npi: 0 },
  destination,
  esmClass: 0,
  dataCoding: 0,
  octets: Buffer.from(text, 'latin1'),
  registeredDelivery: 1,
  validityMs: null,
  ...more,
})
