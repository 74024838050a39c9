import { expect, test } from 'vitest'
import certificates from '../../test/support/certificates.json' with { type: 'json' }
import { Rejection } from '../core/http/index.ts'
import { readCertificate, tlsOf } from './certificates.ts'

/** What may be uploaded as a client certificate. */

const base64 = (text: string) => Buffer.from(text).toString('base64')
const { cert, key, encryptedKey, p12 } = certificates.client
const passphrase = base64(certificates.client.passphrase)

test.each([
  ['a PEM text', base64(cert + key), undefined],
  ['a PEM text, key first, in lines', base64(key + cert).replace(/(.{64})/g, '$1\n'), undefined],
  ['a PEM text with a passphrase', base64(cert + encryptedKey), passphrase],
  ['a PKCS #12 file', p12, passphrase],
])('%s is read', (_what, content, secret) => {
  const { identity, facts } = readCertificate(content, secret)
  expect(facts).toEqual({
    issuedBy: 'CN=Test CA',
    issuedTo: 'CN=Trunkline client',
    serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
    validFrom: new Date('2020-01-01T00:00:00Z'),
    validUntil: new Date('2120-01-01T00:00:00Z'),
  })
  expect(tlsOf('a', identity)).toMatchObject({ name: 'a' })
})

test.each([
  ['no base64', '%%%', undefined],
  ['rubbish', base64('rubbish'), undefined],
  ['nothing', '', undefined],
  ['a certificate without its key', base64(cert), undefined],
  ['a key without its certificate', base64(key), undefined],
  ['the key of another', base64(cert + certificates.server.key), undefined],
  ['a key whose passphrase is missing', base64(cert + encryptedKey), undefined],
  ['a key with another passphrase', base64(cert + encryptedKey), base64('wrong')],
  ['a file whose passphrase is missing', p12, undefined],
  ['a file with another passphrase', p12, base64('wrong')],
])('%s is refused', (_what, content, secret) => {
  expect(() => readCertificate(content, secret)).toThrow(Rejection)
})
