import { badField } from '../../../core/http/index.ts'
import { urlFault } from './exchange.ts'
import { placeFault } from './place.ts'
import { ownUrl } from './providers.ts'
import { templateFault } from './template.ts'
import type { GenericApi, HttpSettings, StoredHttp } from './wire.ts'

/**
 * What somebody asks for as settings that can be used.
 * @param networks private networks that may be reached
 * @throws a 400 that names the field
 */
export function httpSettingsOf(asked: HttpSettings, networks: readonly string[]): StoredHttp {
  const { preset } = asked
  const generic = preset === 'GENERIC' ? (asked.generic ?? null) : null
  if (preset === 'GENERIC' && generic === null)
    throw badField('http.generic', 'is required for the preset GENERIC')
  if (generic) checkGeneric(generic, networks)
  const reports = asked.reports ?? 'PUSH'
  if (reports === 'PULL' && preset !== 'INFOBIP')
    throw badField('http.reports', 'PULL is offered by the preset INFOBIP only')
  const url = generic ? new URL(generic.url).origin : baseUrlOf(asked, networks)
  return { preset, url, reports, signature: asked.signature ?? 'NONE', generic }
}

function baseUrlOf(asked: HttpSettings, networks: readonly string[]): string {
  const given = asked.url?.trim() ?? ''
  const url = given === '' ? ownUrl[asked.preset] : given
  if (url === null)
    throw badField('http.url', 'is required: the base address that the provider gave you, such as https://example.api.infobip.com') // prettier-ignore
  checkUrl('http.url', url, networks)
  return url.replace(/\/+$/, '')
}

function checkUrl(field: string, url: string, networks: readonly string[]): void {
  const fault = urlFault(url, networks)
  if (fault !== null) throw badField(field, `cannot be used: ${fault}`)
  const { username, password, hash } = new URL(url)
  if (username !== '' || password !== '' || hash !== '')
    throw badField(field, 'must not hold a user name, a password or a fragment')
}

function checkGeneric(api: GenericApi, networks: readonly string[]): void {
  const at = (field: string) => `http.generic.${field}`
  if (/^https?:\/\/[^/?#]*\{\{/.test(api.url))
    throw badField(at('url'), 'must not have a gap before the path: the host is fixed')
  checkUrl(at('url'), api.url, networks)
  const templates = [
    ['url', api.url],
    ['body', api.body ?? ''],
    ...api.headers.map((one, index) => [`headers[${index}].value`, one.value] as const),
  ] as const
  for (const [field, template] of templates) refuse(at(field), templateFault(template))
  for (const [field, place] of placesOf(api))
    if (place !== null) refuse(at(field), placeFault(place))
}

function refuse(field: string, fault: string | null): void {
  if (fault !== null) throw badField(field, fault)
}

const placesOf = (api: GenericApi): readonly (readonly [string, string | null])[] => [
  ['idAt', api.idAt],
  ['errorAt', api.errorAt],
  ['receipt.idAt', api.receipt?.idAt ?? null],
  ['receipt.statusAt', api.receipt?.statusAt ?? null],
  ['receipt.errorAt', api.receipt?.errorAt ?? null],
  ['inbound.fromAt', api.inbound?.fromAt ?? null],
  ['inbound.toAt', api.inbound?.toAt ?? null],
  ['inbound.textAt', api.inbound?.textAt ?? null],
]
