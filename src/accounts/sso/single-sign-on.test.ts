import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rows, sql } from '../../core/storage/index.ts'
import { Browser } from '../test/browser.ts'
import { startHostileProvider, type HostileProvider } from '../test/hostile-provider.ts'
import {
  CLIENT,
  startIdentityProvider,
  type IdentityProvider,
  type Person,
} from '../test/identity-provider.ts'
import { startNameServer, type NameServer } from '../test/name-server.ts'
import { addMember, basic, cookieOf, names, startWorld, type World } from '../test/world.ts'

/** Log-in by an account's own provider of identities, against a real one and one that lies. */

const SSO = '/accounts/1/sso'
const ME = '/accounts/1/me'
const PASSWORD = 'a long enough password'
const MINUTE_MS = 60_000

let world: World
let provider: IdentityProvider
let liar: HostileProvider
let nameServer: NameServer
beforeAll(async () => {
  world = await startWorld()
  ;[provider, liar, nameServer] = await Promise.all([
    startIdentityProvider(`${world.url}${SSO}/callback`),
    startHostileProvider(CLIENT.id),
    startNameServer(),
  ])
  names.setServers([nameServer.address])
})
afterAll(async () => {
  await Promise.all([provider?.close(), liar?.close(), world?.close()])
  nameServer?.close()
})

let count = 0
let domain = ''
let accountId = 0
let key = ''
let ownerEmail = ''
let owner = ''
beforeEach(async () => {
  count++
  domain = `company${count}.example.org`
  ownerEmail = `owner@${domain}`
  const made = await world.accounts.createAccount({
    name: `Company ${count}`,
    owner: { email: ownerEmail, password: PASSWORD },
  })
  accountId = made.accountId
  key = made.key
  owner = cookieOf(await logIn(ownerEmail))
  Object.assign(liar, { claims: {}, forged: false, instead: null, verified: [] })
})

const headers = (cookie: string) => ({ origin: world.url, cookie })
const logIn = (email: string, password = PASSWORD) =>
  world.call('POST', '/accounts/1/login', { body: { email, password } })

const wanted = (more: object = {}) => ({
  issuer: provider.issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  domains: [domain],
  defaultRole: 'analyst',
  roleClaim: null,
  roleMapping: [],
  required: false,
  enabled: true,
  ...more,
})
const put = (more: object = {}, cookie = owner) =>
  world.call('PUT', SSO, { body: wanted(more), headers: headers(cookie) })

/** Set up, with its domain proved in the name system. */
async function setUp(more: object = {}) {
  const answer = await put(more)
  expect(answer.status).toBe(200)
  const [first] = answer.body.domains
  nameServer.texts.set(first.record.name, first.record.value)
  const proved = await world.call('POST', `${SSO}/domains/${domain}/verify`, {
    headers: headers(owner),
  })
  expect([proved.status, proved.body.domains[0].verified]).toEqual([200, true])
}

const isCallback = (address: string) => new URL(address).pathname === `${SSO}/callback`

let subjects = 0
async function come(person: Partial<Person> & { subject?: string }, browser = new Browser()) {
  const subject = person.subject ?? `subject-${++subjects}`
  provider.people.set(subject, { email: `anna@${domain}`, email_verified: true, ...person })
  provider.next = subject
  const end = await browser.follow(
    `${world.url}${SSO}/start?email=${encodeURIComponent(person.email ?? `anna@${domain}`)}`,
  )
  return { browser, subject, end: new URL(end), me: await meOf(browser) }
}
const sessionOf = (browser: Browser) =>
  `trunkline_session=${browser.cookie(world.url, 'trunkline_session')}`
async function meOf(browser: Browser) {
  if (browser.cookie(world.url, 'trunkline_session') === undefined) return null
  const answer = await world.call('GET', ME, { headers: { cookie: sessionOf(browser) } })
  return answer.status === 200 ? answer.body : null
}
const reasonOf = (end: URL) => end.searchParams.get('sso')

/** Somebody of the account who was there before, with the owner's password. */
const member = (email: string, role: string, account = accountId) =>
  addMember(world, { email, role, accountId: account, passwordOf: ownerEmail })

describe('a person of a proved domain', () => {
  test('comes in, is made a member at the first time, and is known by the subject afterwards', async () => {
    await setUp()
    const { browser, subject, me, end } = await come({ name: 'Anna' })
    expect([end.pathname, reasonOf(end)]).toEqual(['/portal/', null])
    expect(me).toMatchObject({
      user: { email: `anna@${domain}`, name: 'Anna' },
      account: { id: accountId },
    })
    expect(me.scopes).not.toContain('all')
    // Her address changes at the provider; she stays who she is.
    const again = await come({ subject, email: `anna.smith@${domain}` })
    expect(again.me.user).toEqual(me.user)
    expect(browser.cookie(world.url, 'trunkline_sso')).toBeUndefined()
  })

  test('is led to the page that was wanted, and never to another site', async () => {
    await setUp()
    provider.people.set('s', { email: `anna@${domain}`, email_verified: true })
    for (const [next, path] of [
      ['/messages?status=DELIVERED', '/portal/messages'],
      ['//evil.example', '/portal/'],
      ['/\\evil.example', '/portal/'],
      ['https://evil.example', '/portal/'],
    ] as const) {
      provider.next = 's'
      const start = `${SSO}/start?account=${key}&next=${encodeURIComponent(next)}`
      const end = new URL(await new Browser().follow(world.url + start))
      expect([end.origin, end.pathname]).toEqual([world.url, path])
    }
  })

  test('gets the role that the claim stands for, anew each time', async () => {
    await setUp({
      roleClaim: 'groups',
      roleMapping: [
        { value: 'ops', role: 'developer' },
        { value: 'money', role: 'billing' },
      ],
    })
    const { subject, me } = await come({ groups: ['staff', 'money', 'ops'] })
    expect(me.scopes).toContain('message:send')
    const moved = await come({ subject, groups: ['money'] })
    expect(moved.me.scopes).not.toContain('message:send')
    const other = await come({ email: `bob@${domain}`, groups: [] })
    expect(other.me.scopes).toContain('metrics:manage')
  })

  test('who is a member already is linked, and keeps being an owner', async () => {
    await setUp({ roleClaim: 'groups', roleMapping: [{ value: 'x', role: 'agent' }] })
    const { me } = await come({ email: ownerEmail, groups: ['x'] })
    expect([me.user.email, me.scopes]).toEqual([ownerEmail, ['all']])
  })

  test('has shown us nothing, and changes nothing of how they log in before that', async () => {
    await setUp()
    const { browser } = await come({ email: ownerEmail })
    const cookie = sessionOf(browser)
    const begun = await world.call('POST', `${ME}/second-factors/totp`, {
      body: { name: 'x' },
      headers: headers(cookie),
    })
    expect(begun.status).toBe(403)
    expect((await put({}, cookie)).status).toBe(403)
    const proof = await world.call('POST', `${ME}/proof`, {
      body: { password: PASSWORD },
      headers: headers(cookie),
    })
    expect(proof.status).toBe(200)
    expect((await put({}, cookie)).status).toBe(200)
  })

  test('needs no second factor of ours', async () => {
    await setUp()
    const policy = { secondFactor: 'ALL', passwordApi: false }
    await world.call('PUT', '/accounts/1/login-policy', { body: policy, headers: headers(owner) })
    const { me } = await come({})
    expect(me.mustSetUpSecondFactor).toBe(false)
  })

  test('does not come in when disabled, removed, or when the account is suspended', async () => {
    await setUp()
    const { subject, me } = await come({})
    const db = world.database.db
    await rows(db, sql`update accounts.users set state = 'disabled' where id = ${me.user.id}`)
    expect(reasonOf((await come({ subject })).end)).toBe('shut')
    await rows(db, sql`update accounts.users set state = 'active' where id = ${me.user.id}`)
    await rows(db, sql`delete from accounts.memberships where user_id = ${me.user.id}`)
    expect(reasonOf((await come({ subject })).end)).toBe('stranger')
    await world.accounts.setAccountState(accountId, 'suspended')
    expect(reasonOf((await come({ email: `new@${domain}` })).end)).toBe('shut')
  })
})

describe('nobody comes in', () => {
  test('whose address the provider does not call verified', async () => {
    await setUp()
    const { end, me } = await come({ email_verified: false })
    expect([reasonOf(end), me]).toEqual(['email', null])
  })

  test('whose address is of another domain, proved or not', async () => {
    await setUp()
    await put({ domains: [domain, `not-proved.${domain}`] })
    for (const email of ['eve@example.com', `eve@not-proved.${domain}`]) {
      provider.people.set('eve', { email, email_verified: true })
      provider.next = 'eve'
      const end = await new Browser().follow(`${world.url}${SSO}/start?account=${key}`)
      expect(reasonOf(new URL(end))).toBe('domain')
    }
  })

  test('who is a person of another account: their own provider says who they are', async () => {
    await setUp()
    const victim = `victim@${domain}`
    await member(victim, 'owner', 1)
    const { end, me } = await come({ email: victim })
    expect([reasonOf(end), me]).toEqual(['stranger', null])
    const links = await rows(
      world.database.db,
      sql`select 1 from accounts.sso_identities where account_id = ${accountId}`,
    )
    expect(links).toEqual([])
  })

  test('who got the address of a colleague', async () => {
    await setUp()
    await come({ email: `shared@${domain}` })
    const { end } = await come({ email: `shared@${domain}` })
    expect(reasonOf(end)).toBe('stranger')
  })

  test('whom the provider refuses, or who comes by one that is switched off', async () => {
    await setUp()
    provider.next = null
    const start = `${world.url}${SSO}/start?account=${key}`
    expect(reasonOf(new URL(await new Browser().follow(start)))).toBe('refused')
    await put({ enabled: false })
    expect(reasonOf(new URL(await new Browser().follow(start)))).toBe('unknown')
    const nobody = `${world.url}${SSO}/start?email=${encodeURIComponent('a@nobody.example')}`
    expect(reasonOf(new URL(await new Browser().follow(nobody)))).toBe('unknown')
  })
})

describe('what the browser brings back', () => {
  const toCallback = async () => {
    await setUp()
    provider.people.set('s', { email: `anna@${domain}`, email_verified: true })
    provider.next = 's'
    const browser = new Browser()
    const start = `${world.url}${SSO}/start?account=${key}`
    return { browser, callback: await browser.follow(start, isCallback) }
  }
  const ends = async (browser: Browser, callback: string) =>
    reasonOf(new URL((await browser.get(callback)).location!))

  test('counts once', async () => {
    const { browser, callback } = await toCallback()
    expect(await ends(browser, callback)).toBeNull()
    expect(await ends(browser, callback)).toBe('expired')
  })

  test('is of no use in another browser, and does not spoil it for the one that began', async () => {
    const { browser, callback } = await toCallback()
    expect(await ends(new Browser(), callback)).toBe('expired')
    expect(await ends(browser, callback)).toBeNull()
  })

  test('needs the state that was sent', async () => {
    const { browser, callback } = await toCallback()
    const other = new URL(callback)
    other.searchParams.set('state', 'another')
    expect(await ends(browser, other.href)).toBe('expired')
  })

  test('is over after ten minutes', async () => {
    const { browser, callback } = await toCallback()
    world.clock.advance(10 * MINUTE_MS)
    expect(await ends(browser, callback)).toBe('expired')
  })

  test('needs a code that the provider gave to this log-in', async () => {
    const first = await toCallback()
    const browser = new Browser()
    const callback = await browser.follow(`${world.url}${SSO}/start?account=${key}`, isCallback)
    const mixed = new URL(callback)
    mixed.searchParams.set('code', new URL(first.callback).searchParams.get('code')!)
    expect(await ends(browser, mixed.href)).toBe('invalid')
  })
})

describe('a provider that lies', () => {
  const comeByLiar = async (
    claims: Record<string, unknown>,
    more: Partial<HostileProvider> = {},
  ) => {
    await setUp({ issuer: liar.issuer })
    const person = { sub: 'x', email: `anna@${domain}`, email_verified: true }
    Object.assign(liar, { claims: { ...person, ...claims }, ...more })
    const browser = new Browser()
    const end = await browser.follow(`${world.url}${SSO}/start?account=${key}`)
    return { reason: reasonOf(new URL(end)), me: await meOf(browser) }
  }
  const minuteAgo = () => Math.floor(world.clock.ms() / 1_000) - 3_600

  test('comes in with the truth, and a code that was kept from others by PKCE', async () => {
    const { reason, me } = await comeByLiar({})
    expect([reason, me.user.email, liar.verified]).toEqual([null, `anna@${domain}`, [true]])
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['another nonce', () => ({ nonce: 'another' })],
    ['no nonce', () => ({ nonce: undefined })],
    ['another audience', () => ({ aud: 'somebody-else' })],
    ['another issuer', () => ({ iss: 'https://issuer.example' })],
    ['a time that is over', () => ({ exp: minuteAgo() })],
    ['no subject', () => ({ sub: undefined })],
    ['a subject that is no text', () => ({ sub: 7 })],
  ])('with %s is not believed', async (_what, claims) => {
    const { reason, me } = await comeByLiar(claims())
    expect([reason, me]).toEqual(['invalid', null])
  })

  test('whose signature is by another key is not believed', async () => {
    const { reason, me } = await comeByLiar({}, { forged: true })
    expect([reason, me]).toEqual(['invalid', null])
  })

  test.each<[unknown, string]>([
    ['true', 'email'],
    [1, 'email'],
    [undefined, 'email'],
  ])('says email_verified %j, which is not true', async (email_verified, reason) => {
    expect((await comeByLiar({ email_verified })).reason).toBe(reason)
  })

  test.each<NonNullable<HostileProvider['instead']>>([
    { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    { status: 200, body: 'no JSON' },
    { status: 200, body: JSON.stringify({ issuer: 'https://another.example' }) },
    {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `"${'x'.repeat(300_000)}"`,
    },
  ])('whose discovery is none is told as unreachable (%#)', async (instead) => {
    const { reason } = await comeByLiar({}, { instead })
    expect(reason).toBe('unreachable')
    const test = await world.call('POST', `${SSO}/test`, { headers: headers(owner) })
    expect(test.body).toMatchObject({ ok: false, checks: [{ check: 'DISCOVERY', ok: false }] })
  })
})

describe('where passwords are not wanted', () => {
  test('people of the domain are led to the provider, and a password is of no use to the API', async () => {
    await setUp({ required: true })
    const email = `carl@${domain}`
    await member(email, 'developer')
    const answer = await logIn(email)
    expect(answer.body).toMatchObject({
      next: 'SSO',
      start: `${SSO}/start?email=${encodeURIComponent(email)}`,
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    const api = await world.call('GET', '/accounts/1/scopes', { as: basic(email, PASSWORD) })
    expect(api.status).toBe(403)
    expect((await come({ email })).me.user.email).toBe(email)
  })

  test('an owner still comes in, in case the provider does not answer', async () => {
    await setUp({ required: true })
    expect((await logIn(ownerEmail)).body.user.email).toBe(ownerEmail)
  })

  test('people of other domains, and of domains that are not proved, are not led away', async () => {
    await setUp({ required: true, domains: [domain] })
    await put({ required: true, domains: [domain, `other.${domain}`] })
    for (const email of [`dora@other.${domain}`, 'dora@example.com']) {
      await member(email, 'developer')
      expect((await logIn(email)).body.user.email).toBe(email)
    }
  })
})

describe('setting it up', () => {
  test('is for owners, in the portal, with a fresh proof', async () => {
    const admin = `admin@${domain}`
    await member(admin, 'admin')
    expect((await put({}, cookieOf(await logIn(admin)))).status).toBe(403)
    const byPassword = await world.call('PUT', SSO, {
      body: wanted(),
      as: basic(ownerEmail, PASSWORD),
    })
    expect(byPassword.status).toBe(403)
    world.clock.advance(11 * MINUTE_MS)
    expect((await put()).status).toBe(403)
  })

  test('keeps the secret to itself, and does not give it to another issuer', async () => {
    await put()
    const { clientSecret: _secret, ...rest } = wanted()
    const again = await world.call('PUT', SSO, { body: rest, headers: headers(owner) })
    expect([again.status, again.body.connection.clientSecretSet]).toEqual([200, true])
    expect(JSON.stringify(again.body)).not.toContain(CLIENT.secret)
    const elsewhere = await world.call('PUT', SSO, {
      body: { ...rest, issuer: liar.issuer },
      headers: headers(owner),
    })
    expect([elsewhere.status, elsewhere.body.violations[0].property]).toEqual([400, 'clientSecret'])
  })

  test.each([
    ['issuer', { issuer: 'nonsense!' }],
    ['issuer', { issuer: 'ftp://example.org' }],
    ['issuer', { issuer: 'https://user:secret@example.org' }],
    ['domains[0]', { domains: ['not a domain'] }],
    ['domains[0]', { domains: ['localhost'] }],
    ['defaultRole', { defaultRole: 'owner' }],
    ['defaultRole', { defaultRole: 'king' }],
    ['roleMapping[0].role', { roleMapping: [{ value: 'x', role: 'owner' }] }],
  ])('refuses %s %j', async (property, more) => {
    const answer = await put(more)
    expect([answer.status, answer.body.violations[0].property]).toEqual([400, property])
  })

  test('a domain counts when its name server says so, and in one account only', async () => {
    const answer = await put()
    const verify = (name: string, cookie = owner) =>
      world.call('POST', `${SSO}/domains/${name}/verify`, { headers: headers(cookie) })
    expect((await verify(domain)).status).toBe(409)
    const { record } = answer.body.domains[0]
    nameServer.texts.set(record.name, 'trunkline-verification=another')
    expect((await verify(domain)).status).toBe(409)
    nameServer.texts.set(record.name, record.value)
    expect((await verify(domain)).status).toBe(200)
    expect((await verify('example.com')).status).toBe(404)

    const thief = await world.accounts.createAccount({
      name: 'Thief',
      owner: { email: `thief${count}@example.org`, password: PASSWORD },
    })
    const cookie = cookieOf(await logIn(thief.owner!.email))
    const theirs = await put({}, cookie)
    const wants = theirs.body.domains[0].record
    expect(wants.value).not.toBe(record.value)
    nameServer.texts.set(wants.name, wants.value)
    const refused = await verify(domain, cookie)
    expect([refused.status, refused.body.description]).toEqual([
      409,
      'Another account has proved this domain before.',
    ])
  })

  test('the test tells what is there', async () => {
    await put()
    const test = await world.call('POST', `${SSO}/test`, { headers: headers(owner) })
    expect(test.body).toMatchObject({ ok: true })
    expect(test.body.checks.map((one: { check: string }) => one.check)).toEqual([
      'DISCOVERY',
      'ENDPOINTS',
      'KEYS',
      'PKCE',
      'EMAIL',
    ])
    await put({ issuer: 'https://10.1.2.3' })
    const inside = await world.call('POST', `${SSO}/test`, { headers: headers(owner) })
    expect(inside.body.checks[0]).toMatchObject({
      ok: false,
      detail: 'the address lies in a private network',
    })
  })

  test('removed, it lets nobody in any more', async () => {
    await setUp()
    await come({})
    const gone = await world.call('DELETE', SSO, { headers: headers(owner) })
    expect(gone.status).toBe(204)
    expect(reasonOf((await come({})).end)).toBe('unknown')
  })
})
