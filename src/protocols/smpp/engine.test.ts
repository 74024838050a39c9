/** The state machine by itself, without sockets: hostile octets, one buffer per tick. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SessionEngine } from './engine.ts'
import type { Connection } from './connection.ts'
import { decodePdu, encodePdu } from './index.ts'
import type { PduView, Role, SessionEvents, SessionLimits } from './index.ts'
import { anyPdu } from './testing/arbitraries.ts'

/** What a session would write and do, kept in memory. */
class Recorded implements Connection<number> {
  flushesAsked = 0
  paused = false
  accept = true
  flushSoon(): void {
    this.flushesAsked++
  }
  pauseReading(): void {
    this.paused = true
  }
  resumeReading(): void {
    this.paused = false
  }
  end(): void {}
  bindRequested(engine: SessionEngine<number>): void {
    if (this.accept) engine.acceptBind('smsc', {})
  }
  outbindReceived(): void {}
  bound(): void {}
  ended(): void {}
}

function start(role: Role, events: SessionEvents<number> = {}, limits: SessionLimits = {}) {
  const connection = new Recorded()
  const peer = { address: '127.0.0.1', port: 1, tls: false }
  const engine = new SessionEngine<number>({
    role,
    events,
    connection,
    peer,
    now: 0,
    tickMs: 100,
    ...limits,
  })
  return { engine, connection }
}

/** The PDUs in the output; fails on octets that are none. */
function written(octets: Buffer): PduView[] {
  const views: PduView[] = []
  for (let at = 0; at < octets.length;) {
    const end = at + octets.readUInt32BE(at)
    views.push(decodePdu(Buffer.from(octets.subarray(at, end))))
    at = end
  }
  return views
}

function boundEsme(events: SessionEvents<number> = {}, limits: SessionLimits = {}) {
  const { engine, connection } = start('ESME', events, limits)
  engine.bind('transceiver', { system_id: 'esme', password: 'x' })
  engine.outgoing.writer.take()
  engine.receive(
    encodePdu('bind_transceiver_resp', { sequence: 1, fields: { system_id: 'smsc' } }),
    0,
  )
  return { engine, connection }
}

describe('the state machine', () => {
  it('gathers everything of a tick in one buffer', () => {
    const { engine } = boundEsme(
      { onRequest: (session, _, ticket) => void session.respond(ticket) },
      { windowMax: 1000 },
    )
    for (let cookie = 0; cookie < 500; cookie++)
      engine.session.submit({ short_message: Buffer.alloc(100) }, cookie)
    const deliveries = Array.from({ length: 50 }, (_, index) =>
      encodePdu('deliver_sm', { sequence: index + 1 }),
    )
    engine.receive(Buffer.concat(deliveries), 0)
    const all = written(engine.outgoing.writer.take())
    expect(all.map((view) => view.name)).toEqual([
      ...Array(500).fill('submit_sm'),
      ...Array(50).fill('deliver_sm_resp'),
    ])
    expect(all.slice(0, 500).map((view) => view.sequenceNumber)).toEqual(
      Array.from({ length: 500 }, (_, index) => index + 2),
    )
  })

  it('lets go of a buffer that a burst made large', () => {
    const { engine } = boundEsme({}, { windowMax: 16_384 })
    const payload = { tlvs: { message_payload: Buffer.alloc(60_000) } }
    for (let cookie = 0; cookie < 50; cookie++) engine.session.submit(payload, cookie)
    expect(engine.outgoing.writer.take().length).toBeGreaterThan(3_000_000)
    engine.outgoing.writer.giveBack()
    engine.session.submit({}, 0)
    engine.outgoing.writer.take()
    engine.session.submit({}, 0)
    expect(engine.outgoing.writer.buffer.length).toBeLessThan(300_000)
  })

  it('pauses reading while answers are owed or cannot be written, and resumes', () => {
    const tickets: number[] = []
    const { engine, connection } = boundEsme(
      { onRequest: (_, __, ticket) => tickets.push(ticket) },
      { inboundWindowMax: 1 },
    )
    const delivery = encodePdu('deliver_sm', { sequence: 1 })
    engine.receive(Buffer.concat([delivery, delivery]), 0)
    expect([tickets.length, connection.paused]).toEqual([1, true])
    engine.session.respond(tickets[0]!)
    expect([tickets.length, connection.paused]).toEqual([2, false])
  })

  it('does not take unread answers for late ones while it does not read', () => {
    const unknown: number[] = []
    const { engine, connection } = boundEsme(
      { onRequest: () => {}, onOutcomeUnknown: (_, cookie) => unknown.push(cookie) },
      { inboundWindowMax: 1, responseTimeoutMs: 1_000 },
    )
    engine.session.submit({}, 7)
    const delivery = encodePdu('deliver_sm', { sequence: 1 })
    engine.receive(Buffer.concat([delivery, delivery]), 0)
    expect(connection.paused).toBe(true)
    engine.tick(60_000)
    expect([unknown, engine.state]).toEqual([[], 'BOUND_TRX'])
  })

  it.each(['ESME', 'SMSC'] as const)(
    'as %s takes any PDUs in any order and chunks: never throws, writes only good PDUs, stays small',
    (role) => {
      const damage = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
      fc.assert(
        fc.property(
          fc.array(fc.tuple(anyPdu, fc.option(damage, { freq: 3 })), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.integer({ min: 1, max: 400 }),
          fc.boolean(),
          (list, chunkOctets, bindFirst) => {
            const owed: number[] = []
            const events: SessionEvents<number> = {
              onRequest: (session, view, ticket) => {
                view.fields()
                if (view.sequenceNumber % 2 === 0) session.respond(ticket, 0, { message_id: '1' })
                else owed.push(ticket)
              },
              onResponse: (_, __, view) => void view.fields(),
              onLateResponse: (_, view) => void view.fields(),
            }
            const limits = { inboundWindowMax: 3 }
            const { engine } =
              role === 'ESME' && bindFirst ? boundEsme(events, limits) : start(role, events, limits)
            if (role === 'SMSC' && bindFirst)
              engine.receive(
                encodePdu('bind_transceiver', { sequence: 1, fields: { interface_version: 0x34 } }),
                0,
              )
            if (engine.bound)
              engine.session.send(role === 'ESME' ? 'submit_sm' : 'deliver_sm', {}, 1)
            const octets = list.map(([pdu, change]) => {
              const one = encodePdu(pdu.name, pdu as never)
              // The length stays, so that what follows is reached.
              if (change !== null && one.length > 4)
                one[4 + (change.at % (one.length - 4))] = change.value
              return one
            })
            const stream = Buffer.concat(octets)
            for (let at = 0; at < stream.length; at += chunkOctets)
              engine.receive(stream.subarray(at, at + chunkOctets), at)
            for (const ticket of owed) engine.session.respond(ticket)
            engine.tick(1_000)
            engine.close('closed_by_us')
            const answers = written(engine.outgoing.writer.take())
            expect(answers.length).toBeLessThanOrEqual(list.length * 2 + 4)
          },
        ),
        { numRuns: 500 },
      )
    },
  )

  it('takes random octets', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
        const { engine } = start('SMSC')
        for (const chunk of chunks) engine.receive(Buffer.from(chunk), 0)
        written(engine.outgoing.writer.take())
      }),
      { numRuns: 1000 },
    )
  })
})
