import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/support/running.ts'
import { rows, sql } from '../../core/storage/index.ts'
import { basic, cookieOf, startWorld, type World } from '../test/world.ts'

const HOUR_MS = 3_600_000
const SIGN_UP = '/accounts/1/sign-up'
const RESET = '/accounts/1/password-reset'
const PASSWORD = 'quite-an-unusual-phrase'
let world: World
beforeAll(async () => {
  world = await startWorld({ trustProxy: ['127.0.0.1'] })
})
afterAll(() => world?.close())
beforeEach(() => {
  world.letters.length = 0
})

let count = 0
const newEmail = () => `stranger-${++count}@example.org`
/** Each caller comes from an address of its own, so that none is over the allowance of another. */
const newPlace = () => ({ 'x-forwarded-for': `203.0.113.${++count % 250}` })
const signUp = (email: string, more: object = {}, headers = newPlace()) =>
  world.call('POST', SIGN_UP, {
    headers,
    body: { email, name: 'Ann', company: 'Example', ofAge: true, termsVersion: '7', ...more },
  })
const confirm = (token: string, password = PASSWORD) =>
  world.call('POST', '/accounts/1/confirm', { body: { token, password } })
const mailTo = (email: string) => world.letters.findLast((one) => one.to === email)
const tokenIn = (text: string | undefined) => /#(\S+)/.exec(text ?? '')?.[1] ?? ''
const linkIn = (email: string) => tokenIn(mailTo(email)?.text)
const me = (as: string) => world.call('GET', '/accounts/1/me', { as })
async function person() {
  const email = newEmail()
  const { accountId, key } = await world.accounts.createAccount({
    name: email,
    owner: { email, password: PASSWORD },
  })
  return { email, accountId, key, as: basic(email, PASSWORD) }
}

describe('a sign-up', () => {
  test('makes an account on trial once its address is confirmed, and nothing before', async () => {
    const email = newEmail()
    expect((await signUp(email)).status).toBe(204)
    expect((await me(basic(email, PASSWORD))).status).toBe(401)
    const token = linkIn(email)
    const looked = await world.call('POST', '/accounts/1/confirm/look', { body: { token } })
    expect(looked.body).toEqual({ email })
    expect((await confirm(token, 'password1234')).status).toBe(400)
    expect((await confirm(token)).body).toEqual({ email })
    const { body } = await me(basic(email, PASSWORD))
    expect(body).toMatchObject({
      user: { email, name: 'Ann' },
      account: { name: 'Example', state: 'trial', isRoot: false },
      role: { id: 'owner' },
    })
    const accepted = await rows(
      world.database.db,
      sql`select version from accounts.terms_acceptances where account_id = ${body.account.id}`,
    )
    expect(accepted).toEqual([{ version: '7' }])
  })

  test('is confirmed once, however many come with the link', async () => {
    const email = newEmail()
    await signUp(email)
    const token = linkIn(email)
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(token)))
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 404, 404, 404, 404])
    const made = await rows(
      world.database.db,
      sql`select 1 from accounts.users where email = ${email}`,
    )
    expect(made).toHaveLength(1)
  })

  test('that was asked for twice makes one account', async () => {
    const email = newEmail()
    await signUp(email)
    const first = linkIn(email)
    await signUp(email)
    expect((await confirm(linkIn(email))).status).toBe(200)
    expect((await confirm(first)).status).toBe(404)
  })

  test('is over after a day', async () => {
    const email = newEmail()
    await signUp(email)
    world.clock.advance(24 * HOUR_MS + 1_000)
    expect((await confirm(linkIn(email))).status).toBe(404)
  })

  test('answers for an address that is known as for one that is not; a mail tells its owner', async () => {
    const known = await person()
    const unknown = newEmail()
    const answers = [await signUp(known.email.toUpperCase()), await signUp(unknown)]
    const told = answers.map(({ status, body, headers }) => ({
      status,
      body,
      headers: [...headers.keys()].toSorted(),
    }))
    expect(told[0]).toEqual(told[1])
    expect(world.letters).toHaveLength(2)
    expect(world.letters[0]!.text).toContain('has one already')
    expect(world.letters[0]!.text).not.toContain('#')
    expect((await me(known.as)).status).toBe(200)
  })

  test('does the same work for both: as many statements of the same kinds', async () => {
    const written = async () =>
      Number(
        (
          await rows<{ count: bigint }>(
            world.database.db,
            sql`select count(*) from accounts.sign_ups`,
          )
        )[0]!.count,
      )
    const known = await person()
    const before = await written()
    await signUp(known.email)
    const between = await written()
    await signUp(newEmail())
    expect([between - before, (await written()) - between]).toEqual([1, 1])
  })

  test('needs a declaration of age and the terms of today', async () => {
    for (const [more, property] of [
      [{ ofAge: false }, 'ofAge'],
      [{ termsVersion: '6' }, 'termsVersion'],
      [{ email: 'nobody' }, 'email'],
      [{ name: ' ' }, 'name'],
    ] as const) {
      const { status, body } = await signUp(newEmail(), more)
      expect(status).toBe(400)
      expect(body.violations[0].property).toBe(property)
    }
    expect(world.letters).toEqual([])
  })

  test('is held off after a few for one address, known or not, and after more from one place', async () => {
    for (const email of [newEmail(), (await person()).email]) {
      for (let time = 0; time < 3; time++) expect((await signUp(email)).status).toBe(204)
      const { status, headers } = await signUp(email)
      expect(status).toBe(429)
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const place = newPlace()
    for (let time = 0; time < 10; time++)
      expect((await signUp(newEmail(), {}, place)).status).toBe(204)
    expect((await signUp(newEmail(), {}, place)).status).toBe(429)
    world.clock.advance(HOUR_MS)
    expect((await signUp(newEmail(), {}, place)).status).toBe(204)
  })

  test('is not to be had where it is off', async () => {
    const closed = await world.anotherNode({ signUpOpen: false })
    const body = { email: newEmail(), name: 'Ann', ofAge: true, termsVersion: '7' }
    expect((await closed.call('POST', SIGN_UP, { body })).status).toBe(403)
    expect((await closed.call('GET', SIGN_UP)).body).toMatchObject({ open: false })
    expect(world.letters).toEqual([])
  })
})

describe('a forgotten password', () => {
  const begin = (email: string, headers = newPlace()) =>
    world.call('POST', RESET, { headers, body: { email } })
  const finish = (token: string, password: string) =>
    world.call('POST', `${RESET}/finish`, { body: { token, password } })
  const linkTo = async (email: string) => {
    const newest = async () =>
      (
        await rows<{ id: number }>(
          world.database.db,
          sql`select coalesce(max(id), 0) as id from accounts.user_links`,
        )
      )[0]!.id
    const before = await newest()
    await begin(email)
    // The mail is handed over before the link's row is committed, and the link is good after that.
    await eventually('the link', async () => ((await newest()) > before ? true : undefined))
    expect(mailTo(email)!.kind).toBe('password-reset')
    return linkIn(email)
  }

  test('is replaced by the link in a mail, once; all sessions end, and a mail says so', async () => {
    const { email, as } = await person()
    const logIn = await world.call('POST', '/accounts/1/login', { body: { email, password: PASSWORD } }) // prettier-ignore
    const headers = { cookie: cookieOf(logIn) }
    const token = await linkTo(email)
    expect((await finish(token, 'qwertyuiop')).status).toBe(400)
    const fresh = 'a second unusual phrase'
    const answers = await Promise.all(Array.from({ length: 4 }, () => finish(token, fresh)))
    expect(answers.map((one) => one.status).toSorted()).toEqual([204, 404, 404, 404])
    expect((await me(as)).status).toBe(401)
    expect((await me(basic(email, fresh))).status).toBe(200)
    expect((await world.call('GET', '/accounts/1/me', { headers })).status).toBe(401)
    expect(mailTo(email)!.kind).toBe('password-changed')
  })

  test('is asked for alike for addresses that nobody has', async () => {
    const { email } = await person()
    const answers = [await begin(email), await begin(newEmail())]
    expect(answers.map((one) => one.status)).toEqual([204, 204])
    await eventually('the mail', () => mailTo(email))
    expect(world.letters).toHaveLength(1)
  })

  test('has a link that is over after an hour, and after a newer one', async () => {
    const { email } = await person()
    const first = await linkTo(email)
    world.letters.length = 0
    const second = await linkTo(email)
    expect((await finish(first, 'a second unusual phrase')).status).toBe(404)
    world.clock.advance(HOUR_MS + 1_000)
    expect((await finish(second, 'a second unusual phrase')).status).toBe(404)
  })

  test('is no way in for somebody who was removed', async () => {
    const owner = await person()
    const email = newEmail()
    await world.call('POST', '/accounts/1/invitations', {
      as: owner.as,
      body: { email, roleId: 'agent' },
    })
    await world.call('POST', '/accounts/1/invitations/accept', {
      body: { token: linkIn(email), password: PASSWORD },
    })
    const token = await linkTo(email)
    const { body } = await me(basic(email, PASSWORD))
    await world.call('DELETE', `/accounts/1/users/${body.user.id}`, { as: owner.as })
    expect((await finish(token, 'a second unusual phrase')).status).toBe(404)
  })
})

describe('a password that is changed in the profile', () => {
  test('is as good as any new one, and a mail tells of it', async () => {
    const { email, as } = await person()
    const change = (password: string) =>
      world.call('PUT', '/accounts/1/me', { as, body: { password, currentPassword: PASSWORD } })
    for (const password of ['short', 'iloveyou1234', email])
      expect((await change(password)).body.violations).toMatchObject([{ property: 'password' }])
    expect(world.letters).toEqual([])
    expect((await change('a second unusual phrase')).status).toBe(200)
    expect(world.letters).toMatchObject([{ to: email, kind: 'password-changed' }])
  })
})

describe('a new address', () => {
  const ask = (as: string, email: string, password = PASSWORD) =>
    world.call('POST', '/accounts/1/me/email', { as, body: { email, password } })
  const follow = (token: string) =>
    world.call('POST', '/accounts/1/me/email/confirm', { body: { token } })

  test('counts when its owner follows the link; the old one is told', async () => {
    const { email, as } = await person()
    const fresh = newEmail()
    expect((await ask(as, fresh, 'wrong password')).body.violations).toEqual([
      { property: 'password', violation: 'is wrong' },
    ])
    expect((await ask(as, fresh)).status).toBe(204)
    expect((await me(as)).body.user.email).toBe(email)
    expect((await follow(linkIn(fresh))).body).toEqual({ email: fresh })
    expect(mailTo(email)!.text).toContain(fresh)
    expect((await me(as)).status).toBe(401)
    expect((await me(basic(fresh, PASSWORD))).status).toBe(200)
  })

  test('that somebody else asked for is forgotten with the password they knew', async () => {
    const { email, as } = await person()
    const thief = newEmail()
    expect((await ask(as, thief)).status).toBe(204)
    const body = { password: 'a second unusual phrase', currentPassword: PASSWORD }
    expect((await world.call('PUT', '/accounts/1/me', { as, body })).status).toBe(200)
    expect((await follow(linkIn(thief))).status).toBe(404)
    expect((await me(basic(email, body.password))).status).toBe(200)
  })

  test('that somebody has is asked for alike, and never given', async () => {
    const one = await person()
    const other = await person()
    expect((await ask(one.as, other.email)).status).toBe(204)
    expect(mailTo(other.email)!.text).not.toContain('#')
    const fresh = newEmail()
    await ask(one.as, fresh)
    await ask(other.as, fresh)
    const [first, second] = world.letters.filter((mail) => mail.to === fresh)
    expect((await follow(tokenIn(first!.text))).status).toBe(200)
    expect((await follow(tokenIn(second!.text))).status).toBe(404)
    expect((await me(other.as)).body.user.email).toBe(other.email)
  })
})

describe('wrong passwords', () => {
  test('are told to the person by mail, once a day, and never to strangers', async () => {
    const { email } = await person()
    const guess = async (whom: string) => {
      const headers = newPlace()
      for (let time = 0; time < 5; time++)
        await world.call('POST', '/accounts/1/login', {
          headers,
          body: { email: whom, password: `guess ${time}` },
        })
    }
    const notices = () => world.letters.filter((mail) => mail.kind === 'lock-out')
    await guess(email)
    await eventually('the notice', () => (notices().length > 0 ? true : undefined))
    await guess(email)
    await guess(newEmail())
    world.clock.advance(25 * HOUR_MS)
    await guess(email)
    await eventually('the next notice', () => (notices().length > 1 ? true : undefined))
    expect(notices().map((mail) => mail.to)).toEqual([email, email])
  })
})

describe('sessions', () => {
  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const logIn = async (email: string, userAgent: string) => {
    const headers = { ...newPlace(), 'user-agent': userAgent }
    const answer = await world.call('POST', '/accounts/1/login', {
      headers,
      body: { email, password: PASSWORD },
    })
    return { cookie: cookieOf(answer), origin: world.url }
  }

  test('are listed with where they began, and ended one by one or all others', async () => {
    const { email } = await person()
    const here = await logIn(email, FIREFOX)
    const there = await logIn(email, 'curl/8.5.0')
    const third = await logIn(email, '')
    const list = async () =>
      (await world.call('GET', '/accounts/1/sessions', { headers: here })).body.results
    const found = await list()
    expect(found).toHaveLength(3)
    expect(found.filter((one: { isCurrent: boolean }) => one.isCurrent)).toMatchObject([
      {
        device: 'Firefox, Linux',
        kind: 'portal',
        address: expect.stringMatching(/^203\.0\.113\./),
      },
    ])
    const curl = found.find((one: { device: string }) => one.device === 'curl')
    const end = (id: string, headers: Record<string, string>) =>
      world.call('DELETE', `/accounts/1/sessions/${id}`, { headers })
    const stranger = await logIn((await person()).email, FIREFOX)
    expect((await end(curl.id, stranger)).status).toBe(404)
    expect((await end(curl.id, here)).status).toBe(204)
    const status = async (headers: Record<string, string>) =>
      (await world.call('GET', '/accounts/1/me', { headers })).status
    expect([await status(here), await status(there), await status(third)]).toEqual([200, 401, 200])
    await world.call('DELETE', '/accounts/1/sessions', { headers: here })
    expect([await status(here), await status(third)]).toEqual([200, 401])
    expect(await list()).toHaveLength(1)
  })

  test('are a matter of people, not of keys', async () => {
    expect((await world.call('GET', '/accounts/1/sessions', { as: world.rootKey })).status).toBe(
      403,
    )
  })
})
