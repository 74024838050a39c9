import type { Answer, Body } from '../api/call.ts'
import { isCountry } from '../parts/written.ts'

export type Strategy = Answer<'get-sending-strategies-v2'>['results'][number]
export const senderTypes = [
  'ALPHANUMERIC',
  'VIRTUAL_LONG_NUMBER',
  'SHORT_CODE',
  'TOLL_FREE_NUMBER',
] as const
export type SenderType = (typeof senderTypes)[number]

/** The form, as it is written; empty texts stand for everything. */
export interface WrittenStrategy {
  applicationId: string
  entityId: string
  channel: string
  country: string
  /** The first is tried first. */
  order: readonly SenderType[]
  sticky: boolean
  geolocated: boolean
}

export const emptyStrategy: WrittenStrategy = {
  applicationId: '',
  entityId: '',
  channel: 'SMS',
  country: '',
  order: [],
  sticky: false,
  geolocated: false,
}

export const orderOf = (one: Pick<Strategy, 'priorities'>): SenderType[] =>
  (one.priorities ?? [])
    .toSorted((a, b) => a.priority - b.priority)
    .map(({ senderType }) => senderType)

/** A strategy that is there, as a pattern for another one. */
export const writtenLike = (one: Strategy): WrittenStrategy => ({
  applicationId: one.platform?.applicationId ?? '',
  entityId: one.platform?.entityId ?? '',
  channel: one.channel ?? '',
  country: one.destinationCountryCode ?? '',
  order: orderOf(one),
  sticky: one.useStickySender,
  geolocated: one.useGeolocatedSender,
})

/** A strategy that prefers nothing would say nothing. */
export const faultsOf = ({ country, order, sticky, geolocated }: WrittenStrategy) => ({
  country: country !== '' && !isCountry(country),
  order: order.length === 0 && !sticky && !geolocated,
})

export function bodyOf(said: WrittenStrategy): Body<'create-sending-strategy-v2'> {
  const platform = {
    ...(said.applicationId.trim() === '' ? {} : { applicationId: said.applicationId.trim() }),
    ...(said.entityId.trim() === '' ? {} : { entityId: said.entityId.trim() }),
  }
  return {
    ...(Object.keys(platform).length === 0 ? {} : { platform }),
    ...(said.channel === '' ? {} : { channel: said.channel }),
    ...(said.country === '' ? {} : { destinationCountryCode: said.country }),
    priorities: said.order.map((senderType, n) => ({ senderType, priority: n + 1 })),
    useStickySender: said.sticky,
    useGeolocatedSender: said.geolocated,
  }
}
