import { connect as connectSocket } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { encodePdu, status, type SmppConnectError } from '../../src/protocols/smpp/index.ts'
import { caller, eventually, makeKey } from '../support/running.ts'
import { startSmppWorld, type SmppUser, type SmppWorld } from '../support/smpp-world.ts'

/** Who may bind, who is bound, and what is agreed with them. */

let world: SmppWorld
beforeAll(async () => {
  world = await startSmppWorld()
}, 60_000)
afterAll(() => world?.stop())
afterEach(() => world.leave())

const refusalOf = (
  user: Pick<SmppUser, 'systemId' | 'password'>,
  options?: Parameters<SmppWorld['bind']>[1],
) =>
  world.bind({ id: '', ...user }, options).then(
    () => 'bound',
    (error: SmppConnectError) => error.status,
  )
const set = (user: SmppUser, settings: object) =>
  world.call('PATCH', `/smpp/1/users/${user.id}`, settings)
interface Bind {
  id: string
  userId: string
  kind: string
  version: string
  submitted: number
  delivered: number
}
const bindsOf = async (user: SmppUser) =>
  (await world.call<{ results: Bind[] }>('GET', `/smpp/1/binds?userId=${user.id}`)).body.results

describe('a bind', () => {
  it('needs the password; an unknown name is answered like a wrong one', async () => {
    const user = await world.makeUser()
    expect(user.password).toMatch(/^\w{8}$/)
    expect(await refusalOf({ ...user, password: 'wrong' })).toBe(status.ESME_RINVPASWD)
    expect(await refusalOf({ systemId: 'nobody', password: 'wrong' })).toBe(status.ESME_RINVPASWD)
    expect(await refusalOf(user)).toBe('bound')
    const stored = await world.running.look<{ password_hash: Buffer }>(
      'select password_hash from smpp_server.users where user_id = $1',
      [user.id],
    )
    expect(stored[0]!.password_hash.includes(user.password)).toBe(false)
  })

  it('is locked out after five wrong passwords, for ten minutes', async () => {
    const user = await world.makeUser()
    for (let n = 0; n < 5; n++)
      expect(await refusalOf({ ...user, password: 'wrong' })).toBe(status.ESME_RINVPASWD)
    expect(await refusalOf(user)).toBe(status.ESME_RBINDFAIL)
    world.running.clock.advance(10 * 60_000 + 1)
    expect(await refusalOf(user)).toBe('bound')
  })

  it('is accepted from allowed addresses only, and of allowed kinds', async () => {
    const far = await world.makeUser({ allowedAddresses: ['203.0.113.0/24'] })
    expect(await refusalOf(far)).toBe(status.ESME_RBINDFAIL)
    await set(far, { allowedAddresses: ['203.0.113.0/24', '127.0.0.1'] })
    expect(await refusalOf(far)).toBe('bound')
    const sender = await world.makeUser({ bindKinds: ['TRANSMITTER'] })
    expect(await refusalOf(sender, { kind: 'receiver' })).toBe(status.ESME_RBINDFAIL)
    expect(await refusalOf(sender, { kind: 'transmitter' })).toBe('bound')
    const secure = await world.makeUser({ tlsOnly: true })
    expect(await refusalOf(secure)).toBe(status.ESME_RBINDFAIL)
  })

  it('finds no place beyond the agreed number, and finds one when another has ended', async () => {
    const user = await world.makeUser({ bindsMax: 2 })
    const first = await world.bind(user)
    await world.bind(user)
    expect(await refusalOf(user)).toBe(status.ESME_RBINDFAIL)
    first.session.unbind()
    await eventually('a free place', async () =>
      (await refusalOf(user)) === 'bound' ? true : undefined,
    )
  })

  it('speaks 5.0 only with whom it is agreed', async () => {
    const user = await world.makeUser()
    const old = await world.bind(user, { version: 0x50 })
    expect(old.session.peerVersion).toBe(0x34)
    await set(user, { version: '5.0' })
    const esme = await world.bind(user, { version: 0x50 })
    expect(esme.session.peerVersion).toBe(0x50)
    const answer = await esme.session.request('submit_sm', {
      source_addr: 'Trunkline',
      destination_addr: '41790000001',
    })
    expect(answer.tlv('congestion_state')).toBeGreaterThanOrEqual(0)
    const scheduled = await esme.submit({ schedule_delivery_time: '000001000000000R' })
    const queried = await esme.session.request('query_sm', { message_id: scheduled.id })
    expect(queried.number('message_state')).toBe(0)
    expect((await bindsOf(user)).map((one) => one.version)).toEqual(['3.4', '5.0'])
  })

  it('of a user that is disabled or deleted ends, and does not come again', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    await set(user, { enabled: false })
    await eventually('the end', () => esme.closed ?? undefined)
    expect(await refusalOf(user)).toBe(status.ESME_RBINDFAIL)
    await set(user, { enabled: true })
    const again = await world.bind(user)
    await world.call('DELETE', `/smpp/1/users/${user.id}`)
    await eventually('the end', () => again.closed ?? undefined)
    expect(await refusalOf(user)).toBe(status.ESME_RINVPASWD)
  })

  it('is listed with what went over it, and can be ended', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    await esme.submit()
    const bind = await eventually('the count', async () => {
      const [found] = await bindsOf(user)
      return found?.submitted === 1 && found.delivered === 1 ? found : undefined
    })
    expect(bind).toMatchObject({ userId: user.id, kind: 'TRANSCEIVER', version: '3.4' })
    expect((await world.call('DELETE', `/smpp/1/binds/${bind.id}`)).status).toBe(204)
    expect(await eventually('the end', () => esme.closed ?? undefined)).toMatch(/unbound|closed/)
    await eventually('an empty list', async () =>
      (await bindsOf(user)).length === 0 ? true : undefined,
    )
    expect((await world.call('DELETE', `/smpp/1/binds/${bind.id}`)).status).toBe(404)
  })

  it('stays when the password changes; the next one needs the new one', async () => {
    const user = await world.makeUser()
    const esme = await world.bind(user)
    const { body } = await world.call<{ password: string }>(
      'POST',
      `/smpp/1/users/${user.id}/password`,
    )
    expect((await esme.submit()).status).toBe(status.ESME_ROK)
    expect(await refusalOf(user)).toBe(status.ESME_RINVPASWD)
    expect(await refusalOf({ ...user, password: body.password })).toBe('bound')
  })

  it('hears of a new rate at once', async () => {
    const user = await world.makeUser({ partsPerSecond: 1_000 })
    const esme = await world.bind(user)
    await set(user, { partsPerSecond: 1 })
    await eventually('a throttled message', async () =>
      (await esme.submit()).status === status.ESME_RTHROTTLED ? true : undefined,
    )
  })

  it('that is never finished is closed, and so is a stranger who says nothing of ours', async () => {
    const socket = connectSocket({ host: '127.0.0.1', port: world.running.smppPort })
    await once(socket, 'connect')
    socket.resume()
    socket.write('GET / HTTP/1.1\r\nhost: nobody\r\n\r\n')
    await once(socket, 'close')
    const silent = connectSocket({ host: '127.0.0.1', port: world.running.smppPort })
    await once(silent, 'connect')
    silent.resume()
    world.running.clock.advance(11_000)
    await once(silent, 'close')
  })
})

describe('a hostile customer', () => {
  /** A PDU with a right length and anything else. */
  const anything = fc
    .tuple(fc.integer({ min: 0, max: 0x200 }), fc.uint8Array({ maxLength: 300 }))
    .map(([id, body]) => {
      const pdu = Buffer.concat([Buffer.alloc(16), body])
      pdu.writeUInt32BE(pdu.length, 0)
      pdu.writeUInt32BE(id, 4)
      pdu.writeUInt32BE(7, 12)
      return pdu
    })

  it('that says anything at all harms nobody else', async () => {
    const other = await world.bind(await world.makeUser())
    const user = await world.makeUser({ bindsMax: 100 })
    for (const pdus of fc.sample(fc.array(anything, { minLength: 50, maxLength: 50 }), 20)) {
      const socket = connectSocket({ host: '127.0.0.1', port: world.running.smppPort })
      await once(socket, 'connect')
      const { systemId: system_id, password } = user
      const fields = { system_id, password, interface_version: 0x34 }
      socket.write(encodePdu('bind_transceiver', { sequence: 1, fields }))
      await once(socket, 'data')
      socket.resume()
      for (const pdu of pdus) socket.write(pdu)
      socket.end(Buffer.from('00000003', 'hex'))
      await once(socket, 'close')
    }
    const { status: answered, id } = await other.submit()
    expect(answered).toBe(status.ESME_ROK)
    await other.receiptOf(id)
  })
})

describe('SMPP users', () => {
  it('are made, read, changed and listed; what is wrong is refused with its field', async () => {
    const user = await world.makeUser({ name: 'The shop', window: 7 })
    const read = await world.call<Record<string, unknown>>('GET', `/smpp/1/users/${user.id}`)
    expect(read.body).toMatchObject({ systemId: user.systemId, name: 'The shop', window: 7 })
    expect(read.body).not.toHaveProperty('password')
    const changed = await world.call<Record<string, unknown>>('PATCH', `/smpp/1/users/${user.id}`, {
      receipts: { text: 'SECONDS' },
      alphabet: 'LATIN1',
    })
    expect(changed.body).toMatchObject({
      window: 7,
      alphabet: 'LATIN1',
      receipts: { text: 'SECONDS', messageIds: 'UUID', parameters: true },
    })
    for (const [wrong, field] of [
      [{ allowedAddresses: ['10.0.0.0/99'] }, 'allowedAddresses[0]'],
      [{ senderPolicy: 'ALWAYS' }, 'sender'],
      [{ inboundNumbers: ['491709999999'] }, 'inboundNumbers[0]'],
      [{ inboundNumbers: ['Name'] }, 'inboundNumbers[0]'],
    ] as const) {
      const refused = await world.call<{ violations: { property: string }[] }>(
        'PATCH',
        `/smpp/1/users/${user.id}`,
        wrong,
      )
      expect([refused.status, refused.body.violations[0]?.property]).toEqual([400, field])
    }
    const first = await world.call<{ results: { id: string }[]; nextCursor: string | null }>(
      'GET',
      '/smpp/1/users?limit=1',
    )
    const second = await world.call<{ results: { id: string }[] }>(
      'GET',
      `/smpp/1/users?limit=1&cursor=${first.body.nextCursor}`,
    )
    expect(Number(second.body.results[0]!.id)).toBeGreaterThan(Number(first.body.results[0]!.id))
  })

  it('have names of their own in the whole installation', async () => {
    const user = await world.makeUser()
    const other = await world.running.account({ name: 'Other', prepaid: false })
    const taken = await other.call('POST', '/smpp/1/users', { systemId: user.systemId })
    expect(taken.status).toBe(409)
    expect((await other.call('GET', `/smpp/1/users/${user.id}`)).status).toBe(404)
    expect((await other.call('PATCH', `/smpp/1/users/${user.id}`, {})).status).toBe(404)
    expect((await other.call('DELETE', `/smpp/1/users/${user.id}`)).status).toBe(404)
    await world.bind(user)
    const [bind] = await bindsOf(user)
    expect((await other.call('DELETE', `/smpp/1/binds/${bind!.id}`)).status).toBe(404)
    expect((await other.call<{ results: object[] }>('GET', '/smpp/1/binds')).body.results).toEqual(
      [],
    )
  })

  it('one number’s messages go to one user', async () => {
    const shop = await world.running.account({
      name: 'S',
      prepaid: false,
      senders: ['491700000055'],
    })
    await world.makeUser({ inboundNumbers: ['491700000055'] }, shop.call)
    const second = await shop.call('POST', '/smpp/1/users', {
      systemId: 'second-taker',
      inboundNumbers: ['491700000055'],
    })
    expect(second.status).toBe(409)
  })

  it('are read and managed by keys with the scope only', async () => {
    const reader = await makeKey(world.call, 'reader', ['smpp:read'])
    const ask = caller(() => world.running.url, reader.secret)
    expect((await ask('GET', '/smpp/1/users')).status).toBe(200)
    expect((await ask('GET', '/smpp/1/access')).body).toEqual({
      host: '127.0.0.1',
      port: world.running.smppPort,
      tlsPort: null,
    })
    expect((await ask('POST', '/smpp/1/users', { systemId: 'not-allowed' })).status).toBe(403)
    const sender = await makeKey(world.call, 'sender', ['sms:message:send'])
    const other = caller(() => world.running.url, sender.secret)
    expect((await other('GET', '/smpp/1/users')).status).toBe(403)
  })
})
