import { wireTime } from '../core/http/index.ts'
import { amountText } from './amount.ts'
import type { Surroundings } from './needs.ts'
import { wireSenderKind } from './price-csv.ts'
import type { PriceRow } from './store/books.ts'
import type { ListRow } from './store/lists.ts'
import type { OwnPackageRow } from './store/terms.ts'
import type { LedgerRow } from './store/usage.ts'
import type * as wire from './wire.ts'

export const presentList = (row: ListRow, around: Surroundings): wire.List => ({
  id: row.id,
  name: row.name,
  currency: row.currency,
  connectionId: row.connection_id,
  connectionName: row.connection_id === null ? null : around.connectionName(row.connection_id),
  prices: row.prices,
  accounts: row.accounts,
  createdAt: wireTime(row.created_at),
})

export const wireUnit = { part: 'PART', message: 'MESSAGE' } as const
export const wireKind = { base: 'BASE', surcharge: 'SURCHARGE' } as const

export const presentPrice = (row: PriceRow, { places }: Surroundings): wire.Price => ({
  id: String(row.id),
  kind: wireKind[row.kind],
  name: row.name,
  channel: row.channel,
  direction: row.direction,
  country: row.country,
  countryName: row.country === null ? null : (places.country(row.country)?.name ?? null),
  network: row.mcc_mnc,
  networkName: row.mcc_mnc === null ? null : (places.network(row.mcc_mnc)?.name ?? null),
  senderKind: row.sender_kind === null ? null : wireSenderKind[row.sender_kind],
  unit: wireUnit[row.unit],
  amount: row.amount_micros === null ? null : amountText(row.amount_micros),
  validFrom: wireTime(row.valid_from),
})

export const presentPackage = (row: OwnPackageRow): wire.Package => ({
  id: row.id,
  name: row.name,
  channel: row.channel,
  country: row.country,
  unit: wireUnit[row.unit],
  total: Number(row.total),
  used: Number(row.used),
  validFrom: wireTime(row.valid_from),
  validTo: wireTime(row.valid_to),
  price: amountText(row.price_micros),
})

export const presentPosting = (row: LedgerRow): wire.Posting => ({
  id: String(row.id),
  kind: row.kind,
  debit: row.debit,
  credit: row.credit,
  amount: amountText(row.debit === 'balance' ? -row.amount_micros : row.amount_micros),
  currency: row.currency,
  items: row.items,
  reference: row.reference,
  day: row.day,
  reason: row.reason,
  postedAt: wireTime(row.posted_at),
})

export const presentPlace = (
  place: { country: string | null; mccMnc: string | null },
  { places }: Surroundings,
) => ({
  country: place.country,
  countryName: place.country === null ? null : (places.country(place.country)?.name ?? null),
  network: place.mccMnc,
  networkName: place.mccMnc === null ? null : (places.network(place.mccMnc)?.name ?? null),
})
