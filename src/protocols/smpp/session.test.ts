import { describe, expect, it } from 'vitest'
import { NOT_BOUND, NotBoundError, SmppCodecError, encodePdu, listen, status } from './index.ts'
import type { CloseReason, Session, SessionEvents } from './index.ts'
import {
  BarePeer,
  TestClock,
  anyone,
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

  it('never takes generic_nack for success, nor another answer for that of the bind', async () => {
    const clock = new TestClock()
    const peers: BarePeer[] = []
    const silent = await bareServer((peer) => peers.push(peer))
    const answers: number[] = []
    const binding = bindTo(clock, silent, {
      onResponse: (_, __, view) => answers.push(view.commandStatus),
    })
    await until(() => peers.length === 1, 'connected')
    const bind = await peers[0]!.hear('bind_transceiver')
    peers[0]!.say('bind_transceiver_resp', bind.sequenceNumber)
    const session = await binding
    session.submit(message, undefined)
    peers[0]!.say('generic_nack', (await peers[0]!.hear('submit_sm')).sequenceNumber)
    await until(() => answers.length === 1, 'answer')
    expect(answers).toEqual([status.ESME_RUNKNOWNERR])

    const refused = bindTo(clock, silent)
    refused.catch(() => {})
    await until(() => peers.length === 2, 'connected')
    peers[1]!.say('submit_sm_resp', (await peers[1]!.hear('bind_transceiver')).sequenceNumber)
    await expect(refused).rejects.toMatchObject({
      reason: 'bind_refused',
      status: status.ESME_RBINDFAIL,
    })
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
