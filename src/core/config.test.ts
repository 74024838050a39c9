import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { outboundNetworks, printable, readConfig, settings, type Environment } from './config.ts'
import { isLoopback } from './settings.ts'
import { StartRefused } from './start-refused.ts'

const refusal = (env: Environment): string => {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefused)
    return (error as Error).message
  }
  return ''
}

describe('the sample file', () => {
  const sample = readFileSync(new URL('../../trunkline.env.sample', import.meta.url), 'utf8')
  const lines = sample.split('\n').flatMap((line) => {
    const [, name, value] = /^#?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value ?? ''] as const]
  })

  it('names every setting once, and no other', () => {
    expect(lines.map(([name]) => name).toSorted()).toEqual(Object.keys(settings).toSorted())
  })

  it('shows the values that hold when a setting is absent', () => {
    const shown = Object.fromEntries(lines)
    const real = Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [name, setting.fallback ?? '']),
    )
    expect(shown).toEqual(real)
  })

  it('describes each setting right above it', () => {
    const blocks = sample.split(/\n\n+/).filter((block) => /^#?[A-Z][A-Z0-9_]+=/m.test(block))
    for (const block of blocks) expect(block).toMatch(/^# \S.*\n(#.*\n)*#[A-Z]/)
  })
})

describe('settings', () => {
  it('need nothing', () => {
    const config = readConfig({})
    expect(config.http).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      tls: null,
      trustProxy: false,
    })
    expect(config.limits.bodyBytesMax).toBe(10_000_000)
    expect(config.limits.destinationsMax).toBe(10_000)
    expect(config.simulator).toEqual({ mode: 'auto', smppPort: 2776, smtpPort: 2525 })
    expect(config.mail).toEqual({ smtpUrl: null, from: 'Trunkline <trunkline@localhost>' })
  })

  it('that are empty count as absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}))
  })

  it('opens the SMPP server or does not', () => {
    expect(readConfig({}).smpp).toEqual({ port: 2775, tlsPort: null })
    expect(readConfig({ SMPP_PORT: 'off' }).smpp.port).toBeNull()
    const tls = { TLS_CERT_FILE: 'a.pem', TLS_KEY_FILE: 'b.pem', SMPP_TLS_PORT: '3550' }
    expect(readConfig(tls).smpp.tlsPort).toBe(3_550)
  })

  it.each<[string, Environment, RegExp]>([
    [
      'a word as port',
      { PORT: 'http' },
      /^PORT must be a whole number from 0 to 65535 \(it is “http”\)\.$/,
    ],
    ['a port too high', { SIMULATOR_SMPP_PORT: '65536' }, /^SIMULATOR_SMPP_PORT must be/],
    ['a word as SMPP port', { SMPP_PORT: 'on' }, /^SMPP_PORT must be .*, or off \(it is “on”\)\.$/],
    [
      'SMPP over TLS without a certificate',
      { SMPP_TLS_PORT: '3550' },
      /^SMPP_TLS_PORT needs a certificate/,
    ],
    ['a port with a sign', { PORT: '-1' }, /^PORT must be/],
    [
      'a limit below its least',
      { BODY_BYTES_MAX: '0' },
      /^BODY_BYTES_MAX must be a whole number from 1000/,
    ],
    [
      'a path behind the public address',
      { PUBLIC_URL: 'https://a.example/x' },
      /^PUBLIC_URL must be like/,
    ],
    [
      'a public address of another scheme',
      { PUBLIC_URL: 'ftp://a.example' },
      /^PUBLIC_URL must be like/,
    ],
    [
      'another database',
      { DATABASE_URL: 'mysql://root:hunter2@db/x' },
      /^DATABASE_URL must be like/,
    ],
    ['a relay by another protocol', { SMTP_URL: 'http://mail' }, /^SMTP_URL must be like/],
    ['a path behind the relay', { SMTP_URL: 'smtp://mail/x' }, /^SMTP_URL must be like/],
    ['a sender without an address', { MAIL_FROM: 'Trunkline' }, /^MAIL_FROM must be an e-mail/],
    ['two senders', { MAIL_FROM: 'A <a@b> <c@d>' }, /^MAIL_FROM must be/],
    ['a short secret', { SECRET_KEY: 'short' }, /^SECRET_KEY must have 32 to 1024 characters\.$/],
    [
      'both secrets',
      { SECRET_KEY: 'x'.repeat(32), SECRET_KEY_FILE: '/x' },
      /^SECRET_KEY and SECRET_KEY_FILE/,
    ],
    [
      'a key with a space',
      { API_KEY: 'a key with spaces in it' },
      /^API_KEY must be visible ASCII/,
    ],
    ['no e-mail address', { OWNER_EMAIL: 'owner' }, /^OWNER_EMAIL must be an e-mail address/],
    ['half of TLS', { TLS_CERT_FILE: '/cert.pem' }, /^TLS_CERT_FILE and TLS_KEY_FILE go together/],
    [
      'a simulator neither on nor off',
      { SIMULATOR: 'maybe' },
      /^SIMULATOR must be on or off or auto/,
    ],
    [
      'a network that is none',
      { OUTBOUND_PRIVATE_ALLOW: '10.0.0.0/33' },
      /^OUTBOUND_PRIVATE_ALLOW has “10\.0\.0\.0\/33”/,
    ],
    ['a network without bits', { TRUST_PROXY: '10.0.0.0/' }, /^TRUST_PROXY has/],
    ['the reserved bus', { NATS_URL: 'nats://n' }, /^NATS_URL is reserved/],
    ['a host with a port', { HOST: '127.0.0.1:80' }, /^HOST must be an IP address or a host name/],
  ])('refuse %s in one sentence', (_what, env, sentence) => {
    expect(refusal(env)).toMatch(sentence)
    expect(refusal(env)).not.toContain('\n')
  })

  it('tell every fault, a line each', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'loud' }).split('\n')).toHaveLength(2)
  })

  it('never show a secret in a refusal', () => {
    expect(
      refusal({ SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db/x' }),
    ).not.toContain('hunter2')
  })

  it('are printed without secrets', () => {
    const text = JSON.stringify(
      printable(
        readConfig({
          DATABASE_URL: 'postgres://u:hunter2@db/x?password=hunter2',
          SECRET_KEY: `hunter2${'x'.repeat(32)}`,
          SMTP_URL: 'smtp://u:hunter2@relay',
          OWNER_PASSWORD: 'hunter2hunter2',
          API_KEY: 'hunter2hunter2hunter2',
          OWNER_EMAIL: 'hunter2@example.com',
        }),
      ),
    )
    expect(text).not.toContain('hunter2')
    expect(text).toContain('"database":"postgres://db/x"')
  })
})

describe('an address that others can reach', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', '203.0.113.7', 'messages.example.com'])(
    '%s is refused',
    (host) => {
      expect(refusal({ HOST: host })).toMatch(/^HOST .* HOST_PUBLIC_CONFIRM=yes\.$/)
    },
  )

  it.each<Environment>([
    { TLS_CERT_FILE: '/cert.pem', TLS_KEY_FILE: '/key.pem' },
    { TRUST_PROXY: 'private' },
    { HOST_PUBLIC_CONFIRM: 'yes' },
  ])('is taken with %o', (more) => {
    expect(readConfig({ HOST: '0.0.0.0', ...more }).http.host).toBe('0.0.0.0')
  })

  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('%s is not one', (host) => {
    expect(isLoopback(host)).toBe(true)
    expect(refusal({ HOST: host })).toBe('')
  })
})

describe('limits of operations', () => {
  it.each([
    ['facts', 1],
    ['off', Infinity],
    ['10', 10],
    ['0.5', 0.5],
  ])('%s multiplies what is documented by %d', (THROTTLING, factor) => {
    expect(readConfig({ THROTTLING }).throttlingFactor).toBe(factor)
  })

  it.each(['0', '-1', '1001', 'many', '1e3'])('%s is refused', (THROTTLING) => {
    expect(refusal({ THROTTLING })).toMatch(/^THROTTLING must be facts, off, or a number/)
  })
})

describe('networks', () => {
  it('may be words, addresses and networks', () => {
    const { trustProxy } = readConfig({ TRUST_PROXY: 'loopback, 10.1.0.0/16,2001:db8::1' }).http
    expect(trustProxy).toEqual(['127.0.0.0/8', '::1/128', '10.1.0.0/16', '2001:db8::1/128'])
  })

  it('outside are loopback only while the simulator runs, unless said', () => {
    expect(outboundNetworks(readConfig({}), true)).toContain('127.0.0.0/8')
    expect(outboundNetworks(readConfig({}), false)).toEqual([])
    expect(outboundNetworks(readConfig({ OUTBOUND_PRIVATE_ALLOW: 'none' }), true)).toEqual([])
  })
})

describe.runIf(process.getuid?.() === 0)('the data folder of root', () => {
  const closed = mkdtempSync(path.join(tmpdir(), 'config-'))

  it('lies outside a project folder that others cannot read, and in it otherwise', () => {
    onTestFinished(() => rmSync(closed, { recursive: true }))
    chmodSync(closed, 0o700)
    expect(readConfig({}, closed).dataDir).toBe('/var/lib/trunkline')
    chmodSync(closed, 0o755)
    expect(readConfig({}, closed).dataDir).toBe(path.join(closed, '.trunkline'))
    expect(readConfig({ DATA_DIR: '/srv/trunkline' }, closed).dataDir).toBe('/srv/trunkline')
  })
})
