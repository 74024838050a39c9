import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { badField } from '../../core/http/index.ts'
import type { ConnectionSettings } from './connection.ts'
import type { ChangedConnection } from './wire.ts'

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i

/**
 * What somebody asks for as settings that can be used: defaults filled in, texts trimmed.
 * @throws a 400 that names the field
 */
export function settingsOf(asked: Omit<ChangedConnection, 'password'>): ConnectionSettings {
  const { tls, receipts, encoding } = asked
  return {
    name: asked.name.trim(),
    kind: asked.kind,
    host: hostOf(asked.host),
    port: asked.port,
    tls: {
      enabled: tls?.enabled ?? false,
      verify: tls?.verify ?? true,
      ca: certificatesOf(tls?.ca ?? null),
    },
    systemId: asked.systemId,
    systemType: asked.systemType ?? '',
    bindType: asked.bindType ?? 'TRANSCEIVER',
    binds: asked.binds ?? 1,
    windowSize: asked.windowSize ?? 100,
    messagesPerSecond: asked.messagesPerSecond ?? null,
    enquireLinkSeconds: asked.enquireLinkSeconds ?? 30,
    responseTimeoutSeconds: asked.responseTimeoutSeconds ?? 30,
    receipts: {
      idForm: receipts?.idForm ?? 'AUTO',
      clockOffsetMinutes: receipts?.clockOffsetMinutes ?? 0,
    },
    encoding: {
      defaultAlphabet: encoding?.defaultAlphabet ?? 'GSM_UNPACKED',
      concatenation: encoding?.concatenation ?? 'UDH',
      sourceTon: encoding?.sourceTon ?? null,
      sourceNpi: encoding?.sourceNpi ?? null,
      serviceType: encoding?.serviceType ?? '',
    },
    enabled: asked.enabled ?? true,
  }
}

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
