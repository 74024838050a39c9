import type { ConnectionSettings } from './connection.ts'
import type { Dialect } from './dialects.ts'

/** What one vendor's SMPP service wants otherwise than usual, as its own documents say. */
export interface Vendor {
  id: string
  name: string
  /** Where that is written. */
  source: string
  defaultAlphabet?: ConnectionSettings['encoding']['defaultAlphabet']
  concatenation?: ConnectionSettings['encoding']['concatenation']
  idForm?: ConnectionSettings['receipts']['idForm']
  dialect: Partial<Dialect>
}

const unknown = { ton: 0, npi: 0 }

/** Only what a vendor's documents say; what they leave open stays as the standard suggests. */
export const vendors: readonly Vendor[] = [
  {
    id: 'STANDARD',
    name: 'As the standard suggests',
    source: 'SMPP 3.4 §5.2.5, §5.2.6, §5.2.19',
    defaultAlphabet: 'GSM_UNPACKED',
    dialect: {},
  },
  {
    id: '8X8',
    name: '8x8',
    source: 'https://developer.8x8.com/connect/docs/smpp-data-encoding',
    defaultAlphabet: 'GSM_UNPACKED',
    dialect: {},
  },
  {
    id: 'INFOBIP',
    name: 'Infobip',
    source: 'https://www.infobip.com/docs/essentials/smpp-specification',
    defaultAlphabet: 'GSM_UNPACKED',
    dialect: {},
  },
  {
    id: 'SINCH',
    name: 'Sinch',
    source: 'https://developers.sinch.com/docs/sms/smpp',
    defaultAlphabet: 'GSM_UNPACKED',
    dialect: { shortCodeSender: { ton: 0, npi: 1 } },
  },
  {
    id: 'SMSPORTAL',
    name: 'SMSPortal',
    source: 'https://docs.smsportal.com/docs/smpp-usage',
    defaultAlphabet: 'GSM_UNPACKED',
    dialect: {
      alphanumericSender: unknown,
      longNumberSender: unknown,
      shortCodeSender: unknown,
      recipient: unknown,
    },
  },
  {
    id: 'VIBES',
    name: 'Vibes',
    source: 'https://developer-aggregation.vibes.com/reference/encoding-message-settings',
    defaultAlphabet: 'ASCII',
    dialect: {
      longNumberSender: unknown,
      shortCodeSender: unknown,
      recipient: unknown,
      validity: 'NONE',
    },
  },
]

export const vendorOf = (id: string): Vendor | undefined => vendors.find((one) => one.id === id)
