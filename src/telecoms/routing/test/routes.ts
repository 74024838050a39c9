import { networkOf } from '../../numbering-plan/index.ts'
import { toMsisdn } from '../../../protocols/e164/index.ts'
import { unconditional } from '../content.ts'
import type { RouteAsk, StoredRoute } from '../route.ts'

const AT = new Date(0)

/** A route that leads to the connection with its own number, for all numbers. */
export const route = (id: number, more: Partial<StoredRoute> = {}): StoredRoute => ({
  ...unconditional,
  id,
  name: `route ${id}`,
  channel: 'SMS',
  prefix: '',
  connectionId: id,
  priority: 100,
  enabled: true,
  createdAt: AT,
  updatedAt: AT,
  ...more,
})

/** A message of account 8 from `Shop`, with the country and network of its number. */
export function askOf(msisdn: string, more: Partial<RouteAsk> = {}): RouteAsk {
  const number = toMsisdn(msisdn)
  const network = number === null ? null : networkOf(number)
  return {
    channel: 'SMS',
    msisdn,
    country: network?.countryIso ?? null,
    mccMnc: network?.mnc ? network.mcc + network.mnc : null,
    accountId: 8,
    sender: 'Shop',
    contentClass: 'TRANSACTIONAL',
    at: Date.UTC(2026, 10, 24, 12),
    id: '019ab000-0000-7000-8000-000000000001',
    ...more,
  }
}
