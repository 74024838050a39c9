import { generateSync } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rows, sql } from '../../core/storage/index.ts'
import { addMember, basic, cookieOf, joinAccount, startWorld, type World } from '../test/world.ts'

/** Logging in with something beside the password. */

const ME = '/accounts/1/me'
const FACTORS = `${ME}/second-factors`
const LOGIN = '/accounts/1/login'
const MINUTE_MS = 60_000
const STEP_MS = 30_000
const PASSWORD = 'a long enough password'

let world: World
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => world?.close())

let count = 0
let email = ''
let accountId = 0
/** Another address for each test, since wrong tries are counted by it. */
let ip = ''
beforeEach(async () => {
  count++
  ip = `198.51.100.${count}`
  email = `Person${count}@example.org`
  const made = await world.accounts.createAccount({
    name: `Account ${count}`,
    owner: { email, password: PASSWORD },
  })
  accountId = made.accountId
  world.letters.length = 0
})

const post = (path: string, body?: object, cookie?: string, from = ip) =>
  world.call('POST', path, {
    ...(body === undefined ? {} : { body }),
    headers: browser(cookie, from),
  })
const browser = (cookie?: string, from = ip) => ({
  origin: world.url,
  'x-forwarded-for': from,
  ...(cookie === undefined ? {} : { cookie }),
})
const get = (path: string, cookie: string) => world.call('GET', path, { headers: browser(cookie) })
const logIn = (who = email, password = PASSWORD, from = ip) =>
  post(LOGIN, { email: who, password }, undefined, from)
const codeOf = (secret: string, stepsAway = 0) =>
  generateSync({
    secret,
    epoch: Math.floor((world.clock.ms() + stepsAway * STEP_MS) / 1_000),
  })

/** An authenticator app for the person. The code it was confirmed with is used up, so time moves on. */
async function withTotp(who = email) {
  const cookie = cookieOf(await logIn(who))
  const begun = await post(`${FACTORS}/totp`, { name: 'My phone' }, cookie)
  expect(begun.status).toBe(201)
  const { id, secret } = begun.body as { id: number; secret: string }
  const confirmed = await post(`${FACTORS}/totp/${id}/confirm`, { code: codeOf(secret) }, cookie)
  expect(confirmed.status).toBe(200)
  world.clock.advance(2 * STEP_MS)
  return { id, secret, cookie, recoveryCodes: confirmed.body.recoveryCodes as string[] }
}

async function challengeOf(who = email) {
  const first = await logIn(who)
  expect(first.status).toBe(200)
  expect(first.headers.get('set-cookie')).toBeNull()
  return first.body.challenge as string
}
const second = (challenge: string, shown: object, from = ip) =>
  post(`${LOGIN}/second-factor`, { challenge, ...shown }, undefined, from)

describe('an authenticator app', () => {
  test('is asked for after the password, which alone lets nobody in', async () => {
    const { secret } = await withTotp()
    const first = await logIn()
    expect(first.body).toMatchObject({
      next: 'SECOND_FACTOR',
      methods: ['TOTP', 'RECOVERY_CODE'],
      challenge: expect.any(String),
      passkey: null,
    })
    expect(first.headers.get('set-cookie')).toBeNull()
    const answer = await second(first.body.challenge, { code: codeOf(secret) })
    expect([answer.status, answer.body.user.email]).toEqual([200, email])
    expect((await get(ME, cookieOf(answer))).status).toBe(200)
  })

  test('takes a code of the step before and after, and none further away', async () => {
    const { secret } = await withTotp()
    for (const [away, status] of [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [1, 200],
    ] as const) {
      const answer = await second(await challengeOf(), { code: codeOf(secret, away) })
      expect([away, answer.status]).toEqual([away, status])
    }
  })

  test('takes a code once, and none from before it', async () => {
    const { secret } = await withTotp()
    const code = codeOf(secret)
    expect((await second(await challengeOf(), { code })).status).toBe(200)
    expect((await second(await challengeOf(), { code })).status).toBe(401)
    expect((await second(await challengeOf(), { code: codeOf(secret, -1) })).status).toBe(401)
    world.clock.advance(STEP_MS)
    expect((await second(await challengeOf(), { code: codeOf(secret) })).status).toBe(200)
  })

  test('of two who show one code at the same time, one comes in', async () => {
    const { secret } = await withTotp()
    const challenges = await Promise.all([challengeOf(), challengeOf()])
    const code = codeOf(secret)
    const both = await Promise.all(challenges.map((one) => second(one, { code })))
    expect(both.map((one) => one.status).toSorted()).toEqual([200, 401])
  })

  test('counts only once its first code was right', async () => {
    const cookie = cookieOf(await logIn())
    const begun = await post(`${FACTORS}/totp`, { name: 'My phone' }, cookie)
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Trunkline:.*secret=/)
    const wrong = await post(
      `${FACTORS}/totp/${begun.body.id}/confirm`,
      { code: codeOf(begun.body.secret, 9) },
      cookie,
    )
    expect([wrong.status, wrong.body.violations[0].property]).toEqual([400, 'code'])
    expect((await logIn()).body.user.email).toBe(email)
  })

  test('is kept encrypted', async () => {
    const { secret } = await withTotp()
    const stored = await rows<{ secret_box: Buffer }>(
      world.database.db,
      sql`select secret_box from accounts.second_factors where secret_box is not null`,
    )
    expect(stored.length).toBeGreaterThan(0)
    for (const { secret_box } of stored) expect(secret_box.includes(secret)).toBe(false)
  })
})

describe('the challenge between the steps', () => {
  test('is over after ten minutes', async () => {
    const { secret } = await withTotp()
    const challenge = await challengeOf()
    world.clock.advance(10 * MINUTE_MS)
    expect((await second(challenge, { code: codeOf(secret) })).status).toBe(401)
  })

  test('is of no use at another address, and not a second time', async () => {
    const { secret } = await withTotp()
    const challenge = await challengeOf()
    const elsewhere = await second(challenge, { code: codeOf(secret) }, '203.0.113.9')
    expect(elsewhere.status).toBe(401)
    expect((await second(challenge, { code: codeOf(secret) })).status).toBe(200)
    world.clock.advance(STEP_MS)
    expect((await second(challenge, { code: codeOf(secret) })).status).toBe(401)
  })

  test('is swept when it is over', async () => {
    await withTotp()
    await challengeOf()
    const left = async () =>
      (await rows(world.database.db, sql`select 1 from accounts.login_challenges`)).length
    expect(await left()).toBeGreaterThan(0)
    world.clock.advance(10 * MINUTE_MS)
    await world.accounts.sweep()
    expect(await left()).toBe(0)
  })

  test('takes five tries, and the right password does not clear what was guessed', async () => {
    const { secret } = await withTotp()
    const challenge = await challengeOf()
    for (let n = 0; n < 5; n++)
      expect((await second(challenge, { code: '000000' })).status).toBe(401)
    const held = await second(await challengeOf(), { code: codeOf(secret) })
    expect([held.status, Number(held.headers.get('retry-after')) > 0]).toEqual([429, true])
    world.clock.advance(5 * MINUTE_MS)
    expect((await second(challenge, { code: codeOf(secret) })).status).toBe(401)
    expect((await second(await challengeOf(), { code: codeOf(secret) })).status).toBe(200)
  })

  test('is over when the password was changed since', async () => {
    const { secret, cookie } = await withTotp()
    const challenge = await challengeOf()
    world.clock.advance(1_000)
    const changed = await world.call('PUT', ME, {
      body: { password: 'another long password', currentPassword: PASSWORD },
      headers: browser(cookie),
    })
    expect(changed.status).toBe(200)
    expect((await second(challenge, { code: codeOf(secret) })).status).toBe(401)
  })
})

test('a password is changed with a fresh proof only, where there is a second factor', async () => {
  const { secret, cookie } = await withTotp()
  const change = (headers: Record<string, string>) =>
    world.call('PUT', ME, {
      body: { password: 'another long password', currentPassword: PASSWORD },
      headers,
    })
  world.clock.advance(11 * MINUTE_MS)
  expect((await change(browser(cookie))).status).toBe(403)
  const proved = await world.call('POST', '/accounts/1/me/proof', {
    body: { code: codeOf(secret) },
    headers: browser(cookie),
  })
  expect(proved.status).toBe(200)
  expect((await change(browser(cookie))).status).toBe(200)
})

describe('recovery codes', () => {
  test('are ten, work once each however they are written, and their use is told by mail', async () => {
    const { recoveryCodes } = await withTotp()
    expect(new Set(recoveryCodes).size).toBe(10)
    const written = recoveryCodes[0]!.toLowerCase().replace('-', ' ').replaceAll('0', 'o')
    world.letters.length = 0
    expect((await second(await challengeOf(), { recoveryCode: written })).status).toBe(200)
    expect(world.letters).toMatchObject([{ to: email, accountId, kind: 'security' }])
    expect(world.letters[0]!.subject).toContain('recovery code was used')
    expect((await second(await challengeOf(), { recoveryCode: recoveryCodes[0]! })).status).toBe(
      401,
    )
    const answer = await second(await challengeOf(), { recoveryCode: recoveryCodes[1]! })
    const left = await get(FACTORS, cookieOf(answer))
    expect(left.body.recoveryCodesLeft).toBe(8)
  })

  test('are replaced as a whole', async () => {
    const { cookie, recoveryCodes } = await withTotp()
    const made = await post(`${ME}/recovery-codes`, undefined, cookie)
    expect([made.status, made.body.recoveryCodes.length]).toEqual([201, 10])
    const old = await second(await challengeOf(), { recoveryCode: recoveryCodes[0]! })
    expect(old.status).toBe(401)
    const fresh = await second(await challengeOf(), { recoveryCode: made.body.recoveryCodes[0] })
    expect(fresh.status).toBe(200)
  })

  test('of one person are of no use to another', async () => {
    const { recoveryCodes } = await withTotp()
    const other = `other${count}@example.org`
    await world.accounts.createAccount({
      name: 'Other',
      owner: { email: other, password: PASSWORD },
    })
    await withTotp(other)
    const answer = await second(await challengeOf(other), { recoveryCode: recoveryCodes[0]! })
    expect(answer.status).toBe(401)
  })
})

describe('a change of second factors', () => {
  test('needs a proof of the last ten minutes: a factor when there is one', async () => {
    const { id, secret, cookie } = await withTotp()
    world.clock.advance(11 * MINUTE_MS)
    const list = await get(FACTORS, cookie)
    expect(list.body).toMatchObject({
      freshUntil: null,
      proveBy: ['TOTP', 'RECOVERY_CODE'],
      factors: [{ id, kind: 'TOTP', name: 'My phone' }],
    })
    const remove = () => world.call('DELETE', `${FACTORS}/${id}`, { headers: browser(cookie) })
    expect((await remove()).status).toBe(403)
    const byPassword = await post(`${ME}/proof`, { password: PASSWORD }, cookie)
    expect(byPassword.status).toBe(400)
    expect((await post(`${ME}/proof`, { code: '000000' }, cookie)).status).toBe(400)
    expect((await remove()).status).toBe(403)
    const proved = await post(`${ME}/proof`, { code: codeOf(secret) }, cookie)
    expect(proved.status).toBe(200)
    expect((await remove()).status).toBe(204)
    expect(world.letters.at(-1)).toMatchObject({
      to: email,
      subject: 'A second factor was removed from your log-in',
    })
    expect((await logIn()).body.user.email).toBe(email)
  })

  test('goes before a change of the address, too', async () => {
    const { secret, cookie } = await withTotp()
    world.clock.advance(11 * MINUTE_MS)
    const wish = { email: `moved${count}@example.org`, password: PASSWORD }
    const change = () => post(`${ME}/email`, wish, cookie)
    expect((await change()).status).toBe(403)
    expect((await post(`${ME}/proof`, { code: codeOf(secret) }, cookie)).status).toBe(200)
    expect((await change()).status).toBe(204)
  })

  test('needs the password of whoever has none', async () => {
    const cookie = cookieOf(await logIn())
    world.clock.advance(11 * MINUTE_MS)
    const begin = () => post(`${FACTORS}/totp`, { name: 'My phone' }, cookie)
    expect((await begin()).status).toBe(403)
    expect((await post(`${ME}/proof`, { password: 'wrong' }, cookie)).status).toBe(400)
    expect((await begin()).status).toBe(403)
    expect((await post(`${ME}/proof`, { password: PASSWORD }, cookie)).status).toBe(200)
    expect((await begin()).status).toBe(201)
  })

  test('is taken from the portal only', async () => {
    const as = basic(email, PASSWORD)
    const answer = await world.call('POST', `${FACTORS}/totp`, { as, body: { name: 'x' } })
    expect(answer.status).toBe(403)
  })

  test("does not reach another person's", async () => {
    const { id } = await withTotp()
    const other = `thief${count}@example.org`
    await world.accounts.createAccount({
      name: 'Other',
      owner: { email: other, password: PASSWORD },
    })
    const cookie = cookieOf(await logIn(other))
    const headers = browser(cookie)
    const renamed = await world.call('PUT', `${FACTORS}/${id}`, { body: { name: 'x' }, headers })
    const removed = await world.call('DELETE', `${FACTORS}/${id}`, { headers })
    const confirmed = await post(`${FACTORS}/totp/${id}/confirm`, { code: '123456' }, cookie)
    expect([renamed.status, removed.status, confirmed.status]).toEqual([404, 404, 404])
    expect((await logIn()).body.next).toBe('SECOND_FACTOR')
  })
})

describe('a password alone', () => {
  const API = '/accounts/1/scopes'
  test('is not enough for the API when there is a second factor', async () => {
    await withTotp()
    const asBasic = await world.call('GET', API, {
      as: basic(email, PASSWORD),
      headers: { 'x-forwarded-for': ip },
    })
    expect(asBasic.status).toBe(403)
    expect(`${asBasic.body.description} ${asBasic.body.action}`).toMatch(/second factor.*API key/)
    const session = await post('/auth/1/session', { username: email, password: PASSWORD })
    expect(session.status).toBe(403)
    const token = await world.call('POST', '/auth/1/oauth2/token', {
      form: { client_id: email, client_secret: PASSWORD, grant_type: 'client_credentials' },
      headers: { 'x-forwarded-for': ip },
    })
    expect([token.status, token.body.error]).toEqual([403, 'unauthorized_client'])
  })

  test('is enough where the account says so', async () => {
    const { cookie } = await withTotp()
    const changed = await world.call('PUT', '/accounts/1/login-policy', {
      body: { secondFactor: 'OPTIONAL', passwordApi: true },
      headers: browser(cookie),
    })
    expect(changed.status).toBe(200)
    expect((await world.call('GET', API, { as: basic(email, PASSWORD) })).status).toBe(200)
  })

  test('that is wrong says nothing about second factors', async () => {
    await withTotp()
    expect((await logIn(email, 'wrong')).status).toBe(401)
    expect((await world.call('GET', API, { as: basic(email, 'wrong') })).status).toBe(401)
  })
})

describe('an account that asks for a second factor', () => {
  const ask = async (cookie: string, secondFactor: string) => {
    const changed = await world.call('PUT', '/accounts/1/login-policy', {
      body: { secondFactor, passwordApi: false },
      headers: browser(cookie),
    })
    expect(changed.status).toBe(200)
    return changed.body
  }

  test('lets people do nothing but set one up, also in sessions that are open', async () => {
    const cookie = cookieOf(await logIn())
    expect((await get('/accounts/1/senders', cookie)).status).toBe(200)
    await ask(cookie, 'ALL')
    const refused = await get('/accounts/1/senders', cookie)
    expect([refused.status, refused.body.description]).toEqual([
      403,
      'Your account asks for a second factor, and you have none.',
    ])
    expect((await get(ME, cookie)).body.mustSetUpSecondFactor).toBe(true)
    const again = await logIn()
    expect(again.body.mustSetUpSecondFactor).toBe(true)
    expect((await get('/accounts/1/senders', cookieOf(again))).status).toBe(403)
    const { cookie: setUp, id } = await withTotp()
    expect((await get('/accounts/1/senders', setUp)).status).toBe(200)
    expect((await get(ME, setUp)).body.mustSetUpSecondFactor).toBe(false)
    const last = await world.call('DELETE', `${FACTORS}/${id}`, { headers: browser(setUp) })
    expect(last.status).toBe(409)
  })

  test('may ask it of owners and administrators alone', async () => {
    const analyst = await colleague('analyst')
    const cookie = cookieOf(await logIn())
    await ask(cookie, 'OWNERS_AND_ADMINS')
    expect((await get('/accounts/1/senders', cookie)).status).toBe(403)
    const theirs = cookieOf(await logIn(analyst.email))
    expect((await get('/accounts/1/senders', theirs)).status).toBe(200)
  })

  test('is made to by owners only', async () => {
    const admin = await colleague('admin')
    const answer = await world.call('PUT', '/accounts/1/login-policy', {
      body: { secondFactor: 'ALL', passwordApi: true },
      headers: browser(cookieOf(await logIn(admin.email))),
    })
    expect(answer.status).toBe(403)
    const byKey = await world.call('PUT', '/accounts/1/login-policy', {
      body: { secondFactor: 'ALL', passwordApi: true },
      as: world.rootKey,
    })
    expect(byKey.status).toBe(403)
  })
})

/** Somebody else of the account, with the same password. */
async function colleague(role: string) {
  const theirs = `${role}${count}@example.org`
  const member = { email: theirs, role, accountId, passwordOf: email, locale: 'ja' }
  return { id: await addMember(world, member), email: theirs }
}

describe('somebody who lost their second factor', () => {
  const reset = (userId: number, cookie: string) =>
    world.call('DELETE', `/accounts/1/users/${userId}/second-factors`, { headers: browser(cookie) })

  test('gets in again when an owner resets it, and is told', async () => {
    const agent = await colleague('agent')
    const theirs = await withTotp(agent.email)
    const owner = cookieOf(await logIn())
    expect((await reset(agent.id, owner)).status).toBe(204)
    expect(world.letters.at(-1)).toMatchObject({
      to: agent.email,
      subject: '二要素認証がリセットされました',
    })
    expect((await get(ME, theirs.cookie)).status).toBe(401)
    expect((await logIn(agent.email)).body.user.email).toBe(agent.email)
  })

  test('is not helped by an administrator, a stale owner, or an owner of another account', async () => {
    const agent = await colleague('agent')
    await withTotp(agent.email)
    const admin = cookieOf(await logIn((await colleague('admin')).email))
    expect((await reset(agent.id, admin)).status).toBe(403)
    const { email: rootOwner, password } = world.owner
    const foreign = cookieOf(await logIn(rootOwner, password))
    expect((await reset(agent.id, foreign)).status).toBe(404)
    const owner = cookieOf(await logIn())
    world.clock.advance(11 * MINUTE_MS)
    expect((await reset(agent.id, owner)).status).toBe(403)
    expect((await logIn(agent.email)).body.next).toBe('SECOND_FACTOR')
  })

  test('who belongs to another account as well keeps it', async () => {
    const agent = await colleague('agent')
    await withTotp(agent.email)
    await joinAccount(world, agent.id, 1, 'analyst')
    const answer = await reset(agent.id, cookieOf(await logIn()))
    expect(answer.status).toBe(409)
  })
})

test("a session by one account's provider enters no other account before something was shown to us", async () => {
  const agent = await colleague('agent')
  const other = await world.accounts.createAccount({ name: 'Other' })
  await joinAccount(world, agent.id, other.accountId, 'analyst')
  const cookie = cookieOf(await logIn(agent.email))
  await rows(
    world.database.db,
    sql`update accounts.sessions set method = 'sso', proved_at = null where user_id = ${agent.id}`,
  )
  const enter = () => post('/accounts/1/switch', { account: other.key }, cookie)
  expect((await enter()).status).toBe(404)
  expect((await post(`${ME}/proof`, { password: PASSWORD }, cookie)).status).toBe(200)
  expect((await enter()).status).toBe(204)
  const kept = await rows(
    world.database.db,
    sql`select account_id, method from accounts.sessions where user_id = ${agent.id}`,
  )
  expect(kept).toEqual([{ account_id: other.accountId, method: 'password' }])
})

test('the reset from the command line takes the second factors too', async () => {
  const { email: owner, password } = world.owner
  const cookie = cookieOf(await logIn(owner, password))
  const begun = await post(`${FACTORS}/totp`, { name: 'Lost phone' }, cookie)
  const { id, secret } = begun.body
  await post(`${FACTORS}/totp/${id}/confirm`, { code: codeOf(secret) }, cookie)
  expect((await logIn(owner, password)).body.next).toBe('SECOND_FACTOR')
  const made = await world.accounts.resetOwner()
  expect((await logIn(owner, made.ownerPassword!)).body.user.email).toBe(owner)
})
