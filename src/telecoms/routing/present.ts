import { wireTime } from '../../core/http/index.ts'
import { kindOfWire } from './content.ts'
import type { ConnectionOf } from './choose.ts'
import type { StoredRoute } from './route.ts'
import type { Route } from './wire.ts'

/** What accounts are called; those that are gone are absent. */
export type AccountNames = ReadonlyMap<number, { key: string; name: string }>

const wireKind = Object.fromEntries(
  Object.entries(kindOfWire).map(([wire, kind]) => [kind, wire]),
) as Record<StoredRoute['senderKinds'][number], Route['senderKinds'][number]>

const timeOrNull = (at: Date | null) => (at === null ? null : wireTime(at))

export function presentRoute(
  route: StoredRoute,
  connectionOf: ConnectionOf,
  names: AccountNames,
): Route {
  const connection = connectionOf(route.connectionId)
  const accounts = route.accountIds.flatMap((id) => names.get(id) ?? [])
  return {
    id: route.id,
    name: route.name,
    channel: route.channel,
    prefix: route.prefix,
    countries: [...route.countries],
    networks: [...route.networks],
    accountKeys: accounts.map((one) => one.key),
    accountNames: accounts.map((one) => one.name),
    withSubAccounts: route.withSubAccounts,
    senderKinds: route.senderKinds.map((kind) => wireKind[kind]),
    senders: [...route.senders],
    contentClasses: [...route.contentClasses],
    timeWindows: route.timeWindows.map(({ days, from, to }) => ({ days: [...days], from, to })),
    timeZone: route.timeZone,
    validFrom: timeOrNull(route.validFrom),
    validUntil: timeOrNull(route.validUntil),
    connectionId: route.connectionId,
    connectionName: connection?.name ?? null,
    simulated: connection?.simulated ?? false,
    priority: route.priority,
    selection: route.selection,
    weight: route.weight,
    retryOn: [...route.retryOn],
    retryOnReceipt: route.retryOnReceipt,
    enabled: route.enabled,
    createdAt: wireTime(route.createdAt),
    updatedAt: wireTime(route.updatedAt),
  }
}
