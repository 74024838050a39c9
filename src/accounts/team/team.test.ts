import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { basic, cookieOf, startWorld, type Answer, type World } from '../test/world.ts'

const USERS = '/accounts/1/users'
const ROLES = '/accounts/1/roles'
const INVITATIONS = '/accounts/1/invitations'
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
const newEmail = () => `person-${++count}@example.org`

interface Person {
  as: string
  email: string
  userId: number
  accountId: number
}
/** An account with an owner. */
async function newAccount(): Promise<Person & { key: string; apiKey: string }> {
  const email = newEmail()
  const { accountId, key, apiKey, owner } = await world.accounts.createAccount({
    name: `Company of ${email}`,
    owner: { email, password: PASSWORD },
  })
  return { as: basic(email, PASSWORD), email, userId: owner!.userId, accountId, key, apiKey: `App ${apiKey}` } // prettier-ignore
}
const linkIn = (email: string): string => {
  const mail = world.letters.findLast((one) => one.to === email)
  const [, token] = /#(\S+)/.exec(mail?.text ?? '') ?? []
  if (token === undefined) throw new Error(`no link went to ${email}`)
  return token
}
const invite = (as: string, email: string, roleId: string): Promise<Answer> =>
  world.call('POST', INVITATIONS, { as, body: { email, roleId } })
const accept = (token: string, more: object = { password: PASSWORD }): Promise<Answer> =>
  world.call('POST', `${INVITATIONS}/accept`, { body: { token, ...more } })
/** Somebody who joined by an invitation. */
async function join(owner: Person, roleId: string): Promise<Person> {
  const email = newEmail()
  expect((await invite(owner.as, email, roleId)).status).toBe(201)
  expect((await accept(linkIn(email))).status).toBe(200)
  const { body } = await world.call('GET', '/accounts/1/me', { as: basic(email, PASSWORD) })
  return { as: basic(email, PASSWORD), email, userId: body.user.id, accountId: owner.accountId }
}
const change = (by: { as: string }, whom: Person, body: object): Promise<Answer> =>
  world.call('PUT', `${USERS}/${whom.userId}`, { as: by.as, body })
const newRole = async (by: { as: string }, scopes: string[], name = `role ${++count}`) =>
  (await world.call('POST', ROLES, { as: by.as, body: { name, scopes } })).body.id as string

describe('an invitation', () => {
  test('brings somebody in with the role it names, and nothing more', async () => {
    const owner = await newAccount()
    const email = newEmail()
    const made = await invite(owner.as, email, 'analyst')
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ email, role: { id: 'analyst' }, isOver: false })
    expect(JSON.stringify(made.body)).not.toContain(linkIn(email))

    const looked = await world.call('POST', `${INVITATIONS}/look`, { body: { token: linkIn(email) } }) // prettier-ignore
    expect(looked.body).toMatchObject({ email, isKnown: false, role: { id: 'analyst' } })
    expect((await world.call('GET', '/accounts/1/me', { as: basic(email, PASSWORD) })).status).toBe(401) // prettier-ignore

    expect((await accept(linkIn(email), { password: PASSWORD, name: 'Ann' })).body).toEqual({ email }) // prettier-ignore
    const as = basic(email, PASSWORD)
    const { body: me } = await world.call('GET', '/accounts/1/me', { as })
    expect(me).toMatchObject({ user: { name: 'Ann' }, role: { id: 'analyst' } })
    expect((await world.call('GET', USERS, { as })).status).toBe(403)
    expect((await invite(as, newEmail(), 'analyst')).status).toBe(403)
    const { body: list } = await world.call('GET', INVITATIONS, { as: owner.as })
    expect(list.results).toEqual([])
  })

  test('lets one in of many who come with it at once', async () => {
    const owner = await newAccount()
    const email = newEmail()
    await invite(owner.as, email, 'developer')
    const token = linkIn(email)
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    expect(answers.filter((one) => one.status === 404)).toHaveLength(5)
    expect((await accept(token)).status).toBe(404)
  })

  test('is over after seven days, and good again once it was sent again; the old link is not', async () => {
    const owner = await newAccount()
    const email = newEmail()
    const { body } = await invite(owner.as, email, 'developer')
    const old = linkIn(email)
    const resend = () => world.call('POST', `${INVITATIONS}/${body.id}/resend`, { as: owner.as })
    expect((await resend()).status).toBe(409)
    world.clock.advance(7 * 86_400_000 + 1_000)
    expect((await accept(old)).status).toBe(404)
    const listed = await world.call('GET', INVITATIONS, { as: owner.as })
    expect(listed.body.results).toMatchObject([{ email, isOver: true }])
    expect((await resend()).body).toMatchObject({ isOver: false })
    expect(linkIn(email)).not.toBe(old)
    expect((await accept(old)).status).toBe(404)
    expect((await accept(linkIn(email))).status).toBe(200)
  })

  test('that was revoked lets nobody in', async () => {
    const owner = await newAccount()
    const email = newEmail()
    const { body } = await invite(owner.as, email, 'developer')
    const revoked = await world.call('DELETE', `${INVITATIONS}/${body.id}`, { as: owner.as })
    expect(revoked.status).toBe(204)
    expect((await accept(linkIn(email))).status).toBe(404)
  })

  test('joins a person who is known with their own password, and they switch between their accounts', async () => {
    const first = await newAccount()
    const second = await newAccount()
    await invite(second.as, first.email, 'billing')
    const token = linkIn(first.email)
    const looked = await world.call('POST', `${INVITATIONS}/look`, { body: { token } })
    expect(looked.body.isKnown).toBe(true)
    // A password that comes along does not replace the one they have.
    expect((await accept(token, { password: 'another unusual phrase' })).status).toBe(200)

    const logIn = await world.call('POST', '/accounts/1/login', {
      body: { email: first.email, password: PASSWORD },
    })
    const headers = { cookie: cookieOf(logIn), origin: world.url }
    const { body: me } = await world.call('GET', '/accounts/1/me', { headers })
    expect(me.account.key).toBe(first.key)
    expect(me.memberships.map((one: { accountKey: string }) => one.accountKey).toSorted()).toEqual(
      [first.key, second.key].toSorted(),
    )
    const switchTo = (account: string) =>
      world.call('POST', '/accounts/1/switch', { headers, body: { account } })
    expect((await switchTo(second.key)).status).toBe(204)
    const { body: there } = await world.call('GET', '/accounts/1/me', { headers })
    expect(there).toMatchObject({ account: { key: second.key }, role: { id: 'billing' } })
    expect((await world.call('GET', USERS, { headers })).status).toBe(403)
    const stranger = await newAccount()
    expect((await switchTo(stranger.key)).status).toBe(404)
    expect((await switchTo('0'.repeat(32))).status).toBe(404)
  })

  test('is refused for a member, for a second time, and for a role that is none', async () => {
    const owner = await newAccount()
    const email = newEmail()
    const refused = async (to: string, role: string, field: string) => {
      const { status, body } = await invite(owner.as, to, role)
      expect(status).toBe(400)
      expect(body.violations).toMatchObject([{ property: field }])
    }
    await refused(owner.email.toUpperCase(), 'developer', 'email')
    await refused(email, 'emperor', 'roleId')
    await refused(email, '999999', 'roleId')
    expect((await invite(owner.as, email, 'developer')).status).toBe(201)
    await refused(email.toUpperCase(), 'developer', 'email')
  })

  test('does not take a password that anybody would guess', async () => {
    const owner = await newAccount()
    const email = newEmail()
    await invite(owner.as, email, 'developer')
    for (const password of ['short', 'password123!', `${email.split('@')[0]}1234`, 'aaaaaaaaaaaa'])
      expect((await accept(linkIn(email), { password })).status, password).toBe(400)
    expect((await accept(linkIn(email), {})).status).toBe(400)
    expect((await accept(linkIn(email))).status).toBe(200)
  })

  test('names the account on one line and without web addresses, and floods nobody', async () => {
    const email = newEmail()
    const { apiKey } = await world.accounts.createAccount({
      name: 'Win\nhttps://www.prize.example now',
    })
    const as = `App ${apiKey}`
    for (let time = 0; time < 5; time++) {
      const { status, body } = await invite(as, email, 'agent')
      expect(status).toBe(201)
      await world.call('DELETE', `${INVITATIONS}/${body.id}`, { as })
    }
    expect((await invite(as, email, 'agent')).status).toBe(429)
    expect(world.letters).toHaveLength(5)
    expect(world.letters[0]!.subject).toBe('Invitation to Win prize.example now')
  })

  test('speaks Japanese to whoever is invited in it', async () => {
    const owner = await newAccount()
    const email = newEmail()
    await world.call('POST', INVITATIONS, {
      as: owner.as,
      body: { email, roleId: 'agent', locale: 'ja' },
    })
    expect(world.letters.at(-1)).toMatchObject({ language: 'ja' })
    expect(world.letters.at(-1)!.subject).toContain('招待')
  })
})

describe('a role', () => {
  test('of the account gives what it names, and a change counts at once', async () => {
    const owner = await newAccount()
    const roleId = await newRole(owner, ['users:read'], 'Reader')
    const reader = await join(owner, roleId)
    expect((await world.call('GET', USERS, { as: reader.as })).status).toBe(200)
    expect((await world.call('GET', '/accounts/1/senders', { as: reader.as })).status).toBe(403)
    const changed = await world.call('PUT', `${ROLES}/${roleId}`, {
      as: owner.as,
      body: { name: 'Reader', scopes: ['accounts:read'] },
    })
    expect(changed.body).toMatchObject({ scopes: ['accounts:read'], members: 1 })
    expect((await world.call('GET', USERS, { as: reader.as })).status).toBe(403)
    expect((await world.call('GET', '/accounts/1/senders', { as: reader.as })).status).toBe(200)
  })

  test('that somebody has, or is invited to, is not deleted', async () => {
    const owner = await newAccount()
    const roleId = await newRole(owner, ['users:read'])
    const remove = () => world.call('DELETE', `${ROLES}/${roleId}`, { as: owner.as })
    const email = newEmail()
    const { body } = await invite(owner.as, email, roleId)
    expect((await remove()).status).toBe(409)
    await world.call('DELETE', `${INVITATIONS}/${body.id}`, { as: owner.as })
    const member = await join(owner, roleId)
    expect((await remove()).status).toBe(409)
    expect((await change(owner, member, { roleId: 'analyst' })).status).toBe(200)
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
  })

  test('has a name of its own, and scopes that there are', async () => {
    const owner = await newAccount()
    await newRole(owner, ['users:read'], 'Twice')
    for (const body of [
      { name: 'twice', scopes: ['users:read'] },
      { name: 'None', scopes: [] },
      { name: 'Odd', scopes: ['no:such'] },
      { name: 'Operator', scopes: ['operators:manage'] },
    ])
      expect((await world.call('POST', ROLES, { as: owner.as, body })).status).toBe(400)
  })

  test.each(['developer', 'analyst', 'agent', 'supervisor', 'billing', 'privacy-officer'])(
    '%s does not manage people',
    async (role) => {
      const owner = await newAccount()
      const member = await join(owner, role)
      const answers = [
        await invite(member.as, newEmail(), role),
        await change(member, member, { roleId: 'owner' }),
        await world.call('POST', ROLES, {
          as: member.as,
          body: { name: 'Mine', scopes: ['accounts:read'] },
        }),
      ]
      expect(answers.map((one) => one.status)).toEqual([403, 403, 403])
      const sees = (await world.call('GET', USERS, { as: member.as })).status
      expect(sees).toBe(['supervisor', 'privacy-officer'].includes(role) ? 200 : 403)
    },
  )
})

describe('whoever manages people', () => {
  let owner: Awaited<ReturnType<typeof newAccount>>
  let manager: Person
  beforeAll(async () => {
    owner = await newAccount()
    manager = await join(owner, await newRole(owner, ['users:read', 'users:manage', 'accounts:read'])) // prettier-ignore
  })

  test('gives nobody more than they have', async () => {
    const above = await newRole(owner, ['users:read', 'billing:usage:view'])
    const within = await newRole(owner, ['users:read'])
    for (const roleId of ['owner', 'admin', 'developer', above])
      expect((await invite(manager.as, newEmail(), roleId)).status, roleId).toBe(403)
    expect((await invite(manager.as, newEmail(), within)).status).toBe(201)
    const member = await join(owner, within)
    for (const roleId of ['owner', 'admin', 'developer', above])
      expect((await change(manager, member, { roleId })).status, roleId).toBe(403)
    expect((await change(manager, manager, { roleId: 'admin' })).status).toBe(403)
    const make = (scopes: string[]) =>
      world.call('POST', ROLES, { as: manager.as, body: { name: `r${++count}`, scopes } })
    expect((await make(['sms:manage'])).status).toBe(403)
    expect((await make(['accounts:read'])).status).toBe(201)
  })

  test('takes nothing from those above: no role, no access, no invitation, no role definition', async () => {
    const admin = await join(owner, 'admin')
    const developer = await join(owner, 'developer')
    for (const above of [admin, developer, owner as Person]) {
      expect((await change(manager, above, { state: 'disabled' })).status).toBe(403)
      const path = `${USERS}/${above.userId}`
      expect((await world.call('DELETE', path, { as: manager.as })).status).toBe(403)
    }
    const { body } = await invite(owner.as, newEmail(), 'developer')
    const path = `${INVITATIONS}/${body.id}`
    expect((await world.call('DELETE', path, { as: manager.as })).status).toBe(403)
    expect((await world.call('POST', `${path}/resend`, { as: manager.as })).status).toBe(403)
    const role = await newRole(owner, ['sms:manage'])
    const taken = await world.call('PUT', `${ROLES}/${role}`, {
      as: manager.as,
      body: { name: 'Taken', scopes: ['users:read'] },
    })
    expect(taken.status).toBe(403)
    expect((await world.call('DELETE', `${ROLES}/${role}`, { as: manager.as })).status).toBe(403)
  })

  test('makes no owner as an administrator or with a key, and cannot remove one', async () => {
    const admin = await join(owner, 'admin')
    expect((await invite(admin.as, newEmail(), 'owner')).status).toBe(403)
    expect((await change(admin, admin, { roleId: 'owner' })).status).toBe(403)
    expect((await change(admin, owner, { roleId: 'admin' })).status).toBe(403)
    expect((await invite(owner.apiKey, newEmail(), 'owner')).status).toBe(403)
    expect((await invite(admin.as, newEmail(), 'admin')).status).toBe(201)
    expect((await invite(owner.as, newEmail(), 'owner')).status).toBe(201)
  })

  test('sees and touches nobody of another account', async () => {
    const other = await newAccount()
    const otherRole = await newRole(other, ['users:read'])
    const { body: invited } = await invite(other.as, newEmail(), 'agent')
    const answers = [
      await change(owner, other, { state: 'disabled' }),
      await world.call('DELETE', `${USERS}/${other.userId}`, { as: owner.as }),
      await world.call('DELETE', `${ROLES}/${otherRole}`, { as: owner.as }),
      await world.call('DELETE', `${INVITATIONS}/${invited.id}`, { as: owner.as }),
      await world.call('POST', `${INVITATIONS}/${invited.id}/resend`, { as: owner.as }),
    ]
    expect(answers.map((one) => one.status)).toEqual([404, 404, 404, 404, 404])
    expect((await invite(owner.as, newEmail(), otherRole)).status).toBe(400)
    const { body } = await world.call('GET', USERS, { as: owner.as })
    expect(JSON.stringify(body)).not.toContain(other.email)
  })
})

describe('an account without people', () => {
  test('gets owners from the account above, by its key too', async () => {
    const { key } = await world.accounts.createAccount({ name: 'Below' })
    const headers = { 'trunkline-account': key }
    for (let time = 0; time < 2; time++) {
      const email = newEmail()
      const body = { email, roleId: 'owner' }
      const made = await world.call('POST', INVITATIONS, { as: world.rootKey, headers, body })
      expect(made.status).toBe(201)
      expect((await accept(linkIn(email))).status).toBe(200)
      const { body: me } = await world.call('GET', '/accounts/1/me', { as: basic(email, PASSWORD) })
      expect(me.account.key).toBe(key)
    }
  })

  test('gets its first owner by its key, and only the first', async () => {
    const { apiKey } = await world.accounts.createAccount({ name: 'Empty' })
    const as = `App ${apiKey}`
    const email = newEmail()
    expect((await invite(as, email, 'owner')).status).toBe(201)
    await accept(linkIn(email))
    expect((await invite(as, newEmail(), 'owner')).status).toBe(403)
  })
})

describe('an account', () => {
  test('keeps an owner, also when two owners demote each other at once', async () => {
    const owner = await newAccount()
    expect((await change(owner, owner, { roleId: 'admin' })).status).toBe(409)
    expect((await change(owner, owner, { state: 'disabled' })).status).toBe(409)
    const self = `${USERS}/${owner.userId}`
    expect((await world.call('DELETE', self, { as: owner.as })).status).toBe(409)

    const second = await join(owner, 'owner')
    const answers = await Promise.all([
      change(owner, second, { roleId: 'analyst' }),
      change(second, owner, { roleId: 'analyst' }),
    ])
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    const { body } = await world.call('GET', USERS, { as: owner.apiKey })
    const owners = body.results.filter((one: { role: { id: string } }) => one.role.id === 'owner')
    expect(owners).toHaveLength(1)
  })

  test('counts no owner who is disabled', async () => {
    const owner = await newAccount()
    const second = await join(owner, 'owner')
    expect((await change(owner, second, { state: 'disabled' })).status).toBe(200)
    expect((await change(owner, owner, { roleId: 'admin' })).status).toBe(409)
  })

  test('lists its people by page', async () => {
    const owner = await newAccount()
    for (const role of ['agent', 'agent', 'analyst']) await join(owner, role)
    const seen: number[] = []
    let cursor: string | null = '0'
    while (cursor !== null) {
      const { body }: Answer = await world.call('GET', `${USERS}?limit=3&cursor=${cursor}`, { as: owner.as }) // prettier-ignore
      seen.push(...body.results.map((one: { id: number }) => one.id))
      cursor = body.nextCursor
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toHaveLength(4)
  })
})

describe('somebody who is disabled or removed', () => {
  test('is out at once, with all sessions, and comes back as they were let in again', async () => {
    const owner = await newAccount()
    const member = await join(owner, 'developer')
    const logIn = await world.call('POST', '/accounts/1/login', {
      body: { email: member.email, password: PASSWORD },
    })
    const headers = { cookie: cookieOf(logIn) }
    const me = async (options: object) =>
      (await world.call('GET', '/accounts/1/me', options)).status
    expect(await me({ headers })).toBe(200)
    expect((await change(owner, member, { state: 'disabled' })).body.state).toBe('disabled')
    expect(await me({ headers })).toBe(401)
    expect(await me({ as: member.as })).toBe(401)
    await change(owner, member, { state: 'active' })
    expect(await me({ as: member.as })).toBe(200)
    expect(await me({ headers })).toBe(401)
  })

  test('of one account keeps the other', async () => {
    const first = await newAccount()
    const second = await newAccount()
    await invite(second.as, first.email, 'agent')
    await accept(linkIn(first.email))
    const path = `${USERS}/${first.userId}`
    expect((await world.call('DELETE', path, { as: second.as })).status).toBe(204)
    expect((await world.call('DELETE', path, { as: second.as })).status).toBe(404)
    expect((await world.call('GET', '/accounts/1/me', { as: first.as })).body.memberships).toHaveLength(1) // prettier-ignore
  })

  test('of their last account may be invited again, and chooses a new password', async () => {
    const owner = await newAccount()
    const member = await join(owner, 'agent')
    await world.call('DELETE', `${USERS}/${member.userId}`, { as: owner.as })
    expect((await world.call('GET', '/accounts/1/me', { as: member.as })).status).toBe(401)
    await invite(owner.as, member.email, 'analyst')
    const again = 'a second unusual phrase'
    expect((await accept(linkIn(member.email), { password: again })).status).toBe(200)
    const { body } = await world.call('GET', '/accounts/1/me', { as: basic(member.email, again) })
    expect(body).toMatchObject({ user: { id: member.userId }, role: { id: 'analyst' } })
    expect((await world.call('GET', '/accounts/1/me', { as: member.as })).status).toBe(401)
  })
})
