import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { badField } from '../core/http/index.ts'
import type { ClientTls } from '../core/webhooks/index.ts'

/** A certificate with its private key, as it was uploaded. */
export interface Identity {
  form: 'pem' | 'pfx'
  /** Base64. */
  content: string
  passphrase: string | null
}
export interface CertificateFacts {
  issuedBy: string
  issuedTo: string
  serialNumber: string
  validFrom: Date
  validUntil: Date
}

/**
 * Reads an upload: a PEM text with certificate and private key, or a PKCS #12 file.
 * @param content base64
 * @param passphrase base64, of the private key
 * @throws BAD_REQUEST when there is no certificate, no key, they do not belong together, or the passphrase is wrong
 */
export function readCertificate(
  content: string,
  passphrase: string | undefined,
): { identity: Identity; facts: CertificateFacts } {
  const octets = base64('certificateContent', content)
  const identity: Identity = {
    form: octets.includes('-----BEGIN ') ? 'pem' : 'pfx',
    content: octets.toString('base64'),
    passphrase: passphrase === undefined ? null : base64('passphrase', passphrase).toString('utf8'),
  }
  return { identity, facts: factsOf(identity) }
}

function base64(property: string, text: string): Buffer {
  const bare = text.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) throw badField(property, 'must be base64')
  return Buffer.from(bare, 'base64')
}

function factsOf(identity: Identity): CertificateFacts {
  const octets = Buffer.from(identity.content, 'base64')
  const { passphrase } = identity
  const secret = passphrase === null ? {} : { passphrase }
  try {
    const { context } = createSecureContext(
      identity.form === 'pfx'
        ? { pfx: octets, ...secret }
        : { cert: octets, key: octets, ...secret },
    ) as { context: { getCertificate(): Buffer | null } }
    const der = context.getCertificate()
    if (der === null) throw new Error('no certificate')
    const read = new X509Certificate(der)
    return {
      issuedBy: read.issuer.replaceAll('\n', ', ').slice(0, 1000),
      issuedTo: read.subject.replaceAll('\n', ', ').slice(0, 1000),
      serialNumber: read.serialNumber.slice(0, 100),
      validFrom: new Date(read.validFrom),
      validUntil: new Date(read.validTo),
    }
  } catch (cause) {
    const told = cause instanceof Error ? cause.message.replace(/^error:/, '').slice(0, 120) : ''
    throw badField(
      'certificateContent',
      `must hold a certificate and the private key that belongs to it, in PEM or PKCS #12 (${told})`,
    )
  }
}

/** How the certificate is shown when a connection is made. */
export function tlsOf(name: string, { form, content, passphrase }: Identity): ClientTls {
  const octets = Buffer.from(content, 'base64')
  const secret = passphrase === null ? {} : { passphrase }
  if (form === 'pfx') return { name, pfx: octets, ...secret }
  const pem = octets.toString('utf8')
  return { name, cert: pem, key: pem, ...secret }
}
