import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createWeb } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import smpp, { type PeerPdu, type PeerSession } from 'smpp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { status } from '../../src/protocols/smpp/index.ts'
import { bindAs } from '../support/esme.ts'
import { malformedPdus, programPath } from '../support/foreign-programs.ts'
import { eventually } from '../support/running.ts'
import { tapWire } from '../support/smpp-wire-tap.ts'
import { startSmppWorld, type SmppUser, type SmppWorld } from '../support/smpp-world.ts'

/** Customers' systems that others wrote, from the same standard. */

let world: SmppWorld
beforeAll(async () => {
  world = await startSmppWorld()
}, 60_000)
afterAll(() => world?.stop())

const handset = (n: number) => `4176${String(10_000 + n)}001`

describe('the npm package smpp', () => {
  let session: PeerSession
  const receipts = new Map<string, string>()
  const ask = (
    name: 'submit_sm' | 'submit_multi' | 'data_sm' | 'query_sm' | 'cancel_sm' | 'bind_transceiver',
    fields: Record<string, unknown>,
  ): Promise<PeerPdu> => new Promise((resolve) => session[name](fields, resolve))

  beforeAll(async () => {
    const user = await world.makeUser()
    session = smpp.connect({ host: '127.0.0.1', port: world.running.smppPort })
    session.on('error', () => undefined)
    await once(session, 'connect')
    session.on('deliver_sm', (pdu: PeerPdu) => {
      receipts.set(
        String(pdu['receipted_message_id']),
        String((pdu['short_message'] as { message: string }).message),
      )
      session.send(pdu.response())
    })
    const bound = await ask('bind_transceiver', {
      system_id: user.systemId,
      password: user.password,
      interface_version: 0x34,
    })
    expect(bound.command_status).toBe(0)
  })
  afterAll(() => session?.destroy())

  it('sends a thousand messages and gets every receipt', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        ask('submit_sm', {
          source_addr: 'Trunkline',
          source_addr_ton: 5,
          destination_addr: handset(n),
          short_message: `message ${n}`,
          registered_delivery: 1,
        }),
      ),
    )
    const ids = answers.map((one) => String(one['message_id']))
    expect(new Set(answers.map((one) => one.command_status))).toEqual(new Set([0]))
    await eventually('all receipts', () => (receipts.size === 1_000 ? true : undefined), 30_000)
    expect(ids.filter((id) => !receipts.get(id)?.includes('stat:DELIVRD'))).toEqual([])
  })

  it('sends long texts, to many, asks and cancels', async () => {
    const long = await ask('data_sm', {
      source_addr: 'Trunkline',
      destination_addr: handset(2_001),
      message_payload: { message: Buffer.from('x'.repeat(500)) },
    })
    expect(long.command_status).toBe(0)
    const many = await ask('submit_multi', {
      source_addr: 'Trunkline',
      short_message: 'to many',
      dest_address: [
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: handset(2_002) },
        { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '1' },
      ],
    })
    expect(many.command_status).toBe(0)
    expect(many['unsuccess_sme']).toMatchObject([
      { destination_addr: '1', error_status_code: status.ESME_RINVDSTADR },
    ])
    const later = await ask('submit_sm', {
      source_addr: 'Trunkline',
      destination_addr: handset(2_003),
      short_message: 'later',
      schedule_delivery_time: '000001000000000R',
    })
    const asked = await ask('query_sm', { message_id: later['message_id'] })
    expect([asked.command_status, asked['message_state']]).toEqual([0, 1])
    const cancelled = await ask('cancel_sm', { message_id: later['message_id'] })
    expect(cancelled.command_status).toBe(0)
  })
})

const kannel = programPath('bearerbox') !== null && programPath('smsbox') !== null
const kannelSuite = kannel ? describe : describe.skip

kannelSuite(kannel ? 'Kannel' : 'Kannel (skipped: bearerbox and smsbox are not installed)', () => {
  const children: ChildProcess[] = []
  let folder = ''
  let sendPort = 0

  const freePort = async () => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return port
  }
  const configuration = (user: SmppUser, ports: { admin: number; box: number; send: number }) => `
group = core
admin-port = ${ports.admin}
admin-password = kannel
smsbox-port = ${ports.box}
box-allow-ip = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = trunkline
host = 127.0.0.1
port = ${world.running.smppPort}
transceiver-mode = true
smsc-username = ${user.systemId}
smsc-password = ${user.password}
system-type = ""
max-pending-submits = 100
source-addr-autodetect = true

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${ports.box}
sendsms-port = ${ports.send}

group = sendsms-user
username = tester
password = tester
concatenation = true
max-messages = 10

group = sms-service
keyword = default
text = "none"
`
  beforeAll(async () => {
    const user = await world.makeUser()
    const ports = { admin: await freePort(), box: await freePort(), send: await freePort() }
    sendPort = ports.send
    folder = await mkdtemp(path.join(tmpdir(), 'kannel-'))
    const file = path.join(folder, 'kannel.conf')
    await writeFile(file, configuration(user, ports))
    for (const name of ['bearerbox', 'smsbox']) {
      children.push(spawn(programPath(name)!, [file], { stdio: 'ignore', cwd: folder }))
      if (name === 'bearerbox')
        await eventually('Kannel binds', async () => {
          const { body } = await world.call<{ results: object[] }>(
            'GET',
            `/smpp/1/binds?userId=${user.id}`,
          )
          return body.results.length > 0 ? true : undefined
        })
    }
    await eventually('smsbox answers', () =>
      fetch(`http://127.0.0.1:${sendPort}/`).then(
        () => true as const,
        () => undefined,
      ),
    )
  }, 60_000)
  afterAll(async () => {
    for (const child of children.toReversed()) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
    if (folder !== '') await rm(folder, { recursive: true, force: true })
  })

  it('sends short and long messages, and tells of every receipt', async () => {
    const told = new Set<string>()
    const web = createWeb((request, response) => {
      told.add(request.url!)
      response.end()
    })
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
    const texts = Array.from({ length: 100 }, (_, n) =>
      n % 10 === 0 ? `long ${n} `.repeat(40).trim() : `message ${n}`,
    )
    for (const [n, text] of texts.entries()) {
      const query = new URLSearchParams({
        username: 'tester',
        password: 'tester',
        from: 'Trunkline',
        to: handset(5_000 + n),
        text,
        'dlr-mask': '3',
        'dlr-url': `${address}/dlr/${n}`,
      })
      const answer = await fetch(`http://127.0.0.1:${sendPort}/cgi-bin/sendsms?${query}`)
      expect(answer.status).toBe(202)
    }
    await eventually('every receipt', () => (told.size === texts.length ? true : undefined), 40_000)
    const shown = await Promise.all(
      [0, 1, 10].map(async (n) => (await world.handsetShows(handset(5_000 + n)))[0]),
    )
    expect(shown.map((one) => one?.text)).toEqual([texts[0], texts[1], texts[10]])
    expect(shown[0]!.parts).toBeGreaterThan(1)
    web.closeAllConnections()
    web.close()
  }, 90_000)
})

const tshark = programPath('tshark') !== null && programPath('text2pcap') !== null
const tsharkSuite = tshark ? describe : describe.skip

tsharkSuite(tshark ? 'tshark' : 'tshark (skipped: it is not installed)', () => {
  it('finds no malformed PDU in what our server and a busy customer say', async () => {
    const tap = await tapWire(world.running.smppPort)
    const esme = await bindAs(tap.port, await world.makeUser({ version: '5.0' }), { version: 0x50 })
    const texts = ['short', 'Привет', 'x'.repeat(254)]
    await Promise.all(
      Array.from({ length: 3_000 }, (_, n) =>
        esme.submit({
          registered_delivery: 0x11,
          destination_addr: n % 100 === 0 ? '1' : handset(20_000 + n),
          ...(n % 3 === 1
            ? { data_coding: 8, short_message: Buffer.from(texts[1]!, 'utf16le').swap16() }
            : { short_message: Buffer.from(texts[n % 3]!) }),
        }),
      ),
    )
    await eventually(
      'all ends',
      () =>
        esme.receipts.filter((one) => one.state === 'DELIVERED').length === 2_970
          ? true
          : undefined,
      60_000,
    )
    esme.session.close()
    await tap.close()
    expect(tap.pdus.length).toBeGreaterThan(12_000)
    expect(malformedPdus(tap.pdus)).toBe('')
  }, 120_000)
})
