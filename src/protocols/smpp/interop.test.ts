/** The npm package `smpp`, written by others from the same standard, as our client and as our server. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import smpp, { type PeerPdu, type PeerSession } from 'smpp'
import { describe, expect, it } from 'vitest'
import { buildReceipt, messageOctets, readReceipt, status } from './index.ts'
import type { Receipt, RequestName, Session } from './index.ts'
import { TestClock, bindTo, cleanUp, startServer, until } from './testing/links.ts'

const tls = {
  cert: readFileSync(new URL('fixtures/tls-server.pem', import.meta.url)),
  key: readFileSync(new URL('fixtures/tls-server-key.pem', import.meta.url)),
}

async function peerClient(
  port: number,
  options: Record<string, unknown> = {},
): Promise<PeerSession> {
  const session = smpp.connect({ host: '127.0.0.1', port, ...options })
  session.on('error', () => {})
  cleanUp(() => session.destroy())
  await once(session, options['tls'] === true ? 'secureConnect' : 'connect')
  return session
}

type PeerCommand = Extract<
  keyof PeerSession,
  RequestName | `bind_${string}` | 'enquire_link' | 'unbind'
>

const ask = (
  session: PeerSession,
  name: PeerCommand,
  fields: Record<string, unknown> = {},
): Promise<PeerPdu> => new Promise((resolve) => session[name](fields, resolve))

async function peerServer(
  onSession: (session: PeerSession) => void,
  options = {},
): Promise<{ port: number }> {
  const server = smpp.createServer(options, (session) => {
    session.on('error', () => {})
    onSession(session)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp(() => server.close())
  return { port: (server.address() as AddressInfo).port }
}

describe('the npm package smpp as ESME of our server', () => {
  it('binds, sends every kind of request, gets a receipt and a message, and unbinds', async () => {
    const clock = new TestClock()
    const seen: Record<string, unknown>[] = []
    let smsc!: Session
    const server = await startServer(clock, {
      onBound: (session) => void (smsc = session),
      onRequest(session, view, ticket) {
        seen.push({
          name: view.name,
          ...view.fields(),
          content: messageOctets(view).toString('latin1'),
        })
        session.respond(ticket, status.ESME_ROK, {
          message_id: `id ${seen.length}`,
          message_state: 2,
        })
      },
    })
    const esme = await peerClient(server.port)
    const bound = await ask(esme, 'bind_transceiver', {
      system_id: 'esme',
      password: 'secret',
      interface_version: 0x34,
    })
    expect([bound.command_status, bound['system_id'], bound['sc_interface_version']]).toEqual([
      0,
      'smsc',
      0x34,
    ])

    const number = { destination_addr: '41793026727', source_addr: '1000', short_message: 'hello' }
    expect(
      (await ask(esme, 'submit_sm', { ...number, user_message_reference: 77 }))['message_id'],
    ).toBe('id 1')
    expect(seen[0]).toMatchObject({
      name: 'submit_sm',
      ...number,
      short_message: Buffer.from('hello'),
      tlvs: { user_message_reference: 77 },
    })
    const long = 'x'.repeat(1000)
    expect(
      (await ask(esme, 'data_sm', { ...number, message_payload: { message: Buffer.from(long) } }))
        .command_status,
    ).toBe(0)
    expect(seen[1]!['content']).toBe(long)
    const many = await ask(esme, 'submit_multi', {
      ...number,
      dest_address: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791' },
        { dl_name: 'friends' },
      ],
    })
    expect(many.command_status).toBe(0)
    expect(seen[2]!['dest_address']).toEqual([
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '41791' },
      { dl_name: 'friends' },
    ])
    const queried = await ask(esme, 'query_sm', { message_id: 'id 1', source_addr: '1000' })
    expect([queried['message_id'], queried['message_state']]).toEqual(['id 4', 2])
    for (const name of ['cancel_sm', 'replace_sm'] as const) {
      expect((await ask(esme, name, { message_id: 'id 1' })).command_status).toBe(0)
    }
    expect((await ask(esme, 'enquire_link')).command).toBe('enquire_link_resp')

    const delivered: PeerPdu[] = []
    esme.on('deliver_sm', (pdu: PeerPdu) => {
      delivered.push(pdu)
      esme.send(pdu.response())
    })
    const facts = { id: 'id 1', state: 'DELIVERED', submittedAt: 0, doneAt: 60_000 } as const
    await smsc.request('deliver_sm', {
      source_addr: '4179',
      destination_addr: '1000',
      ...buildReceipt(facts),
    })
    await smsc.request('deliver_sm', {
      source_addr: '4179',
      destination_addr: '1000',
      short_message: Buffer.from('answer'),
    })
    expect(delivered.map((pdu) => pdu['esm_class'])).toEqual([4, 0])
    expect(delivered[0]!['receipted_message_id']).toBe('id 1')
    expect(JSON.stringify(delivered[0]!['short_message'])).toContain('stat:DELIVRD')
    expect((await ask(esme, 'unbind')).command_status).toBe(0)
    await until(() => smsc.state === 'CLOSED', 'closed')
  })

  it('reads our refusals, which have no body', async () => {
    const clock = new TestClock()
    const server = await startServer(clock, {
      onRequest: (session, _, ticket) => void session.respond(ticket, status.ESME_RTHROTTLED),
    })
    const esme = await peerClient(server.port)
    await ask(esme, 'bind_transmitter', { system_id: 'esme', password: 'secret' })
    const answers = await Promise.all(
      Array.from({ length: 300 }, () =>
        ask(esme, 'submit_sm', { destination_addr: '4179', short_message: 'x' }),
      ),
    )
    expect(new Set(answers.map((answer) => answer.command_status))).toEqual(
      new Set([status.ESME_RTHROTTLED]),
    )
  })

  it('binds over TLS', async () => {
    const server = await startServer(new TestClock(), {}, { tls })
    const esme = await peerClient(server.port, { tls: true, ca: tls.cert, servername: 'smsc.test' })
    expect(
      (await ask(esme, 'bind_receiver', { system_id: 'esme', password: 'secret' })).command_status,
    ).toBe(0)
  })
})

describe('the npm package smpp as SMSC of our client', () => {
  it('takes our binds and messages, and its receipts and messages reach us', async () => {
    const clock = new TestClock()
    const submitted: PeerPdu[] = []
    const { port } = await peerServer((smsc) => {
      smsc.on('bind_transceiver', (pdu: PeerPdu) => smsc.send(pdu.response({ system_id: 'peer' })))
      smsc.on('submit_sm', (pdu: PeerPdu) => {
        submitted.push(pdu)
        smsc.send(pdu.response({ message_id: `a${submitted.length}` }))
        if (pdu['registered_delivery'] === 0) return
        smsc.deliver_sm({
          esm_class: 4,
          source_addr: pdu['destination_addr'],
          destination_addr: pdu['source_addr'],
          short_message: `id:a${submitted.length} sub:001 dlvrd:001 submit date:2611231045 done date:2611231046 stat:DELIVRD err:000 text:hello`,
        })
      })
      smsc.on('unbind', (pdu: PeerPdu) => {
        smsc.send(pdu.response())
        smsc.close()
      })
    })
    const receipts: Receipt[] = []
    const ids: string[] = []
    const unknown: unknown[] = []
    const session = await bindTo<number>(
      clock,
      { port },
      {
        onResponse: (_, __, view) => ids.push(view.text('message_id')),
        onOutcomeUnknown: (_, cookie) => unknown.push(cookie),
        onRequest(own, view, ticket) {
          const receipt = readReceipt(view)
          if (receipt !== undefined) receipts.push(receipt)
          own.respond(ticket)
        },
      },
      { windowMax: 500 },
    )
    expect([session.systemId, session.bound]).toEqual(['peer', true])
    const message = {
      source_addr: 'Trunkline',
      source_addr_ton: 5,
      destination_addr: '41793026727',
      data_coding: 3,
    }
    for (let cookie = 0; cookie < 300; cookie++) {
      expect(
        session.submit(
          {
            ...message,
            registered_delivery: cookie % 2,
            short_message: Buffer.from(`text ${cookie}`),
          },
          cookie,
        ),
      ).toBeGreaterThan(0)
    }
    await until(() => ids.length === 300 && receipts.length === 150, 'answers and receipts')
    expect(ids).toEqual(Array.from({ length: 300 }, (_, index) => `a${index + 1}`))
    expect(receipts.map((receipt) => receipt.id)).toEqual(
      Array.from({ length: 150 }, (_, index) => `a${2 * index + 2}`),
    )
    expect(new Set(receipts.map((receipt) => receipt.state))).toEqual(new Set(['DELIVERED']))
    expect(submitted.map((pdu) => (pdu['short_message'] as { message: string }).message)).toEqual(
      Array.from({ length: 300 }, (_, index) => `text ${index}`),
    )
    session.unbind()
    await until(() => session.state === 'CLOSED', 'closed')
    expect(unknown).toEqual([])
  })

  it('is asked over TLS', async () => {
    const { port } = await peerServer((smsc) => {
      smsc.on('bind_transceiver', (pdu: PeerPdu) => smsc.send(pdu.response()))
      smsc.on('submit_sm', (pdu: PeerPdu) => smsc.send(pdu.response({ message_id: 'secured' })))
    }, tls)
    const session = await bindTo(
      new TestClock(),
      { port },
      {},
      { tls: { ca: tls.cert, servername: 'smsc.test' } },
    )
    expect(
      (await session.request('submit_sm', { short_message: Buffer.from('x') })).text('message_id'),
    ).toBe('secured')
  })
})
