import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFileOnce } from './private-file.ts'
import { codeOf, reasonOf, StartRefused } from './start-refused.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION_BYTES = 1
const SECRET_BYTES_MIN = 32
/** Of the keys that new boxes and hashes are made with. Older ones stay readable. */
const CURRENT_VERSION = 1
const SALT = 'trunkline'

/** A box that is not ours: another secret, another purpose or context, or changed octets. */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt'
}

/** All keys of the program, derived from one secret. A purpose names one use, such as `connection-password`. */
export interface Secrets {
  /** A key of 32 octets (HKDF-SHA-256, RFC 5869); the same for the same secret, purpose and version. */
  derive(purpose: string, version?: number): Buffer
  /**
   * AES-256-GCM (NIST SP 800-38D) under the purpose's key: version (1 octet), nonce (12), tag (16), ciphertext.
   * Nonces are random, so one purpose may encrypt at most 2^32 texts.
   * @param context what the text belongs to, such as a row's id: a box moved elsewhere does not open
   */
  encrypt(purpose: string, text: string | Buffer, context?: string): Buffer
  /** @throws CannotDecrypt */
  decrypt(purpose: string, box: Buffer, context?: string): Buffer
  /** HMAC-SHA-256 under the purpose's key, 32 octets: finds a value again without keeping it. */
  keyedHash(purpose: string, text: string | Buffer): Buffer
  /** To be kept in the database: a database opened with another secret has another one. 32 octets. */
  checkValue(): Buffer
}

export function openSecrets(secret: Buffer): Secrets {
  if (secret.length < SECRET_BYTES_MIN)
    throw new Error(`a secret has at least ${SECRET_BYTES_MIN} octets`)
  const derived = new Map<string, Buffer>()
  const derive = (purpose: string, version: number = CURRENT_VERSION): Buffer => {
    const info = `${purpose}/v${version}`
    const known = derived.get(info)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, SALT, info, KEY_BYTES))
    derived.set(info, key)
    return key
  }
  const keyedHash = (purpose: string, text: string | Buffer): Buffer =>
    createHmac('sha256', derive(`hash/${purpose}`))
      .update(text)
      .digest()
  return {
    derive,
    keyedHash,
    encrypt: (purpose, text, context = '') => seal(derive(`box/${purpose}`), text, context),
    decrypt: (purpose, box, context = '') =>
      unseal(derive(`box/${purpose}`, box[0] ?? 0), box, context),
    checkValue: () => keyedHash('check', 'the same secret as before'),
  }
}

function seal(key: Buffer, text: string | Buffer, context: string): Buffer {
  const version = Buffer.of(CURRENT_VERSION)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.concat([version, Buffer.from(context)]))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([version, nonce, cipher.getAuthTag(), sealed])
}

function unseal(key: Buffer, box: Buffer, context: string): Buffer {
  const tagAt = VERSION_BYTES + NONCE_BYTES
  const textAt = tagAt + TAG_BYTES
  if (box.length < textAt) throw new CannotDecrypt('the box is too short to be one')
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(VERSION_BYTES, tagAt), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.concat([box.subarray(0, VERSION_BYTES), Buffer.from(context)]))
  decipher.setAuthTag(box.subarray(tagAt, textAt))
  try {
    return Buffer.concat([decipher.update(box.subarray(textAt)), decipher.final()])
  } catch (cause) {
    throw new CannotDecrypt(
      'the box was made with another secret or for another place, or was changed',
      { cause },
    )
  }
}

/** Compares without telling by its duration where the two differ. Different lengths are unequal. */
export function equalInConstantTime(a: string | Buffer, b: string | Buffer): boolean {
  // Hashing first makes both the same length, so that not even the length is told.
  const digest = (value: string | Buffer) => createHmac('sha256', SALT).update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/**
 * The secret everything is derived from: SECRET_KEY, or the content of SECRET_KEY_FILE, or the data folder's
 * `secret-key`, which is made (mode 0600) when it is not there yet.
 * @throws StartRefused when a file cannot be read or is too short
 */
export async function readSecret(config: {
  dataDir: string
  secret: { key: string | null; file: string | null }
}): Promise<Buffer> {
  if (config.secret.key !== null) return Buffer.from(config.secret.key)
  const file = config.secret.file ?? path.join(config.dataDir, 'secret-key')
  if (config.secret.file === null)
    await makeFileOnce(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const name = config.secret.file === null ? file : `SECRET_KEY_FILE ${file}`
    throw new StartRefused(`${name} cannot be read (${codeOf(error) ?? reasonOf(error)}): put the key back, or let this user read it.`) // prettier-ignore
  })
  const secret = Buffer.from(text.trim())
  if (secret.length < SECRET_BYTES_MIN)
    throw new StartRefused(`${file} has only ${secret.length} characters: a secret key has at least ${SECRET_BYTES_MIN}.`) // prettier-ignore
  return secret
}
