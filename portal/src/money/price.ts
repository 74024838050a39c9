import type { Body } from '../api/call.ts'
import { decimal, isCountry, isDecimal } from '../parts/written.ts'

export const senderKinds = ['ALPHANUMERIC', 'SHORT_CODE', 'LONG_NUMBER'] as const
export const channels = ['SMS', 'MMS', 'RCS', 'WHATSAPP', 'VIBER', 'EMAIL', 'VOICE'] as const
/** Prices entered by hand at a time; more come as a file. */
export const ROWS_MAX = 50

/** A price as it is written in the form; empty texts stand for everything. */
export interface WrittenPrice {
  country: string
  network: string
  senderKind: (typeof senderKinds)[number] | ''
  direction: 'MT' | 'MO'
  channel: string
  amount: string
  /** From then on there is no price. */
  ended: boolean
  unit: 'PART' | 'MESSAGE'
  /** Empty: it is the base price. */
  surcharge: string
  /** The first day, in UTC; empty: at once. */
  from: string
}
export type PriceFault = 'countryFault' | 'networkFault' | 'amountFault'

export const emptyPrice: WrittenPrice = {
  country: '',
  network: '',
  senderKind: '',
  direction: 'MT',
  channel: '',
  amount: '',
  ended: false,
  unit: 'PART',
  surcharge: '',
  from: '',
}

/** What the server would refuse. Whether country and network exist it knows alone. */
export function priceFault({ country, network, amount, ended }: WrittenPrice): PriceFault | null {
  if (country !== '' && !isCountry(country)) return 'countryFault'
  if (!isNetwork(network)) return 'networkFault'
  return ended || isDecimal(amount) ? null : 'amountFault'
}
const isNetwork = (text: string): boolean => /^(?:\d{5,6})?$/.test(text)

const orNull = <Text extends string>(text: Text | ''): Text | null => (text === '' ? null : text)

export const bodyOf = (said: WrittenPrice): Body<'add-prices'>['prices'][number] => ({
  kind: said.surcharge.trim() === '' ? 'BASE' : 'SURCHARGE',
  name: said.surcharge.trim(),
  country: orNull(said.country),
  network: orNull(said.network),
  senderKind: orNull(said.senderKind),
  direction: said.direction,
  channel: orNull(said.channel),
  unit: said.unit,
  amount: said.ended ? null : decimal(said.amount),
  ...(said.from === '' ? {} : { validFrom: `${said.from}T00:00:00.000+0000` }),
})

/** By what a list is looked through; empty texts stand for everything. */
export type PriceFilter = Pick<WrittenPrice, 'country' | 'network' | 'senderKind' | 'channel'> & {
  direction: 'MT' | 'MO' | ''
  kind: 'BASE' | 'SURCHARGE' | ''
}
export const noFilter: PriceFilter = {
  country: '',
  network: '',
  senderKind: '',
  channel: '',
  direction: '',
  kind: '',
}

/** What of a filter can be asked for: a country or network is left out until it is written to its end. */
export const queryOf = (filter: PriceFilter) => ({
  ...(isCountry(filter.country) ? { country: filter.country } : {}),
  ...(filter.network !== '' && isNetwork(filter.network) ? { network: filter.network } : {}),
  ...(filter.senderKind === '' ? {} : { senderKind: filter.senderKind }),
  ...(filter.channel === '' ? {} : { channel: filter.channel }),
  ...(filter.direction === '' ? {} : { direction: filter.direction }),
  ...(filter.kind === '' ? {} : { kind: filter.kind }),
})
