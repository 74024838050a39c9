import { describe, expect, it } from 'vitest'
import {
  NOT_BOUND,
  NotBoundError,
  OutcomeUnknownError,
  SmppCodecError,
  SmppConnectError,
  connect,
  encodePdu,
  listen,
  listenForOutbind,
  outbind,
  reconnectDelayMs,
  status,
  statusClass,
} from './index.ts'
import type { BindKind, CloseReason, RequestName, Session, SessionEvents } from './index.ts'
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

describe('window of our requests', () => {
  it('takes as many as it holds, answers 0 then, and tells when there is room again', async () => {
    const clock = new TestClock()
    let peer!: BarePeer
    const { port } = await bareServer((one) => (peer = one))
    let roomTold = 0
    const answered: unknown[] = []
    const binding = bindTo<string>(
      clock,
      { port },
      {
        onResponse: (_, cookie, view) =>
          answered.push([cookie, view.text('message_id'), view.commandStatus]),
        onWindowOpen: () => roomTold++,
      },
      { windowMax: 3 },
    )
    await until(() => peer !== undefined, 'connected')
    peer.say('bind_transceiver_resp', (await peer.hear('bind_transceiver')).sequenceNumber, {
      system_id: 'smsc',
    })
    const session = await binding
    expect(['a', 'b', 'c', 'd'].map((cookie) => session.submit(message, cookie) > 0)).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect([session.inFlight, session.room]).toEqual([3, 0])
    const asked = [
      await peer.hear('submit_sm'),
      await peer.hear('submit_sm'),
      await peer.hear('submit_sm'),
    ]
    // Out of order, and one throttled.
    peer.say('submit_sm_resp', asked[1]!.sequenceNumber, { message_id: 'second' })
    await until(() => roomTold === 1, 'room')
    expect(session.submit(message, 'e')).toBeGreaterThan(0)
    peer.say('submit_sm_resp', asked[2]!.sequenceNumber, {}, status.ESME_RTHROTTLED)
    peer.say('generic_nack', asked[0]!.sequenceNumber, {}, status.ESME_RINVCMDID)
    await until(() => answered.length === 3, 'answers')
    expect(answered).toEqual([
      ['b', 'second', 0],
      ['c', '', status.ESME_RTHROTTLED],
      ['a', '', status.ESME_RINVCMDID],
    ])
    expect(statusClass(status.ESME_RTHROTTLED)).toBe('congestion')
    expect(session.inFlight).toBe(1)
    // Full again with "e", and open again.
    expect(roomTold).toBeGreaterThan(1)
  })

  it('lets the easy style wait for room, in order', async () => {
    const clock = new TestClock()
    const order: string[] = []
    const server = await startServer(clock, {
      onRequest: (session, view, ticket) => {
        order.push(view.text('destination_addr'))
        setImmediate(() => session.respond(ticket, 0, { message_id: `id of ${order.length}` }))
      },
    })
    const session = await bindTo(clock, server, {}, { windowMax: 2 })
    const numbers = Array.from({ length: 40 }, (_, index) => `41${index}`)
    const answers = await Promise.all(
      numbers.map((destination_addr) =>
        session.request('submit_sm', { ...message, destination_addr }),
      ),
    )
    expect(order).toEqual(numbers)
    expect(answers.every((view) => view.commandStatus === 0)).toBe(true)
  })

  it('writes nothing, and holds no place, for a request with a bad field', async () => {
    const clock = new TestClock()
    const server = await startServer(clock, obliging)
    const session = await bindTo(clock, server)
    expect(() =>
      session.submit({ ...message, destination_addr: 'x'.repeat(21) }, undefined),
    ).toThrow(SmppCodecError)
    await expect(session.request('submit_sm', { esm_class: 256 })).rejects.toBeInstanceOf(
      SmppCodecError,
    )
    expect(session.inFlight).toBe(0)
    expect((await session.request('submit_sm', message)).text('message_id')).toBe('41793026727')
  })

  it('reports what is not answered in time, one by one, and a late answer by itself', async () => {
    const clock = new TestClock()
    const tickets: [Session, number][] = []
    const server = await startServer(clock, {
      onRequest: (session, _, ticket) => tickets.push([session, ticket]),
    })
    const unknown: unknown[] = []
    const late: string[] = []
    const session = await bindTo<string>(
      clock,
      server,
      {
        onOutcomeUnknown: (_, cookie, reason) => unknown.push([cookie, reason]),
        onLateResponse: (_, view) => late.push(view.text('message_id')),
      },
      { responseTimeoutMs: 500, enquireLinkIntervalMs: 0 },
    )
    session.submit(message, 'a')
    session.submit(message, 'b')
    const easy = session.request('submit_sm', message)
    await until(() => tickets.length === 3, 'requests arrived')
    clock.ms += 600
    await expect(easy).rejects.toMatchObject({ reason: 'timeout' })
    await until(() => unknown.length === 2, 'reports')
    expect(unknown).toEqual([
      ['a', 'timeout'],
      ['b', 'timeout'],
    ])
    expect([session.bound, session.inFlight]).toEqual([true, 0])
    const [server1, ticket] = tickets[0]!
    server1.respond(ticket, 0, { message_id: 'at last' })
    await until(() => late.length === 1, 'late answer')
    expect(late).toEqual(['at last'])
    expect(session.counters.lateResponses).toBe(1)
  })

  it('reports all in flight, then the close, when the link is lost', async () => {
    const clock = new TestClock()
    let peer!: BarePeer
    const { port } = await bareServer((one) => (peer = one))
    const told: unknown[] = []
    const binding = bindTo<number>(
      clock,
      { port },
      {
        onOutcomeUnknown: (_, cookie, reason) => told.push([cookie, reason]),
        onClose: (session, reason) => told.push([reason, session.state]),
      },
      { windowMax: 100 },
    )
    await until(() => peer !== undefined, 'connected')
    peer.say('bind_transceiver_resp', (await peer.hear('bind_transceiver')).sequenceNumber, {
      system_id: 'smsc',
    })
    const session = await binding
    for (let cookie = 0; cookie < 70; cookie++) session.submit(message, cookie)
    const easy = session.request('submit_sm', message)
    easy.catch(() => {})
    const first = await peer.hear('submit_sm')
    peer.say('submit_sm_resp', first.sequenceNumber, { message_id: '1' })
    await until(() => session.inFlight === 70, 'one answer')
    peer.socket.resetAndDestroy()
    await until(() => session.state === 'CLOSED', 'closed')
    await expect(easy).rejects.toBeInstanceOf(OutcomeUnknownError)
    const last = told.pop()
    expect(['closed_by_peer', 'socket_error']).toContain((last as string[])[0])
    expect(told.map((one) => (one as number[])[0]).sort((a, b) => a! - b!)).toEqual(
      Array.from({ length: 69 }, (_, i) => i + 1),
    )
    expect(session.submit(message, 1)).toBe(NOT_BOUND)
  })
})

describe('window of the peer’s requests', () => {
  it('hands out no more than allowed, answers enquire_link meanwhile, and goes on as answers are given', async () => {
    const clock = new TestClock()
    const tickets: number[] = []
    let smsc!: Session
    const server = await startServer(
      clock,
      {
        onBound: (session) => void (smsc = session),
        onRequest: (_, view, ticket) => {
          expect(Number(view.text('service_type'))).toBe(tickets.length)
          tickets.push(ticket)
        },
      },
      { inboundWindowMax: 5 },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    const all = Array.from({ length: 30 }, (_, index) =>
      encodePdu('submit_sm', {
        sequence: 100 + index,
        fields: { ...message, service_type: String(index) },
      }),
    )
    peer.socket.write(Buffer.concat([...all, encodePdu('enquire_link', { sequence: 999 })]))
    // The enquire_link lies behind requests that wait, in the same octets.
    expect((await peer.hear('enquire_link_resp')).sequenceNumber).toBe(999)
    expect([tickets.length, smsc.unanswered]).toEqual([5, 5])
    expect(smsc.respond(tickets[2]!, 0, { message_id: 'third' })).toBe(true)
    expect(tickets.length).toBe(6)
    expect(smsc.respond(tickets[2]!)).toBe(false)
    expect((await peer.hear('submit_sm_resp')).sequenceNumber).toBe(102)
    for (let index = 0; index < tickets.length; index++)
      smsc.respond(tickets[index]!, 0, { message_id: 'x' })
    await until(() => peer.heard.length === 29, 'all answers')
    expect(new Set(peer.heard.map((view) => view.sequenceNumber)).size).toBe(29)
  })

  it('stops reading the socket, so a flood stays with the peer, and its answers to us get through before', async () => {
    const clock = new TestClock()
    const tickets: number[] = []
    let handed = 0
    let obliging = false
    let smsc!: Session<string>
    const answers: string[] = []
    const server = await startServer<string>(
      clock,
      {
        onBound: (session) => void (smsc = session),
        onRequest: (session, _, ticket) => {
          handed++
          if (obliging) session.respond(ticket, 0, { message_id: 'x' })
          else tickets.push(ticket)
        },
        onResponse: (_, cookie) => answers.push(cookie),
      },
      { inboundWindowMax: 1 },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    smsc.deliver(message, 'mine')
    const asked = await peer.hear('deliver_sm')
    const one = encodePdu('submit_sm', {
      sequence: 7,
      fields: { ...message, short_message: Buffer.alloc(250) },
    })
    const answer = encodePdu('deliver_sm_resp', { sequence: asked.sequenceNumber })
    peer.socket.write(Buffer.concat([one, one, answer]))
    await until(() => answers.length === 1, 'the answer overtakes')
    const read = smsc.counters.octetsIn
    // More than the buffers of two sockets hold.
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => one))
    for (let times = 0; times < 100; times++) peer.socket.write(flood)
    await until(() => peer.socket.writableLength > 0, 'the peer cannot send more')
    peer.heard.length = 0
    expect([handed, smsc.unanswered, smsc.counters.octetsIn]).toEqual([1, 1, read])
    // Once its answers come, nothing is missing.
    obliging = true
    smsc.respond(tickets[0]!, 0, { message_id: 'x' })
    await until(() => peer.heard.length === 100_002, 'every answer')
    expect([handed, smsc.unanswered]).toEqual([100_002, 0])
  })

  it('answers ESME_RSYSERR, tells the fault and goes on when an event throws', async () => {
    const clock = new TestClock()
    const faults: unknown[] = []
    const server = await startServer(clock, {
      onRequest: () => {
        throw new Error('our bug')
      },
      onFault: (_, error) => faults.push(error),
    })
    const session = await bindTo(clock, server)
    const answers = await Promise.all([
      session.request('submit_sm', message),
      session.request('query_sm', {}),
    ])
    expect(answers.map((view) => view.commandStatus)).toEqual([
      status.ESME_RSYSERR,
      status.ESME_RSYSERR,
    ])
    expect(faults.map(String)).toEqual(['Error: our bug', 'Error: our bug'])
  })

  it('answers ESME_RINVCMDID when nobody listens for requests', async () => {
    const clock = new TestClock()
    const session = await bindTo(clock, await startServer(clock))
    expect((await session.request('submit_sm', message)).commandStatus).toBe(status.ESME_RINVCMDID)
  })
})

describe('a peer that does not read', () => {
  it('makes send answer 0 at the limit of the output, and nothing is lost when it reads again', async () => {
    const clock = new TestClock()
    let smsc!: Session
    let told = 0
    const server = await startServer(
      clock,
      { onBound: (session) => void (smsc = session), onWindowOpen: () => told++ },
      { windowMax: 16_384, outputOctetsMax: 200_000 },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    peer.socket.pause()
    const long = { ...message, tlvs: { message_payload: Buffer.alloc(60_000) } }
    let sent = 0
    await until(() => {
      while (smsc.deliver(long, sent) > 0) sent++
      return smsc.room === 0 && sent > 4
    }, 'the output is full')
    expect(smsc.inFlight).toBe(sent)
    peer.socket.resume()
    await until(() => peer.heard.length === sent, 'all arrive')
    await until(() => told > 0, 'room is told')
    expect(smsc.room).toBeGreaterThan(0)
  })
})

describe('keeping the link', () => {
  it('sends enquire_link after silence, only then, and closes when nothing answers', async () => {
    const clock = new TestClock()
    const closed: CloseReason[] = []
    const server = await startServer(
      clock,
      { onClose: (_, reason) => closed.push(reason) },
      {
        enquireLinkIntervalMs: 1_000,
        responseTimeoutMs: 400,
      },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    clock.ms += 1_000
    const first = await peer.hear('enquire_link')
    peer.say('enquire_link_resp', first.sequenceNumber)
    const [session] = [...server.sessions] as [Session]
    const before = session.counters.octetsIn
    await until(
      () => session.counters.octetsIn === before + 16 || server.sessions.size === 0,
      'answer is read',
    )
    clock.ms += 399
    expect(session.bound).toBe(true)
    clock.ms += 601
    await peer.hear('enquire_link')
    clock.ms += 400
    await until(() => peer.closed, 'closed')
    expect(closed).toEqual(['enquire_link_timeout'])
  })

  it('takes any traffic for a sign of life', async () => {
    const clock = new TestClock()
    const server = await startServer(clock, obliging, {
      enquireLinkIntervalMs: 1_000,
      responseTimeoutMs: 400,
    })
    const peer = await BarePeer.to(server)
    await peer.bind()
    clock.ms += 1_000
    await peer.hear('enquire_link')
    clock.ms += 200
    peer.say('submit_sm', 5, message)
    await peer.hear('submit_sm_resp')
    clock.ms += 300
    peer.say('submit_sm', 6, message)
    await peer.hear('submit_sm_resp')
    expect([...server.sessions].length).toBe(1)
  })

  it('closes a session without messages when asked to', async () => {
    const clock = new TestClock()
    const closed: CloseReason[] = []
    const server = await startServer(
      clock,
      { onClose: (_, reason) => closed.push(reason) },
      { inactivityTimeoutMs: 5_000 },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    clock.ms += 4_000
    peer.say('enquire_link', 5)
    await peer.hear('enquire_link_resp')
    clock.ms += 1_000
    await until(() => peer.closed, 'closed')
    expect(closed).toEqual(['inactivity_timeout'])
  })
})

describe('unbind', () => {
  it('waits for answers in flight, then unbinds and closes both ends', async () => {
    const clock = new TestClock()
    const closed: string[] = []
    const tickets: number[] = []
    let smsc!: Session
    const server = await startServer(clock, {
      onBound: (session) => void (smsc = session),
      onRequest: (_, __, ticket) => tickets.push(ticket),
      onUnbind: () => closed.push('smsc hears unbind'),
      onClose: (_, reason) => closed.push(`smsc ${reason}`),
    })
    const answers: number[] = []
    const esme = await bindTo<number>(clock, server, {
      onResponse: (_, cookie) => answers.push(cookie),
      onClose: (_, reason) => closed.push(`esme ${reason}`),
    })
    esme.submit(message, 1)
    await until(() => tickets.length === 1, 'request')
    esme.unbind()
    esme.unbind()
    expect(esme.submit(message, 2)).toBe(NOT_BOUND)
    await expect(esme.request('submit_sm', message)).rejects.toBeInstanceOf(NotBoundError)
    expect(esme.state).toBe('BOUND_TRX')
    smsc.respond(tickets[0]!, 0, { message_id: 'x' })
    await until(() => closed.length === 3, 'closed')
    expect(answers).toEqual([1])
    expect(closed.sort()).toEqual([
      'esme unbound_by_us',
      'smsc hears unbind',
      'smsc unbound_by_peer',
    ])
  })

  it('answers what the peer asked before its unbind, then unbind_resp', async () => {
    const clock = new TestClock()
    const tickets: number[] = []
    let smsc!: Session
    const server = await startServer(clock, {
      onBound: (session) => void (smsc = session),
      onRequest: (_, __, ticket) => tickets.push(ticket),
    })
    const peer = await BarePeer.to(server)
    await peer.bind()
    peer.say('submit_sm', 5, message)
    peer.say('unbind', 6)
    await until(() => smsc.state === 'UNBOUND', 'unbound')
    expect(peer.heard.map((view) => view.name)).toEqual([])
    expect(smsc.respond(tickets[0]!, 0, { message_id: 'x' })).toBe(true)
    await until(() => peer.closed, 'closed')
    expect(peer.heard.map((view) => [view.name, view.sequenceNumber])).toEqual([
      ['submit_sm_resp', 5],
      ['unbind_resp', 6],
    ])
  })

  it('closes without the peer’s answer when it takes too long', async () => {
    const clock = new TestClock()
    const closed: CloseReason[] = []
    const server = await startServer(
      clock,
      { onClose: (_, reason) => closed.push(reason) },
      { responseTimeoutMs: 400 },
    )
    const peer = await BarePeer.to(server)
    await peer.bind()
    ;[...server.sessions][0]!.unbind()
    await peer.hear('unbind')
    clock.ms += 600
    await until(() => closed.length === 1, 'closed')
    expect(closed).toEqual(['unbind_timeout'])
  })

  it('a closing server unbinds everybody', async () => {
    const clock = new TestClock()
    const server = await listen({ port: 0, now: clock.now, systemId: 'smsc' }, anyone, {})
    const closed: CloseReason[] = []
    for (let one = 0; one < 3; one++)
      await bindTo(clock, server, { onClose: (_, reason) => closed.push(reason) })
    await server.close()
    await until(() => closed.length === 3, 'closed')
    expect(closed).toEqual(Array(3).fill('unbound_by_peer'))
    await expect(bindTo(clock, server)).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('a closing server does not wait for who never answers', async () => {
    const clock = new TestClock()
    const server = await listen({ port: 0, now: clock.now, systemId: 'smsc' }, anyone, {})
    const peer = await BarePeer.to(server)
    await peer.bind()
    await server.close(20)
    await until(() => peer.closed, 'closed')
  })
})

describe('hostile and old peers', () => {
  it.each([3, 15, 66_561, 0xffffffff])(
    'answers command_length %i with generic_nack and closes',
    async (octets) => {
      const closed: unknown[] = []
      const server = await startServer(new TestClock(), {
        onClose: (_, reason) => closed.push(reason),
      })
      const peer = await BarePeer.to(server)
      await peer.bind()
      const header = encodePdu('enquire_link', { sequence: 9 })
      header.writeUInt32BE(octets, 0)
      peer.socket.write(header)
      expect((await peer.hear('generic_nack')).commandStatus).toBe(status.ESME_RINVCMDLEN)
      await until(() => peer.closed, 'closed')
      expect(closed).toEqual(['bad_length'])
    },
  )

  it('answers an unknown command with generic_nack and goes on', async () => {
    const server = await startServer(new TestClock(), obliging)
    const peer = await BarePeer.to(server)
    await peer.bind()
    const unknown = encodePdu('enquire_link', { sequence: 9 })
    unknown.writeUInt32BE(0x00010200, 4)
    peer.socket.write(unknown)
    const nack = await peer.hear('generic_nack')
    expect([nack.commandStatus, nack.sequenceNumber]).toEqual([status.ESME_RINVCMDID, 9])
    peer.say('submit_sm', 10, message)
    expect((await peer.hear('submit_sm_resp')).commandStatus).toBe(0)
  })

  it('answers a malformed request with the field’s own status and goes on', async () => {
    const server = await startServer(new TestClock(), obliging)
    const peer = await BarePeer.to(server)
    await peer.bind()
    const cut = Buffer.from(
      encodePdu('submit_sm', { sequence: 9, fields: message }).subarray(0, 30),
    )
    cut.writeUInt32BE(30, 0)
    peer.socket.write(cut)
    expect((await peer.hear('submit_sm_resp')).commandStatus).toBe(status.ESME_RINVCMDLEN)
    peer.say('submit_sm', 10, message)
    expect((await peer.hear('submit_sm_resp')).commandStatus).toBe(0)
  })

  it('ignores answers that fit no request or are of another command', async () => {
    const clock = new TestClock()
    let smsc!: Session<string>
    const answers: string[] = []
    const server = await startServer<string>(clock, {
      onBound: (session) => void (smsc = session),
      onResponse: (_, cookie) => answers.push(cookie),
    })
    const peer = await BarePeer.to(server)
    await peer.bind()
    smsc.deliver(message, 'mine')
    const { sequenceNumber } = await peer.hear('deliver_sm')
    peer.say('submit_sm_resp', sequenceNumber, { message_id: 'no' })
    peer.say('deliver_sm_resp', 0)
    peer.say('deliver_sm_resp', sequenceNumber + 1)
    peer.say('deliver_sm_resp', sequenceNumber)
    peer.say('deliver_sm_resp', sequenceNumber)
    await until(() => smsc.counters.lateResponses === 3, 'all read')
    expect(answers).toEqual(['mine'])
    expect(smsc.counters.faults).toBe(1)
  })

  it('sends a 3.3 peer no optional parameters, and its payload as short_message', async () => {
    const clock = new TestClock()
    let smsc!: Session
    const server = await startServer(clock, { onBound: (session) => void (smsc = session) })
    const peer = await BarePeer.to(server)
    const answer = await peer.bind('transceiver', { interface_version: 0x33 })
    expect(answer.tlvs()).toEqual({})
    expect(smsc.peerVersion).toBe(0x33)
    smsc.deliver(
      {
        ...message,
        short_message: undefined,
        tlvs: { message_payload: Buffer.from('payload'), source_port: 1 },
      },
      undefined,
    )
    const heard = await peer.hear('deliver_sm')
    expect([heard.octets('short_message').toString(), heard.tlvs()]).toEqual(['payload', {}])
    expect(() => smsc.deliver({ tlvs: { message_payload: Buffer.alloc(255) } }, undefined)).toThrow(
      SmppCodecError,
    )
  })

  it('tells its version in the answer to the bind: 3.4 to 3.4, 5.0 to 5.0', async () => {
    const server = await startServer(new TestClock())
    for (const version of [0x34, 0x50]) {
      const answer = await (
        await BarePeer.to(server)
      ).bind('transceiver', { interface_version: version })
      expect(answer.tlv('sc_interface_version')).toBe(version)
    }
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
