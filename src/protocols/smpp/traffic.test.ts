import { describe, expect, it } from 'vitest'
import {
  NOT_BOUND,
  OutcomeUnknownError,
  SmppCodecError,
  encodePdu,
  status,
  statusClass,
} from './index.ts'
import type { Session, SessionEvents } from './index.ts'
import {
  BarePeer,
  TestClock,
  bareServer,
  bindTo,
  message,
  startServer,
  until,
} from './testing/links.ts'

/** Answers everything at once. */
const obliging: SessionEvents = {
  onRequest: (session, view, ticket) =>
    void session.respond(ticket, status.ESME_ROK, { message_id: view.text('destination_addr') }),
}

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
