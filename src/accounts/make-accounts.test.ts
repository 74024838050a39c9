import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Rejection } from '../core/http/index.ts'
import { rows, run, sql, transaction } from '../core/storage/index.ts'
import { basic, startWorld, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const emptied = () =>
  run(
    world.database.db,
    sql`truncate accounts.api_keys, accounts.memberships, accounts.sessions, accounts.oauth_tokens, accounts.senders, accounts.users restart identity cascade`,
  )
    .then(() => run(world.database.db, sql`delete from billing.ledger`))
    .then(() => run(world.database.db, sql`delete from billing.balances`))
    .then(() => run(world.database.db, sql`delete from billing.terms`))
    .then(() => run(world.database.db, sql`delete from accounts.accounts`))

describe('the first account', () => {
  test('is made once, by one of many processes that start together', async () => {
    await emptied()
    const nodes = await Promise.all([1, 2, 3, 4].map(() => world.anotherNode()))
    const made = await Promise.all(
      nodes.map((node) => node.accounts.ensureFirstAccount({ ownerEmail: 'first@example.org' })),
    )
    const [creator, ...others] = made.toSorted((a, b) => Number(b.created) - Number(a.created))
    expect(creator).toEqual({
      created: true,
      ownerEmail: 'first@example.org',
      ownerPassword: expect.any(String),
      apiKey: expect.any(String),
    })
    for (const one of others)
      expect(one).toEqual({
        created: false,
        ownerEmail: 'first@example.org',
        ownerPassword: null,
        apiKey: null,
      })
    const node = nodes[0]!
    const { body: me } = await node.call('GET', '/accounts/1/me', {
      as: basic('first@example.org', creator!.ownerPassword!),
    })
    expect(me.account).toMatchObject({
      id: 1,
      isRoot: true,
      currency: 'EUR',
      state: 'active',
      key: expect.stringMatching(/^[0-9A-F]{32}$/),
    })
    const { body: keys } = await node.call('GET', '/settings/2/api-keys', {
      as: `App ${creator!.apiKey}`,
    })
    expect(keys.apiKeys).toHaveLength(1)
    expect(keys.apiKeys[0]).toMatchObject({ accountId: me.account.key, scopeGuids: [] })
  })

  test('takes the address, the password and the key it is told', async () => {
    await emptied()
    const wanted = {
      ownerEmail: 'me@example.org',
      ownerPassword: 'told beforehand',
      apiKey: 'told-0123456789abcdef',
    }
    const node = await world.anotherNode()
    expect(await node.accounts.ensureFirstAccount(wanted)).toEqual({ created: true, ...wanted })
    expect(
      (await node.call('GET', '/accounts/1/me', { as: basic('ME@example.org', 'told beforehand') }))
        .status,
    ).toBe(200)
    expect(
      (await node.call('GET', '/account/1/balance', { as: 'App told-0123456789abcdef' })).body,
    ).toEqual({ balance: 0, currency: 'EUR' })
    const again = await node.accounts.ensureFirstAccount({
      ownerPassword: 'another',
      apiKey: 'another-0123456789abcdef',
    })
    expect(again).toEqual({
      created: false,
      ownerEmail: 'me@example.org',
      ownerPassword: null,
      apiKey: null,
    })
    expect(
      (await node.call('GET', '/account/1/balance', { as: 'App another-0123456789abcdef' })).status,
    ).toBe(401)
  })

  test('gets a key with the reset when it has none that works', async () => {
    const { rootKey, accounts, call } = world
    await run(
      world.database.db,
      sql`update accounts.api_keys set enabled = false where account_id = 1`,
    )
    const { apiKey, ownerEmail, ownerPassword } = await accounts.resetOwner()
    expect((await call('GET', '/account/1/balance', { as: rootKey })).status).toBe(401)
    expect((await call('GET', '/account/1/balance', { as: `App ${apiKey}` })).status).toBe(200)
    expect(
      (await call('GET', '/accounts/1/me', { as: basic(ownerEmail, ownerPassword!) })).status,
    ).toBe(200)
  })

  test('keeps passwords as Argon2id only', async () => {
    const users = await rows<{ hash: string }>(
      world.database.db,
      sql`select password_hash as hash from accounts.users`,
    )
    expect(users.length).toBeGreaterThan(0)
    for (const { hash } of users) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

test('two people cannot have one address, whatever its case', async () => {
  await world.accounts.createAccount({ name: 'a', owner: { email: 'Same@example.org' } })
  const again = world.accounts.createAccount({ name: 'b', owner: { email: 'sAME@example.org' } })
  await expect(again).rejects.toMatchObject({ code: '23505' })
})

test('a trial begins below the root account, with a sender and without a balance, and needs the declaration of age', async () => {
  const wishes = { name: ' ', email: 'kim@example.org', person: 'natural', country: 'jp' } as const
  const begin = (declaredOfAge: boolean) =>
    transaction(world.database.db, (tx) =>
      world.accounts.beginTrial(tx, { ...wishes, declaredOfAge }),
    )
  await expect(begin(false)).rejects.toThrow(Rejection)
  const { accountId } = await begin(true)
  const { secret } = await world.accounts.createApiKey(1, { name: 'looks' })
  const accounts = await world.call('GET', '/accounts/1/accounts?state=TRIAL', {
    as: `App ${secret}`,
  })
  expect(accounts.body.results).toMatchObject([
    {
      name: 'kim@example.org',
      kind: 'CUSTOMER',
      person: 'NATURAL',
      country: 'JP',
      declaredOfAge: true,
    },
  ])
  expect(Date.parse(accounts.body.results[0].trialEndsAt)).toBeGreaterThan(world.clock.ms())
  const pair = [{ accountId, sender: 'Trunkline' }]
  expect(await world.accounts.senderAllowed(world.database.hot, pair)).toEqual([true])
})
