import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { status } from './index.ts'
import { BarePeer, TestClock, bindTo, message, startServer, until } from './testing/links.ts'

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const server = { cert: fixture('tls-server.pem'), key: fixture('tls-server-key.pem') }
const client = { cert: fixture('tls-client.pem'), key: fixture('tls-client-key.pem') }

describe('TLS', () => {
  it('binds and submits over TLS when the certificate and the name are right', async () => {
    const clock = new TestClock()
    const smsc = await startServer(
      clock,
      {
        onRequest: (session, _, ticket) =>
          void session.respond(ticket, 0, { message_id: 'secured' }),
      },
      { tls: server },
    )
    const session = await bindTo(
      clock,
      smsc,
      {},
      { tls: { ca: server.cert, servername: 'smsc.test' } },
    )
    expect((await session.request('submit_sm', message)).text('message_id')).toBe('secured')
    expect([session.peer.tls, [...smsc.sessions][0]!.peer.tls]).toEqual([true, true])
    const many = await Promise.all(
      Array.from({ length: 500 }, () => session.request('submit_sm', message)),
    )
    expect(many.every((view) => view.commandStatus === status.ESME_ROK)).toBe(true)
  })

  it('asks for the name it is told (SNI)', async () => {
    const clock = new TestClock()
    const asked: string[] = []
    const smsc = await startServer(
      clock,
      {},
      {
        tls: {
          ...server,
          SNICallback: (name, callback) => {
            asked.push(name)
            callback(null)
          },
        },
      },
    )
    await bindTo(clock, smsc, {}, { tls: { ca: server.cert, servername: 'smsc.test' } })
    expect(asked).toEqual(['smsc.test'])
  })

  it('refuses a stranger’s certificate and a wrong name', async () => {
    const clock = new TestClock()
    const smsc = await startServer(clock, {}, { tls: server })
    await expect(bindTo(clock, smsc, {}, { tls: true })).rejects.toMatchObject({ reason: 'tls' })
    const wrongName = { ca: server.cert, servername: 'other.test' }
    await expect(bindTo(clock, smsc, {}, { tls: wrongName })).rejects.toMatchObject({
      reason: 'tls',
    })
    await until(() => smsc.connections === 0, 'nothing is left open')
  })

  it('can demand a client certificate', async () => {
    const clock = new TestClock()
    const smsc = await startServer(
      clock,
      {},
      { tls: { ...server, ca: client.cert, requestCert: true } },
    )
    const trusted = { ca: server.cert, servername: 'smsc.test' }
    const session = await bindTo(clock, smsc, {}, { tls: { ...trusted, ...client } })
    expect(session.bound).toBe(true)
    const refusal = await bindTo(clock, smsc, {}, { tls: trusted }).catch((error: unknown) => error)
    expect(['tls', 'closed']).toContain((refusal as { reason: string }).reason)
  })

  it('hangs up on a peer that speaks plain SMPP to the TLS port, and lives on', async () => {
    const clock = new TestClock()
    const smsc = await startServer(clock, {}, { tls: server })
    const peer = await BarePeer.to(smsc)
    peer.say('bind_transceiver', 1)
    await until(() => peer.closed, 'closed')
    const session = await bindTo(
      clock,
      smsc,
      {},
      { tls: { ca: server.cert, servername: 'smsc.test' } },
    )
    expect(session.bound).toBe(true)
  })
})
