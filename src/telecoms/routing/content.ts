import { badField, parseWireTime } from '../../core/http/index.ts'
import type { SenderKind } from '../../protocols/e164/index.ts'
import { countries } from '../numbering-plan/index.ts'
import type { RouteContent } from './route.ts'
import { formatOf } from './time-windows.ts'
import type { RouteSettings } from './wire.ts'

export const kindOfWire = {
  ALPHANUMERIC: 'alphanumeric',
  SHORT_CODE: 'short-code',
  LONG_NUMBER: 'long-number',
} as const satisfies Record<string, SenderKind>

/** A route that is for everything, in the way routes were before there were conditions. */
export const unconditional = {
  countries: [],
  networks: [],
  accountIds: [],
  withSubAccounts: false,
  senderKinds: [],
  senders: [],
  contentClasses: [],
  timeWindows: [],
  timeZone: 'UTC',
  validFrom: null,
  validUntil: null,
  selection: 'ORDER',
  weight: 1,
  retryOn: ['NETWORK', 'CONGESTION'],
  retryOnReceipt: false,
} as const satisfies Partial<RouteContent>

/** What was asked for as what is stored. Throws a `Rejection` that names the field. */
export function contentOf(asked: RouteSettings, accountIds: readonly number[]): RouteContent {
  const validFrom = instantOf('validFrom', asked.validFrom)
  const validUntil = instantOf('validUntil', asked.validUntil)
  if (validFrom !== null && validUntil !== null && validUntil <= validFrom)
    throw badField('validUntil', 'must be after validFrom')
  const named = asked.countries ?? []
  const unknown = named.find((iso) => !countries().some((one) => one.iso === iso))
  if (unknown !== undefined)
    throw badField('countries', `must be codes of countries of ISO 3166-1: ${unknown} is none`)
  return {
    name: asked.name.trim(),
    channel: asked.channel ?? 'SMS',
    prefix: asked.prefix,
    connectionId: asked.connectionId,
    priority: asked.priority ?? 100,
    enabled: asked.enabled ?? true,
    countries: named,
    networks: asked.networks ?? unconditional.networks,
    accountIds,
    withSubAccounts: (asked.withSubAccounts ?? false) && accountIds.length > 0,
    senderKinds: (asked.senderKinds ?? []).map((kind) => kindOfWire[kind]),
    senders: (asked.senders ?? []).map((sender) => sender.trim()),
    contentClasses: asked.contentClasses ?? unconditional.contentClasses,
    timeWindows: asked.timeWindows ?? unconditional.timeWindows,
    timeZone: zoneOf(asked.timeZone ?? unconditional.timeZone),
    validFrom,
    validUntil,
    selection: asked.selection ?? unconditional.selection,
    weight: asked.weight ?? unconditional.weight,
    retryOn: asked.retryOn ?? unconditional.retryOn,
    retryOnReceipt: asked.retryOnReceipt ?? unconditional.retryOnReceipt,
  }
}

function instantOf(field: string, text: string | null | undefined): Date | null {
  if (text === null || text === undefined) return null
  const at = parseWireTime(text)
  if (at === undefined)
    throw badField(field, 'must be an instant, e.g. 2026-11-24T09:00:00.000+0000')
  return at
}

function zoneOf(timeZone: string): string {
  try {
    formatOf(timeZone)
  } catch {
    throw badField('timeZone', 'must be a time zone of the IANA list, e.g. Europe/Berlin')
  }
  return timeZone
}
