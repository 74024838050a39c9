import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, startWorld, type Answer, type World } from './test/world.ts'

const PATH = '/accounts/1/accounts'
const UNKNOWN = '0123456789ABCDEF0123456789ABCDEF'
let world: World
/** The owner, who is a person; the root account's key is software. */
let owner: string
beforeAll(async () => {
  world = await startWorld()
  owner = basic(world.owner.email, world.owner.password)
})
afterAll(() => world?.close())

let made = 0
const make = async (body: object, as = owner, headers: Record<string, string> = {}) => {
  const answer = await world.call('POST', PATH, {
    as,
    headers,
    body: { name: `Account ${++made}`, kind: 'CUSTOMER', ...body },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body as { key: string; depth: number; kind: string; relation: string }
}
const read = (key: string, as = owner) => world.call('GET', `${PATH}/${key}`, { as })
const state = (key: string, to: string, as = owner) =>
  world.call('PUT', `${PATH}/${key}/state`, { as, body: { state: to, reason: 'For the test.' } })
const acting = (key: string) => ({ 'Trunkline-Account': key })
/** A key of an account, made by the owner who acts there. */
async function keyOf(key: string): Promise<string> {
  const answer = await world.call('POST', '/settings/2/api-keys', {
    as: owner,
    headers: acting(key),
    body: { name: 'k' },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return `App ${answer.body.apiKeySecret}`
}
const listed = (answer: Answer): string[] =>
  answer.body.results.map((one: { key: string }) => one.key)

describe('the tree', () => {
  test('owner, reseller, customer, sub-account; each sees what is below it and nothing else', async () => {
    const reseller = await make({ kind: 'RESELLER' })
    const beside = await make({})
    const asReseller = await keyOf(reseller.key)
    const customer = await make({}, asReseller)
    const part = await make({ kind: 'SUB_ACCOUNT', parentKey: customer.key }, asReseller)
    expect([customer.depth, part.depth]).toEqual([1, 2])
    expect(part.relation).toBe('CUSTOMER')

    const below = await world.call('GET', PATH, { as: asReseller })
    expect(listed(below)).toEqual([customer.key, part.key])
    const right = await world.call('GET', `${PATH}?parentKey=${reseller.key}`, { as: owner })
    expect(listed(right)).toEqual([customer.key])

    const own = await read(reseller.key, asReseller)
    expect(own.body).toMatchObject({ parentKey: null, depth: 0, kind: 'RESELLER' })
    const unknown = await read(UNKNOWN, asReseller)
    expect(unknown.status).toBe(404)
    for (const key of [beside.key, beside.key.toLowerCase(), 'x', `${UNKNOWN}0`])
      expect((await read(key, asReseller)).body).toEqual(unknown.body)
    expect((await read(customer.key.toLowerCase(), asReseller)).status).toBe(200)
  })

  test('a part of the operator’s company is its own, a customer is not', async () => {
    expect(await make({ kind: 'SUB_ACCOUNT' })).toMatchObject({ relation: 'OWN' })
    expect(await make({ kind: 'CUSTOMER' })).toMatchObject({ relation: 'CUSTOMER' })
  })

  test('nobody makes what stands beside or above them', async () => {
    const reseller = await make({ kind: 'RESELLER' })
    const customer = await make({})
    const part = await make({ kind: 'SUB_ACCOUNT' })
    const kinds = [
      [reseller.key, 'RESELLER'],
      [customer.key, 'CUSTOMER'],
      [part.key, 'CUSTOMER'],
      [part.key, 'RESELLER'],
    ] as const
    for (const [parentKey, kind] of kinds) {
      const body = { name: 'a', kind, parentKey }
      expect((await world.call('POST', PATH, { as: owner, body })).status, kind).toBe(403)
    }
    const body = { name: 'a', kind: 'SUB_ACCOUNT', parentKey: customer.key }
    const other = await keyOf(part.key)
    expect((await world.call('POST', PATH, { as: other, body })).status).toBe(404)
  })

  test('is six deep', async () => {
    let parentKey = (await make({ kind: 'SUB_ACCOUNT' })).key
    for (let depth = 2; depth <= 6; depth++) {
      const account = await make({ kind: 'SUB_ACCOUNT', parentKey })
      expect(account.depth).toBe(depth)
      parentKey = account.key
    }
    const body = { name: 'a', kind: 'SUB_ACCOUNT', parentKey }
    expect((await world.call('POST', PATH, { as: owner, body })).status).toBe(409)
  })

  test('pages, and finds by name and state', async () => {
    const parent = await make({ kind: 'RESELLER' })
    const as = await keyOf(parent.key)
    const keys: string[] = []
    for (const name of ['Alma', 'Berta', 'almond']) keys.push((await make({ name }, as)).key)
    const first = await world.call('GET', `${PATH}?limit=2`, { as })
    expect(listed(first)).toEqual(keys.slice(0, 2))
    const second = await world.call('GET', `${PATH}?limit=2&cursor=${first.body.nextCursor}`, {
      as,
    })
    expect([listed(second), second.body.nextCursor]).toEqual([keys.slice(2), null])
    expect(listed(await world.call('GET', `${PATH}?name=ALM`, { as }))).toEqual([keys[0], keys[2]])
    await state(keys[1]!, 'SUSPENDED')
    expect(listed(await world.call('GET', `${PATH}?state=SUSPENDED`, { as }))).toEqual([keys[1]])
  })

  test('an account of a natural person needs the declaration of age', async () => {
    const body = { name: 'Kim', kind: 'CUSTOMER', person: 'NATURAL' }
    const refused = await world.call('POST', PATH, { as: owner, body })
    expect(refused.body.violations[0].property).toBe('declaredOfAge')
    const kim = await make({ person: 'NATURAL', declaredOfAge: true })
    expect((await read(kim.key)).body).toMatchObject({ person: 'NATURAL', declaredOfAge: true })
  })

  test('is changed from above, field by field', async () => {
    const { key } = await make({ name: 'Before' })
    const branding = {
      displayName: 'Shop',
      color: '#AABBCC',
      logoUrl: 'https://shop.example/logo.svg',
      supportEmail: 'help@shop.example',
    }
    const put = (body: object, as = owner) =>
      world.call('PUT', `${PATH}/${key}`, { as, body: { surplus: 1, ...body } })
    const first = await put({ branding, dataRegion: 'eu', country: 'de' })
    expect(first.body).toMatchObject({ ambiguous: 'RESEND' })
    expect((await put({ ambiguous: 'HOLD' })).body).toMatchObject({ ambiguous: 'HOLD' })
    const renamed = await put({ name: ' After ', branding: { logoUrl: null } })
    expect(renamed.body).toMatchObject({
      name: 'After',
      branding: { ...branding, color: '#aabbcc', logoUrl: null },
      dataRegion: 'eu',
      country: 'DE',
      ambiguous: 'HOLD',
    })
    expect((await put({ ambiguous: 'RESEND' })).body).toMatchObject({ ambiguous: 'RESEND' })
    expect((await put({ ambiguous: 'SOMETIMES' })).status).toBe(400)
    expect((await put({ name: 'Mine' }, await keyOf(key))).status).toBe(403)
    for (const branding of [{ color: 'red' }, { logoUrl: 'http://x' }, { supportEmail: 'x' }])
      expect((await put({ branding })).status, JSON.stringify(branding)).toBe(400)
  })
})

describe('acting in an account below', () => {
  test('the header changes the account, and nothing else', async () => {
    const { key } = await make({ name: 'Below' })
    const me = await world.call('GET', '/accounts/1/me', { as: owner, headers: acting(key) })
    expect(me.body.account).toMatchObject({ key, name: 'Below', isRoot: false, kind: 'CUSTOMER' })
    expect(me.body.user.email.toLowerCase()).toBe(world.owner.email.toLowerCase())
    expect(me.body.actingFrom.name).toBe('Main account')
    const home = await world.call('GET', '/accounts/1/me', { as: owner })
    expect(home.body).toMatchObject({ actingFrom: null, account: { isRoot: true } })
    const own = await world.call('GET', '/accounts/1/me', {
      as: owner,
      headers: acting(home.body.account.key),
    })
    expect(own.body).toEqual(home.body)
  })

  test('reaches nothing beside, above or unknown, with one answer for all', async () => {
    const a = await make({ kind: 'RESELLER' })
    const b = await make({ kind: 'RESELLER' })
    const as = await keyOf(a.key)
    const root = (await world.call('GET', '/accounts/1/me', { as: owner })).body.account.key
    const ask = (key: string) =>
      world.call('GET', '/settings/2/api-keys', { as, headers: acting(key) })
    const unknown = await ask(UNKNOWN)
    expect(unknown.status).toBe(404)
    for (const key of [b.key, root, '1', `${a.key}, ${b.key}`])
      expect((await ask(key)).body).toEqual(unknown.body)
    expect((await ask(a.key)).status).toBe(200)
  })

  test('keeps the scopes, and loses what the root account alone may do', async () => {
    const { key } = await make({})
    const wide = await world.call('POST', '/settings/2/api-keys', {
      as: owner,
      body: { name: 'w', scopeGuids: ['operators:read', 'accounts:read'] },
    })
    const as = `App ${wide.body.apiKeySecret}`
    expect(
      (await world.call('GET', '/accounts/1/senders', { as, headers: acting(key) })).status,
    ).toBe(200)
    const keys = await world.call('GET', '/settings/2/api-keys', { as, headers: acting(key) })
    expect(keys.status).toBe(403)
    const number = { as: owner, headers: acting(key), body: { sender: '491700000099' } }
    expect((await world.call('POST', '/accounts/1/senders', number)).status).toBe(403)
  })

  test('is over when the account is closed', async () => {
    const { key } = await make({})
    const ask = () => world.call('GET', '/accounts/1/senders', { as: owner, headers: acting(key) })
    expect((await ask()).status).toBe(200)
    await state(key, 'CLOSED')
    expect((await ask()).status).toBe(403)
    expect((await read(key)).body.state).toBe('CLOSED')
  })

  test('is not for a key that is bound to an application, which makes no keys either', async () => {
    const { key } = await make({})
    const bound = await world.call('POST', '/settings/2/api-keys', {
      as: owner,
      body: { name: 'b', platform: [{ applicationId: 'app', action: 'FORCE' }] },
    })
    const as = `App ${bound.body.apiKeySecret}`
    expect((await world.call('GET', '/accounts/1/scopes', { as })).status).toBe(200)
    expect(
      (await world.call('GET', '/accounts/1/scopes', { as, headers: acting(key) })).status,
    ).toBe(403)
    const free = { as, body: { name: 'free' } }
    expect((await world.call('POST', '/settings/2/api-keys', free)).status).toBe(403)
  })
})

describe('states', () => {
  test.each([
    ['ACTIVE', 'SUSPENDED', 200],
    ['ACTIVE', 'CLOSED', 200],
    ['ACTIVE', 'TRIAL', 409],
    ['SUSPENDED', 'ACTIVE', 200],
    ['SUSPENDED', 'CLOSED', 200],
    ['SUSPENDED', 'TRIAL', 409],
    ['CLOSED', 'ACTIVE', 409],
    ['CLOSED', 'SUSPENDED', 409],
    ['CLOSED', 'TRIAL', 409],
  ])('%s → %s: %i', async (from, to, status) => {
    const { key } = await make({})
    if (from !== 'ACTIVE') await state(key, from)
    expect((await state(key, to)).status).toBe(status)
    expect((await read(key)).body.state).toBe(status === 200 ? to : from)
  })

  test('a trial makes no account below it, where its limits would end', async () => {
    const trial = await world.accounts.createAccount({
      name: 'Trial',
      state: 'trial',
      trialEndsAt: new Date(world.clock.ms() + 1_000_000),
    })
    const below = (as: string, body: object = {}) =>
      world.call('POST', PATH, { as, body: { name: 'Way out', kind: 'SUB_ACCOUNT', ...body } })
    expect((await below(`App ${trial.apiKey}`)).status).toBe(403)
    expect((await below(owner, { parentKey: trial.key })).status).toBe(403)
    await state(trial.key, 'SUSPENDED')
    expect((await below(owner, { parentKey: trial.key })).status).toBe(403)
  })

  test('a trial becomes active, or comes back as the trial it was', async () => {
    const trial = async () =>
      (
        await world.accounts.createAccount({
          name: 'T',
          state: 'trial',
          trialEndsAt: new Date(world.clock.ms() + 1_000_000),
        })
      ).key
    const first = await trial()
    await state(first, 'SUSPENDED')
    expect((await state(first, 'TRIAL')).body).toMatchObject({ state: 'TRIAL' })
    expect((await state(first, 'ACTIVE')).body).toMatchObject({
      state: 'ACTIVE',
      trialEndsAt: null,
    })
    await state(first, 'SUSPENDED')
    expect((await state(first, 'TRIAL')).status).toBe(409)
  })

  test('each change is noted: from, to, why, by what, from where', async () => {
    const { key } = await make({})
    await state(key, 'SUSPENDED', world.rootKey)
    await state(key, 'SUSPENDED')
    await state(key, 'ACTIVE')
    const root = (await world.call('GET', '/accounts/1/me', { as: owner })).body.account.key
    expect((await read(key)).body.history).toMatchObject([
      {
        from: 'SUSPENDED',
        to: 'ACTIVE',
        by: 'PERSON',
        reason: 'For the test.',
        fromAccountKey: root,
      },
      { from: 'ACTIVE', to: 'SUSPENDED', by: 'SOFTWARE', fromAccountKey: root },
    ])
    const own = await read(key, await keyOf(key))
    expect(own.body.history[0]).toMatchObject({ fromAccountKey: null })
  })

  test('closing destroys keys, tokens and sessions at once, and waits for the accounts below', async () => {
    const { key } = await make({ kind: 'RESELLER' })
    const as = await keyOf(key)
    const child = await make({}, as)
    expect((await state(key, 'CLOSED')).status).toBe(409)
    await state(child.key, 'CLOSED')
    expect((await state(key, 'CLOSED')).body).toMatchObject({
      state: 'CLOSED',
      closedAt: expect.any(String),
    })
    expect((await world.call('GET', PATH, { as })).status).toBe(401)
  })

  test('the installation’s own account stays as it is', async () => {
    const root = (await world.call('GET', '/accounts/1/me', { as: owner })).body.account.key
    expect((await state(root, 'CLOSED')).status).toBe(409)
    expect((await state(root, 'SUSPENDED')).status).toBe(409)
  })

  test('an account changes neither its own state nor one beside it', async () => {
    const a = await make({})
    const b = await make({})
    const as = await keyOf(a.key)
    expect((await state(a.key, 'SUSPENDED', as)).status).toBe(403)
    expect((await state(b.key, 'SUSPENDED', as)).status).toBe(404)
  })
})

describe('what software may not decide about a person', () => {
  const natural = () => make({ person: 'NATURAL', declaredOfAge: true })
  const propose = (accountKey: string, kind = 'SUSPEND', as = world.rootKey) =>
    world.call('POST', '/accounts/1/proposals', {
      as,
      body: { accountKey, kind, reason: 'Looks like fraud.', evidence: '40 cards in an hour.' },
    })
  const decide = (id: string, decision: string, as = owner) =>
    world.call('POST', `/accounts/1/proposals/${id}/decision`, {
      as,
      body: { decision, reason: 'I looked.' },
    })

  test('a key proposes to suspend, a person does it', async () => {
    const { key } = await natural()
    expect((await state(key, 'SUSPENDED', world.rootKey)).status).toBe(403)
    expect((await state(key, 'CLOSED', world.rootKey)).status).toBe(403)
    for (const person of ['LEGAL', null]) {
      const change = { as: world.rootKey, body: { person } }
      expect((await world.call('PUT', `${PATH}/${key}`, change)).status).toBe(403)
    }
    const proposed = await propose(key)
    expect(proposed).toMatchObject({ status: 201, body: { by: 'SOFTWARE', decision: null } })
    expect((await propose(key)).status).toBe(409)
    expect((await read(key)).body.state).toBe('ACTIVE')

    expect((await decide(proposed.body.id, 'CONFIRMED', world.rootKey)).status).toBe(403)
    expect((await read(key)).body.state).toBe('ACTIVE')
    expect((await decide(proposed.body.id, 'CONFIRMED')).body).toMatchObject({
      decision: 'CONFIRMED',
      decisionReason: 'I looked.',
    })
    expect((await read(key)).body).toMatchObject({
      state: 'SUSPENDED',
      history: [{ by: 'PERSON', reason: 'I looked.' }],
    })
    expect((await decide(proposed.body.id, 'DISMISSED')).status).toBe(409)
  })

  test('dismissed, nothing happens', async () => {
    const { key } = await natural()
    const { body } = await propose(key)
    await decide(body.id, 'DISMISSED')
    expect((await read(key)).body).toMatchObject({ state: 'ACTIVE', history: [] })
    expect((await propose(key)).status).toBe(201)
  })

  test('a company a key may suspend', async () => {
    const { key } = await make({ person: 'LEGAL' })
    expect((await state(key, 'SUSPENDED', world.rootKey)).status).toBe(200)
  })

  test('the account of a child is closed and emptied, once a person has confirmed it', async () => {
    const made = await world.accounts.createAccount({
      name: 'Kim Young',
      person: 'natural',
      owner: { email: 'kim@example.org' },
    })
    const as = `App ${made.apiKey}`
    const { body } = await propose(made.key, 'DELETE_UNDER_AGE')
    expect((await world.call('GET', '/accounts/1/senders', { as })).status).toBe(200)
    await decide(body.id, 'CONFIRMED')
    expect((await read(made.key)).body).toMatchObject({ state: 'CLOSED', name: '' })
    expect((await world.call('GET', '/accounts/1/senders', { as })).status).toBe(401)
    const login = basic('kim@example.org', made.owner!.password)
    expect((await world.call('GET', '/accounts/1/me', { as: login })).status).toBe(401)
  })

  test('proposals are those about accounts below, and nobody else’s', async () => {
    const reseller = await make({ kind: 'RESELLER' })
    const as = await keyOf(reseller.key)
    const customer = await make({}, as)
    const { body } = await propose(customer.key, 'SUSPEND', as)
    const list = async (who: string, query = '?open=true') =>
      (await world.call('GET', `/accounts/1/proposals${query}`, { as: who })).body.results.map(
        (one: { id: string }) => one.id,
      )
    expect(await list(as)).toEqual([body.id])
    expect(await list(owner)).toContain(body.id)
    const other = await keyOf((await make({ kind: 'RESELLER' })).key)
    expect(await list(other)).toEqual([])
    expect((await propose(customer.key, 'SUSPEND', other)).status).toBe(404)
    expect((await decide(body.id, 'CONFIRMED', other)).status).toBe(404)
    expect((await propose(reseller.key, 'SUSPEND', as)).status).toBe(403)
    await decide(body.id, 'DISMISSED')
    expect(await list(as)).toEqual([])
    expect(await list(as, '?open=false')).toEqual([body.id])
  })
})

describe('a protective pause', () => {
  const pause = (key: string, as: string, hours?: number) =>
    world.call('POST', `${PATH}/${key}/pause`, {
      as,
      body: { reason: 'Odd traffic.', ...(hours === undefined ? {} : { hours }) },
    })
  const policy = async (key: string): Promise<string> => {
    const id = await idOf(key)
    return (await world.accounts.policies(world.database.hot, [id])).get(id)!.state
  }
  const idOf = async (key: string): Promise<number> =>
    (await world.call('GET', '/accounts/1/me', { as: owner, headers: acting(key) })).body.account.id

  test('stops sending, and ends by the clock', async () => {
    const { key } = await make({})
    expect((await pause(key, owner, 2)).body.pausedUntil).not.toBeNull()
    expect(await policy(key)).toBe('suspended')
    expect((await read(key)).body.state).toBe('ACTIVE')
    world.clock.advance(2 * 3_600_000 + 1)
    expect(await policy(key)).toBe('active')
    expect((await read(key)).body.pausedUntil).toBeNull()
  })

  test('is 24 hours at most', async () => {
    const { key } = await make({})
    expect((await pause(key, owner, 25)).status).toBe(400)
    const { body } = await pause(key, owner)
    expect(Date.parse(body.pausedUntil)).toBeLessThanOrEqual(world.clock.ms() + 24 * 3_600_000)
    expect((await pause(key, owner)).status).toBe(409)
  })

  test('software pauses once, until a person has acted', async () => {
    const { key } = await make({ person: 'NATURAL', declaredOfAge: true })
    expect((await pause(key, world.rootKey, 1)).status).toBe(200)
    world.clock.advance(3_600_001)
    expect((await pause(key, world.rootKey, 1)).status).toBe(403)
    expect((await pause(key, owner, 1)).status).toBe(200)
    world.clock.advance(3_600_001)
    expect((await pause(key, world.rootKey, 1)).status).toBe(200)
  })

  test('is lifted by hand', async () => {
    const { key } = await make({})
    const lift = () => world.call('DELETE', `${PATH}/${key}/pause`, { as: owner })
    expect((await lift()).status).toBe(404)
    await pause(key, owner)
    expect((await lift()).status).toBe(204)
    expect(await policy(key)).toBe('active')
  })
})
