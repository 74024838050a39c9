import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from './test/world.ts'

const PATH = '/accounts/1/senders'
let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

const account = async (senders: readonly string[] = []) => {
  const made = await world.accounts.createAccount({ name: 'sends', senders })
  return { accountId: made.accountId, as: `App ${made.apiKey}` }
}
const register = (as: string, sender: unknown) => world.call('POST', PATH, { as, body: { sender } })

describe('the account’s senders', () => {
  test('are registered, listed oldest first, and removed', async () => {
    const { as } = await account()
    const first = await register(as, 'Shop')
    expect(first.status).toBe(201)
    expect(first.body).toEqual({
      id: expect.any(Number),
      sender: 'Shop',
      kind: 'ALPHANUMERIC',
      createdAt: expect.stringMatching(/\+0000$/),
    })
    await register(as, 'Bar & Grill')
    const list = await world.call('GET', PATH, { as })
    expect(list.body.results.map((one: { sender: string }) => one.sender)).toEqual([
      'Shop',
      'Bar & Grill',
    ])
    expect(list.body.nextCursor).toBeNull()
    expect((await world.call('DELETE', `${PATH}/${first.body.id}`, { as })).status).toBe(204)
    expect((await world.call('DELETE', `${PATH}/${first.body.id}`, { as })).status).toBe(404)
    expect((await world.call('GET', PATH, { as })).body.results).toHaveLength(1)
  })

  test('come in pages', async () => {
    const { as } = await account(['A1', 'A2', 'A3'])
    const first = (await world.call('GET', `${PATH}?limit=2`, { as })).body
    expect(first.results.map((one: { sender: string }) => one.sender)).toEqual(['A1', 'A2'])
    const second = (await world.call('GET', `${PATH}?limit=2&cursor=${first.nextCursor}`, { as }))
      .body
    expect(second.results.map((one: { sender: string }) => one.sender)).toEqual(['A3'])
    expect(second.nextCursor).toBeNull()
    for (const wrong of ['limit=0', 'limit=1001', 'cursor=x'])
      expect((await world.call('GET', `${PATH}?${wrong}`, { as })).status).toBe(400)
  })

  test.each(['', '   ', 'a name far too long', '表', '1', 7, null])(
    '%j is none',
    async (sender) => {
      expect((await register(world.rootKey, sender)).status).toBe(400)
    },
  )

  test('are registered once', async () => {
    const { as } = await account(['Shop'])
    expect((await register(as, ' Shop ')).status).toBe(409)
  })

  test('that are numbers are for the installation’s own account to give: they get what is sent to them', async () => {
    const { as } = await account()
    expect((await register(as, '+49 151 23456789')).status).toBe(403)
    expect((await register(as, '12345')).status).toBe(403)
    const given = await register(world.rootKey, '+49 151 23456789')
    expect(given.body).toMatchObject({ sender: '4915123456789', kind: 'LONG_NUMBER' })
    expect((await register(world.rootKey, '12345')).body.kind).toBe('SHORT_CODE')
  })
})

describe('on the message path', () => {
  test('each account may use what it has registered, however it is written', async () => {
    const [one, two] = [await account(['Shop', '+385 98 123 4567']), await account(['Bar'])]
    const allowed = await world.accounts.senderAllowed(world.database.hot, [
      { accountId: one.accountId, sender: 'Shop' },
      { accountId: two.accountId, sender: 'Shop' },
      { accountId: one.accountId, sender: '385981234567' },
      { accountId: one.accountId, sender: '00385981234567' },
      { accountId: two.accountId, sender: 'Bar' },
      { accountId: two.accountId, sender: 'bar' },
      { accountId: one.accountId, sender: '表' },
      { accountId: one.accountId, sender: 'Shop' },
    ])
    expect(allowed).toEqual([true, false, true, true, true, false, false, true])
    expect(await world.accounts.senderAllowed(world.database.hot, [])).toEqual([])
  })

  test('a number is one account’s, a name nobody’s', async () => {
    const [one, two] = [await account(['447700900001', '60606', 'Name']), await account(['Name'])]
    const owners = await world.accounts.ownerOfNumber(world.database.hot, [
      '447700900001',
      '+447700900001',
      '60606',
      'Name',
      '447700900009',
    ])
    expect([...owners]).toEqual([
      ['447700900001', one.accountId],
      ['+447700900001', one.accountId],
      ['60606', one.accountId],
    ])
    await expect(world.accounts.addSender(two.accountId, '+447700900001')).rejects.toMatchObject({
      name: 'CONFLICT',
    })
    expect(await world.accounts.ownerOfNumber(world.database.hot, [])).toEqual(new Map())
  })
})
