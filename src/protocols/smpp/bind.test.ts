import { describe, expect, it } from 'vitest'
import {
  NOT_BOUND,
  NotBoundError,
  SmppConnectError,
  connect,
  listen,
  listenForOutbind,
  outbind,
  reconnectDelayMs,
  status,
} from './index.ts'
import type { BindKind, RequestName, Session, SessionEvents } from './index.ts'
import {
  BarePeer,
  TestClock,
  anyone,
  bareServer,
  bindTo,
  cleanUp,
  message,
  quickTicks,
  startServer,
  transceiver,
  until,
} from './testing/links.ts'

/** Answers everything at once. */
const obliging: SessionEvents = {
  onRequest: (session, view, ticket) =>
    void session.respond(ticket, status.ESME_ROK, { message_id: view.text('destination_addr') }),
}

describe('bind matrix', () => {
  const kinds: BindKind[] = ['transmitter', 'receiver', 'transceiver']
  const fromEsme: RequestName[] = [
    'submit_sm',
    'submit_multi',
    'data_sm',
    'query_sm',
    'cancel_sm',
    'replace_sm',
    'broadcast_sm',
    'query_broadcast_sm',
    'cancel_broadcast_sm',
  ]
  const fromSmsc: RequestName[] = ['deliver_sm', 'data_sm']

  it.each(kinds)(
    'a %s may send what the standard lets it, and each gets its answer',
    async (kind) => {
      const clock = new TestClock()
      const server = await startServer(clock, obliging)
      const esme = await bindTo(clock, server, obliging, { bind: { ...transceiver, kind } })
      const [smsc] = [...server.sessions] as [Session]
      expect([esme.state, smsc.state]).toEqual(
        Array(2).fill(
          { transmitter: 'BOUND_TX', receiver: 'BOUND_RX', transceiver: 'BOUND_TRX' }[kind],
        ),
      )
      expect([esme.systemId, smsc.systemId]).toEqual(['smsc', 'esme'])
      for (const [session, names, allowed] of [
        [esme, fromEsme, kind !== 'receiver'],
        [smsc, fromSmsc, kind !== 'transmitter'],
      ] as const) {
        for (const name of names) {
          if (!allowed) {
            expect(session.send(name, {}, undefined), name).toBe(NOT_BOUND)
            await expect(session.request(name, {})).rejects.toBeInstanceOf(NotBoundError)
          } else {
            const answer = await session.request(name, {})
            expect([answer.name, answer.commandStatus]).toEqual([`${name}_resp`, 0])
          }
        }
        expect(session.room > 0).toBe(allowed)
      }
      // Never the other side's.
      expect(esme.send('deliver_sm', {}, undefined)).toBe(NOT_BOUND)
      expect(smsc.send('submit_sm', {}, undefined)).toBe(NOT_BOUND)
      expect(smsc.alert({ esme_addr: 'esme' })).toBe(kind !== 'transmitter')
    },
  )

  it('refuses what does not fit the state, and stays up', async () => {
    const server = await startServer(new TestClock(), obliging)
    const peer = await BarePeer.to(server)
    peer.say('submit_sm', 1, message)
    expect((await peer.hear('submit_sm_resp')).commandStatus).toBe(status.ESME_RINVBNDSTS)
    peer.say('unbind', 2)
    expect((await peer.hear('unbind_resp')).commandStatus).toBe(status.ESME_RINVBNDSTS)
    expect((await peer.bind('receiver')).commandStatus).toBe(0)
    peer.say('bind_transmitter', 3, transceiver)
    expect((await peer.hear('bind_transmitter_resp')).commandStatus).toBe(status.ESME_RALYBND)
    peer.say('submit_sm', 4, message)
    expect((await peer.hear('submit_sm_resp')).commandStatus).toBe(status.ESME_RINVBNDSTS)
    peer.say('deliver_sm', 5, message)
    expect((await peer.hear('deliver_sm_resp')).commandStatus).toBe(status.ESME_RINVBNDSTS)
    peer.say('enquire_link', 6)
    expect((await peer.hear('enquire_link_resp')).sequenceNumber).toBe(6)
  })

  it('refuses a bind as the policy says, asks again, and hangs up on the third', async () => {
    const asked: string[] = []
    const server = await startServer(
      new TestClock(),
      {},
      {},
      {
        authenticate: async ({ system_id, password, kind, address, tls }) => {
          asked.push([system_id, password, kind, address, tls].join(' '))
          return { accepted: false, status: status.ESME_RINVPASWD }
        },
      },
    )
    const peer = await BarePeer.to(server)
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await peer.bind('transmitter', { password: `try ${attempt}` })
      expect(answer.commandStatus).toBe(status.ESME_RINVPASWD)
    }
    await until(() => peer.closed, 'the connection closes')
    expect(asked).toEqual(
      [0, 1, 2].map((attempt) => `esme try ${attempt} transmitter 127.0.0.1 false`),
    )
    expect(server.counters).toMatchObject({ accepted: 1, bindsRefused: 3, neverBound: 1 })
  })

  it('rejects connect with the status of the refusal', async () => {
    const server = await startServer(
      new TestClock(),
      {},
      {},
      {
        authenticate: () => ({ accepted: false, status: status.ESME_RINVSYSID }),
      },
    )
    const refusal = await bindTo(new TestClock(), server).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(SmppConnectError)
    expect(refusal).toMatchObject({ reason: 'bind_refused', status: status.ESME_RINVSYSID })
  })

  it('answers ESME_RSYSERR when authenticate throws or rejects, and tells it', async () => {
    const faults: unknown[] = []
    for (const authenticate of [
      () => {
        throw new Error('thrown')
      },
      () => Promise.reject(new Error('rejected')),
    ]) {
      const server = await startServer(
        new TestClock(),
        { onFault: (_, error) => faults.push(error) },
        {},
        { authenticate },
      )
      const peer = await BarePeer.to(server)
      expect((await peer.bind()).commandStatus).toBe(status.ESME_RSYSERR)
    }
    expect(faults.map(String)).toEqual(['Error: thrown', 'Error: rejected'])
  })

  it('takes the grant of the policy: windows and attachment', async () => {
    const clock = new TestClock()
    const bound: unknown[] = []
    const server = await startServer(
      clock,
      {
        onBound: (session) =>
          bound.push([session.attachment, session.windowMax, session.inboundWindowMax]),
      },
      {},
      {
        authenticate: () => ({
          accepted: true,
          windowMax: 3,
          inboundWindowMax: 4,
          attachment: 'account 7',
        }),
      },
    )
    await bindTo(clock, server)
    expect(bound).toEqual([['account 7', 3, 4]])
  })
})

describe('floods', () => {
  it('refuses binds of one address beyond the limit before the policy is asked, until the next minute', async () => {
    const clock = new TestClock()
    let asked = 0
    const server = await startServer(
      clock,
      {},
      {},
      {
        authenticate: () => {
          asked++
          return { accepted: true }
        },
        bindsPerAddressPerMinuteMax: 2,
      },
    )
    const results: (number | undefined)[] = []
    for (let attempt = 0; attempt < 3; attempt++)
      results.push((await (await BarePeer.to(server)).bind()).commandStatus)
    expect(results).toEqual([0, 0, status.ESME_RBINDFAIL])
    expect(asked).toBe(2)
    clock.ms += 60_000
    expect((await (await BarePeer.to(server)).bind()).commandStatus).toBe(0)
  })

  it.each([{ connectionsMax: 2 }, { connectionsPerAddressMax: 2 }])(
    'turns away connections beyond %o',
    async (limits) => {
      const server = await startServer(new TestClock(), {}, {}, { ...anyone, ...limits })
      const first = [await BarePeer.to(server), await BarePeer.to(server)]
      for (const peer of first) await peer.bind()
      const third = await BarePeer.to(server)
      await until(() => third.closed, 'the third is closed')
      expect(server.counters.turnedAway).toBe(1)
      first[0]!.socket.destroy()
      await until(() => server.connections === 1, 'the first is gone')
      expect((await (await BarePeer.to(server)).bind()).commandStatus).toBe(0)
    },
  )

  it('closes who does not bind in time', async () => {
    const clock = new TestClock()
    const server = await startServer(clock)
    const peer = await BarePeer.to(server)
    peer.say('enquire_link', 1)
    await peer.hear('enquire_link_resp')
    clock.ms += 20
    await until(() => peer.closed, 'closed')
    expect(server.counters.neverBound).toBe(1)
  })
})

describe('connecting', () => {
  it('says unreachable, bind_timeout, closed and aborted apart', async () => {
    const clock = new TestClock()
    const server = await listen({ port: 0, now: clock.now, systemId: 'smsc' }, anyone, {})
    await server.close()
    await expect(bindTo(clock, server)).rejects.toMatchObject({ reason: 'unreachable' })

    const peers: BarePeer[] = []
    const silent = await bareServer((peer) => peers.push(peer))
    const options = {
      host: '127.0.0.1',
      port: silent.port,
      now: clock.now,
      bind: transceiver,
      ...quickTicks,
    }
    const late = connect(options, {})
    late.catch(() => {})
    await until(() => peers.length === 1, 'connected')
    await peers[0]!.hear('bind_transceiver')
    clock.ms += 20
    await expect(late).rejects.toMatchObject({ reason: 'bind_timeout' })

    const dropped = connect(options, {})
    dropped.catch(() => {})
    await until(() => peers.length === 2, 'connected')
    peers[1]!.socket.destroy()
    await expect(dropped).rejects.toMatchObject({ reason: 'closed' })

    const giveUp = new AbortController()
    const aborted = connect({ ...options, signal: giveUp.signal }, {})
    aborted.catch(() => {})
    await until(() => peers.length === 3, 'connected')
    await peers[2]!.hear('bind_transceiver')
    giveUp.abort()
    await expect(aborted).rejects.toMatchObject({ reason: 'aborted' })
    await expect(connect({ ...options, signal: giveUp.signal }, {})).rejects.toMatchObject({
      reason: 'aborted',
    })
    await until(() => peers.every((peer) => peer.closed), 'nothing is left open')
  })

  it('takes longer passwords than the standard’s eight characters, up to 64', async () => {
    const clock = new TestClock()
    let heard = ''
    const server = await startServer(
      clock,
      {},
      {},
      {
        authenticate: ({ password }) => {
          heard = password
          return { accepted: true }
        },
      },
    )
    await bindTo(clock, server, {}, { bind: { ...transceiver, password: 'p'.repeat(64) } })
    expect(heard).toBe('p'.repeat(64))
    await expect(
      bindTo(clock, server, {}, { bind: { ...transceiver, password: 'p'.repeat(65) } }),
    ).rejects.toMatchObject({
      status: status.ESME_RINVPASWD,
    })
  })

  it('waits longer after each failure, up to a minute, never for everybody at once', () => {
    expect(reconnectDelayMs(0, 0)).toBe(500)
    expect(reconnectDelayMs(0, 1)).toBe(1_000)
    expect(reconnectDelayMs(3, 1)).toBe(8_000)
    expect([reconnectDelayMs(100, 0), reconnectDelayMs(100, 1)]).toEqual([30_000, 60_000])
  })
})

describe('outbind', () => {
  it('lets the SMSC call: the ESME checks who calls and binds on the same connection', async () => {
    const clock = new TestClock()
    const heard: string[] = []
    const esmes = await listenForOutbind(
      {
        port: 0,
        now: clock.now,
        answer: ({ system_id, password }) =>
          password === 'calling'
            ? { kind: 'receiver', system_id: `answer to ${system_id}`, password: 'x' }
            : undefined,
      },
      {
        onRequest: (session, view, ticket) =>
          void (heard.push(view.text('source_addr')), session.respond(ticket)),
      },
    )
    cleanUp(() => esmes.close(0))
    const options = { host: '127.0.0.1', port: esmes.port, now: clock.now, systemId: 'smsc' }
    const smsc = await outbind(
      { ...options, outbind: { system_id: 'smsc', password: 'calling' } },
      anyone,
      {},
    )
    cleanUp(() => smsc.close())
    expect([smsc.state, smsc.systemId]).toEqual(['BOUND_RX', 'answer to smsc'])
    expect((await smsc.request('deliver_sm', message)).commandStatus).toBe(0)
    expect(heard).toEqual(['1000'])
    await expect(
      outbind({ ...options, outbind: { system_id: 'smsc', password: 'wrong' } }, anyone, {}),
    ).rejects.toMatchObject({ reason: 'closed' })
  })
})
