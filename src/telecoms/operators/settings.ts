import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { badField } from '../../core/http/index.ts'
import type { ConnectionSettings } from './connection.ts'
import type { ChangedConnection } from './connection-wire.ts'
import { usualDialect } from './dialects.ts'
import { httpSettingsOf } from './http/settings.ts'
import { vendorOf, type Vendor } from './vendors.ts'

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i

type Asked = Omit<ChangedConnection, 'password' | 'signatureSecret'>

/**
 * What somebody asks for as settings that can be used: defaults filled in, texts trimmed.
 * @param networks private networks that the API of an operator may lie in
 * @throws a 400 that names the field
 */
export function settingsOf(asked: Asked, networks: readonly string[]): ConnectionSettings {
  const { receipts, encoding } = asked
  const vendor = vendorAsked(asked)
  return {
    name: asked.name.trim(),
    kind: asked.kind,
    ...(asked.kind === 'HTTP' ? overHttp(asked, networks) : overSmpp(asked)),
    systemType: asked.systemType ?? '',
    bindType: asked.bindType ?? 'TRANSCEIVER',
    binds: asked.binds ?? 1,
    windowSize: asked.windowSize ?? 100,
    messagesPerSecond: asked.messagesPerSecond ?? null,
    enquireLinkSeconds: asked.enquireLinkSeconds ?? 30,
    responseTimeoutSeconds: asked.responseTimeoutSeconds ?? 30,
    receipts: {
      idForm: receipts?.idForm ?? vendor?.idForm ?? 'AUTO',
      clockOffsetMinutes: receipts?.clockOffsetMinutes ?? 0,
    },
    encoding: {
      defaultAlphabet: encoding?.defaultAlphabet ?? vendor?.defaultAlphabet ?? 'GSM_UNPACKED',
      concatenation: encoding?.concatenation ?? vendor?.concatenation ?? 'UDH',
      sourceTon: encoding?.sourceTon ?? null,
      sourceNpi: encoding?.sourceNpi ?? null,
      serviceType: encoding?.serviceType ?? '',
    },
    vendor: vendor?.id ?? null,
    dialect: { ...usualDialect, ...vendor?.dialect, ...asked.dialect },
    enabled: asked.enabled ?? true,
  }
}

function vendorAsked({ vendor }: Asked): Vendor | null {
  if (vendor === null || vendor === undefined || vendor === '') return null
  const found = vendorOf(vendor)
  if (found) return found
  throw badField('vendor', 'is none that get-operator-vendors lists')
}

type Way = Pick<ConnectionSettings, 'host' | 'port' | 'tls' | 'systemId' | 'http'>

function overSmpp(asked: Asked): Way {
  if (asked.host === undefined) throw badField('host', 'is required')
  if (asked.port === undefined) throw badField('port', 'is required')
  if (!asked.systemId) throw badField('systemId', 'is required')
  return {
    host: hostOf(asked.host),
    port: asked.port,
    tls: { enabled: asked.tls?.enabled ?? false, ...trustOf(asked) },
    systemId: asked.systemId,
    http: null,
  }
}

/** Requests at a time to an API; each is a connection. */
const HTTP_WINDOW_MAX = 200

function overHttp(asked: Asked, networks: readonly string[]): Way {
  if (!asked.http) throw badField('http', 'is required for the kind HTTP')
  if ((asked.windowSize ?? 0) > HTTP_WINDOW_MAX)
    throw badField('windowSize', `must be at most ${HTTP_WINDOW_MAX} for the kind HTTP`)
  const http = httpSettingsOf(asked.http, networks)
  const { preset } = http
  if (!asked.systemId && (preset === 'TWILIO' || preset === 'VONAGE'))
    throw badField('systemId', preset === 'TWILIO' ? 'is required: the account SID' : 'is required: the API key') // prettier-ignore
  const url = new URL(http.url)
  const secure = url.protocol === 'https:'
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    tls: { enabled: secure, ...trustOf(asked) },
    systemId: asked.systemId ?? '',
    http,
  }
}

const trustOf = ({ tls }: Asked): { verify: boolean; ca: string | null } => ({
  verify: tls?.verify ?? true,
  ca: certificatesOf(tls?.ca ?? null),
})

function hostOf(asked: string): string {
  const host = asked
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
  if (isIP(host) !== 0) return host
  if (host.length > 253 || !host.split('.').every((label) => LABEL.test(label)))
    throw badField('host', 'must be a host name or an IP address, without scheme, port or path')
  // Digits and dots only: meant as an address, and no name of a host.
  if (/^[\d.]+$/.test(host))
    throw badField('host', 'must be a whole IP address, such as 192.0.2.10')
  return host
}

function certificatesOf(asked: string | null): string | null {
  const pem = asked?.trim() ?? ''
  if (pem === '') return null
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  try {
    const certificates = (found ?? []).map((one) => new X509Certificate(one))
    if (certificates.length === 0 || /PRIVATE KEY/.test(pem)) throw new Error('no certificate')
  } catch {
    throw badField('tls.ca', 'must be one or more certificates in PEM form, and nothing secret')
  }
  return pem
}
