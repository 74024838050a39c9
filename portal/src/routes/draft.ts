import type { Answer } from '../api/call.ts'
import { instantOf, readTime, writeTime } from '../language/format.ts'

export type Route = Answer<'get-routes'>['results'][number]
export type Selection = Route['selection']
export type Fault = Route['retryOn'][number]
export type SenderKind = Route['senderKinds'][number]
export type TimeWindow = Route['timeWindows'][number]

export const selections: readonly Selection[] = ['ORDER', 'WEIGHT', 'COST', 'QUALITY']
export const faults: readonly Fault[] = ['NETWORK', 'CONGESTION', 'REJECTED', 'SENDER']
export const senderKinds: readonly SenderKind[] = ['ALPHANUMERIC', 'LONG_NUMBER', 'SHORT_CODE']

/** A route while it is written: times as their fields hold them. */
export type Draft = Omit<
  Route,
  | 'id'
  | 'connectionId'
  | 'connectionName'
  | 'accountNames'
  | 'simulated'
  | 'createdAt'
  | 'updatedAt'
> & { connectionId: string | null }

const localOf = (wire: string | null): string | null => {
  if (wire === null) return null
  const at = readTime(wire)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

export const draftOf = (route: Route | null): Draft => ({
  name: route?.name ?? '',
  channel: 'SMS',
  prefix: route?.prefix ?? '',
  countries: route?.countries ?? [],
  networks: route?.networks ?? [],
  accountKeys: route?.accountKeys ?? [],
  withSubAccounts: route?.withSubAccounts ?? false,
  senderKinds: route?.senderKinds ?? [],
  senders: route?.senders ?? [],
  contentClasses: route?.contentClasses ?? [],
  timeWindows: route?.timeWindows ?? [],
  timeZone: route?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  validFrom: localOf(route?.validFrom ?? null),
  validUntil: localOf(route?.validUntil ?? null),
  connectionId: route ? String(route.connectionId) : null,
  priority: route?.priority ?? 100,
  selection: route?.selection ?? 'ORDER',
  weight: route?.weight ?? 1,
  retryOn: route?.retryOn ?? ['NETWORK', 'CONGESTION'],
  retryOnReceipt: route?.retryOnReceipt ?? false,
  enabled: route?.enabled ?? true,
})

const digitsOf = (prefix: string): string => prefix.replaceAll(/[\s+]/g, '')
export const isPrefix = (prefix: string): boolean => /^\d{0,15}$/.test(digitsOf(prefix))

const instant = (local: string | null) => (local === null ? null : writeTime(instantOf(local)))

export const bodyOf = (draft: Draft) => ({
  ...draft,
  name: draft.name.trim(),
  prefix: digitsOf(draft.prefix),
  connectionId: Number(draft.connectionId),
  validFrom: instant(draft.validFrom),
  validUntil: instant(draft.validUntil),
})

/** `262-01` and `26201` are one network. */
export const networksOf = (written: readonly string[]): string[] => [
  ...new Set(
    written.map((one) => one.replaceAll(/\D/g, '')).filter((one) => /^\d{5,6}$/.test(one)),
  ),
]

/** Two letters each, as ISO 3166-1 writes them. */
export const countriesOf = (written: readonly string[]): string[] => [
  ...new Set(
    written.map((one) => one.trim().toUpperCase()).filter((one) => /^[A-Z]{2}$/.test(one)),
  ),
]
