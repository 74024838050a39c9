import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { CannotDecrypt, equalInConstantTime, openSecrets, readSecret } from './secrets.ts'
import { StartRefused } from './start-refused.ts'

const secrets = openSecrets(Buffer.alloc(32, 1))
const others = openSecrets(Buffer.alloc(32, 2))

describe('derived keys', () => {
  it('follow RFC 5869: the same as the system’s own HKDF over the same parts', async () => {
    const key = await crypto.subtle.importKey('raw', Buffer.alloc(32, 1), 'HKDF', false, [
      'deriveBits',
    ])
    const bits = await crypto.subtle.deriveBits(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: Buffer.from('trunkline'),
        info: Buffer.from('webhook/v3'),
      },
      key,
      256,
    )
    expect(secrets.derive('webhook', 3)).toEqual(Buffer.from(bits))
  })

  it('differ by secret, purpose and version', () => {
    const keys = [
      secrets.derive('a'),
      secrets.derive('b'),
      secrets.derive('a', 2),
      others.derive('a'),
    ]
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4)
    expect(keys.every((key) => key.length === 32)).toBe(true)
  })

  it('are refused from a short secret', () => {
    expect(() => openSecrets(Buffer.alloc(31))).toThrow(/at least 32/)
  })
})

describe('a box', () => {
  it('gives its text back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (octets, context) => {
        const text = Buffer.from(octets)
        expect(secrets.decrypt('p', secrets.encrypt('p', text, context), context)).toEqual(text)
      }),
    )
  })

  it('begins with the version of its key, and is never the same twice', () => {
    const [one, two] = [secrets.encrypt('p', 'text'), secrets.encrypt('p', 'text')]
    expect(one[0]).toBe(1)
    expect(one).not.toEqual(two)
  })

  it('opens with the same secret, purpose and context only', () => {
    const box = secrets.encrypt('p', 'text', 'row 1')
    expect(secrets.decrypt('p', box, 'row 1').toString()).toBe('text')
    expect(() => others.decrypt('p', box, 'row 1')).toThrow(CannotDecrypt)
    expect(() => secrets.decrypt('q', box, 'row 1')).toThrow(CannotDecrypt)
    expect(() => secrets.decrypt('p', box, 'row 2')).toThrow(CannotDecrypt)
  })

  it('does not open when any octet was changed, or some are missing', () => {
    const box = secrets.encrypt('p', 'text')
    for (let at = 0; at < box.length; at++) {
      const changed = Buffer.from(box)
      changed[at]! ^= 1
      expect(() => secrets.decrypt('p', changed)).toThrow(CannotDecrypt)
      expect(() => secrets.decrypt('p', box.subarray(0, at))).toThrow(CannotDecrypt)
    }
  })
})

describe('a keyed hash', () => {
  it('finds a value again, under one secret and purpose', () => {
    expect(secrets.keyedHash('p', 'value')).toEqual(secrets.keyedHash('p', 'value'))
    expect(secrets.keyedHash('p', 'value')).not.toEqual(secrets.keyedHash('q', 'value'))
    expect(secrets.keyedHash('p', 'value')).not.toEqual(others.keyedHash('p', 'value'))
    expect(secrets.checkValue()).not.toEqual(others.checkValue())
  })

  it('compares in constant time', () => {
    expect(equalInConstantTime('same', Buffer.from('same'))).toBe(true)
    expect(equalInConstantTime('same', 'Same')).toBe(false)
    expect(equalInConstantTime('same', 'longer')).toBe(false)
  })
})

describe('the secret', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'secrets-'))
    return () => rm(folder, { recursive: true })
  })
  const none = { key: null, file: null }

  it('is made once, with mode 0600, also by two at the same time', async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => readSecret({ dataDir: folder, secret: none })),
    )
    const file = path.join(folder, 'secret-key')
    expect(new Set(made.map(String)).size).toBe(1)
    expect(made[0]!.length).toBeGreaterThanOrEqual(32)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(file, 'utf8')).trim()).toBe(String(made[0]))
  })

  it('may come from the environment or from a file, whose line end does not count', async () => {
    const key = 'k'.repeat(40)
    const file = path.join(folder, 'mine')
    await writeFile(file, `${key}\n`)
    expect(await readSecret({ dataDir: folder, secret: { key, file: null } })).toEqual(
      Buffer.from(key),
    )
    expect(await readSecret({ dataDir: folder, secret: { key: null, file } })).toEqual(
      Buffer.from(key),
    )
  })

  it('is refused in a sentence when its file is missing or short', async () => {
    const file = path.join(folder, 'short')
    const read = (name: string) =>
      readSecret({ dataDir: folder, secret: { key: null, file: name } })
    await writeFile(file, 'short\n')
    onTestFinished(() => rm(file))
    await expect(read(file)).rejects.toThrow(
      new StartRefused(`${file} has only 5 characters: a secret key has at least 32.`),
    )
    await expect(read(`${file}-not`)).rejects.toThrow(
      /^SECRET_KEY_FILE .*short-not cannot be read \(ENOENT\)/,
    )
  })
})
