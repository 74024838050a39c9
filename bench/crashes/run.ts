import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openInstallation, type Installation } from './installation.ts'
import { NOWHERE, SENDER, SOMEWHERE, startLoad, type Load, type Sender } from './load.ts'
import type { Journal } from './peer.ts'
import { judge, type Payer, type Verdict } from './promises.ts'

export interface CrashPlan {
  /** Of the server. */
  kills: number
  databaseKills: number
  messagesPerSecond: number
  /** Between a start and the next kill at most, ms. */
  pauseMsMax: number
  /** How long everything may take to come to rest at the end, ms. */
  restMsMax: number
}

export interface CrashReport {
  plan: CrashPlan
  acknowledged: number
  /** Answers other than 200, by status; 0: none came. Each was asked again. */
  refused: Record<string, number>
  serverStarts: { count: number; msMax: number }
  restMs: number
  figures: Verdict['figures']
  broken: string[]
}

const TOPPED_UP = '100000'
const TOPPED_UP_MICROS = 100_000_000_000n
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Kills the program at random instants while it is sent to, and judges what is left. */
export async function crashRun(plan: CrashPlan, quiet = false): Promise<CrashReport> {
  const tell = quiet ? () => undefined : say
  const folder = await mkdtemp(path.join(tmpdir(), 'tl-crash-notes-'))
  const installation = await openInstallation()
  const peer = await startPeer()
  const victim = new Victim(installation, peer)
  try {
    await victim.start()
    const { senders, payers } = await prepare(installation, peer.port)
    const load = startLoad(
      installation,
      senders,
      plan.messagesPerSecond,
      path.join(folder, 'acknowledged'),
    )
    for (let n = 1; n <= plan.kills; n++) {
      await after(Math.random() * plan.pauseMsMax)
      // Every fifth time it is killed once more while it starts.
      await victim.killServer(n % 5 === 0)
      tell(`kill ${n} of ${plan.kills}: ${load.acknowledged.size} acknowledged`)
    }
    for (let n = 1; n <= plan.databaseKills; n++) {
      await after(500 + Math.random() * plan.pauseMsMax)
      await victim.killDatabase(load)
      tell(`database kill ${n} of ${plan.databaseKills}: ${load.acknowledged.size} acknowledged`)
    }
    await after(1_000)
    await load.end()
    tell('at rest soon')
    const restMs = await untilAtRest(installation, plan.restMsMax)
    const verdict = await judge({
      installation,
      senders,
      payers,
      acknowledged: load.acknowledged,
      taken: new Map((await peer.ask()).journal),
      inFlight: victim.inFlight,
    })
    return {
      plan,
      acknowledged: load.acknowledged.size,
      refused: Object.fromEntries(load.refused),
      serverStarts: { count: victim.starts, msMax: Math.round(victim.startMsMax) },
      restMs: Math.round(restMs),
      figures: verdict.figures,
      broken: [...load.oddities.slice(0, 20), ...verdict.broken],
    }
  } finally {
    await installation.remove()
    peer.child.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Peer {
  child: ChildProcess
  port: number
  ask(): Promise<{ journal: Journal; owed: number }>
}

async function startPeer(): Promise<Peer> {
  const child = fork(path.join(import.meta.dirname, 'peer.ts'), ['crash-peer'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    child,
    port,
    ask: async () => {
      child.send('journal')
      const [told] = (await once(child, 'message')) as [{ journal: Journal; owed: number }]
      return told
    },
  }
}

/** What is killed, and what was in flight when it was. */
class Victim {
  /** How often each message was with the operator, and not settled, at a kill. */
  readonly inFlight = new Map<number, number>()
  starts = 0
  startMsMax = 0
  readonly #installation: Installation
  readonly #peer: Peer

  constructor(installation: Installation, peer: Peer) {
    this.#installation = installation
    this.#peer = peer
  }

  async start(): Promise<void> {
    const began = performance.now()
    if (!(await this.#installation.start())) throw new Error('the program did not start')
    this.starts += 1
    this.startMsMax = Math.max(this.startMsMax, performance.now() - began)
  }

  async killServer(onceMoreAtStart: boolean): Promise<void> {
    await this.#installation.kill()
    await this.#noteInFlight()
    if (onceMoreAtStart) {
      const starting = this.#installation.start()
      await after(200 + Math.random() * 2_500)
      await this.#installation.kill()
      await starting
      await this.#noteInFlight()
    }
    await this.start()
  }

  /** The server starts the database again itself. When it answers 200 again, it has. */
  async killDatabase(load: Load): Promise<void> {
    await this.#installation.killDatabase()
    const before = load.acknowledged.size
    for (let waited = 0; load.acknowledged.size <= before + 100; waited += 50) {
      if (!this.#installation.alive()) await this.start()
      if (waited > 60_000) throw new Error('nothing is taken any more after a kill of PostgreSQL')
      await after(50)
    }
  }

  /** The server is dead: what it held leases on, and the operator had taken, may go out twice. */
  async #noteInFlight(): Promise<void> {
    const { journal } = await this.#peer.ask()
    const taken = new Map(journal)
    const held = await this.#installation.look<{ body: string }>(
      'select body from messaging.live where state = 1',
    )
    for (const { body } of held) {
      const serial = Number(/\d+/.exec(body)?.[0])
      if (taken.has(serial)) this.inFlight.set(serial, (this.inFlight.get(serial) ?? 0) + 1)
    }
  }
}

/** Three customers that pay in advance, one below a reseller, one that wants nothing sent twice; an operator that is there, and one that is not. */
async function prepare(
  { call }: Installation,
  peerPort: number,
): Promise<{ senders: Sender[]; payers: Payer[] }> {
  const made = async <Body>(
    address: string,
    body: object,
    wanted = 201,
    key?: string,
  ): Promise<Body> => {
    const answer = await call<Body>('POST', address, body, key)
    if (answer.status !== wanted)
      throw new Error(`${address}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const connect = async (name: string, port: number, prefix: string) => {
    const { id } = await made<{ id: number }>('/operators/1/connections', {
      name,
      kind: 'SMPP_CLIENT',
      host: '127.0.0.1',
      port,
      systemId: 'crash',
      password: 'crash',
      enabled: true,
      windowSize: 200,
    })
    await made('/operators/1/routes', { name, prefix, connectionId: id, priority: 1 })
  }
  await connect('Somewhere', peerPort, SOMEWHERE)
  await connect('Nowhere', 1, NOWHERE)

  const account = async (name: string, kind: string, price: string, by?: string, holds = false) => {
    const asked = { name, kind, ambiguous: holds ? 'HOLD' : 'RESEND' }
    const { key } = await made<{ key: string }>('/accounts/1/accounts', asked, 201, by)
    const { apiKeySecret } = await made<{ apiKeySecret: string }>(
      '/settings/2/api-keys',
      { name, accountId: key },
      200,
      by,
    )
    const list = await made<{ id: number }>(
      '/billing/1/price-lists',
      { name, currency: 'EUR' },
      201,
      by,
    )
    const prices = [{ amount: price }]
    await made(`/billing/1/price-lists/${list.id}/prices`, { prices }, 201, by)
    await made(`/billing/1/terms/${key}/price-lists`, { listId: list.id }, 201, by)
    const topUp = { kind: 'TOP_UP', amount: TOPPED_UP, reason: 'the crash bench' }
    await made(`/billing/1/terms/${key}/postings`, topUp, 201, by)
    await made('/accounts/1/senders', { sender: SENDER }, 201, apiKeySecret)
    return { key, apiKey: apiKeySecret, holds }
  }
  const shop = await account('Shop', 'CUSTOMER', '0.05')
  const careful = await account(
    'Shop that wants nothing twice',
    'CUSTOMER',
    '0.06',
    undefined,
    true,
  )
  const reseller = await account('Reseller', 'RESELLER', '0.031')
  const below = await account('Shop of the reseller', 'CUSTOMER', '0.07', reseller.apiKey)
  const paid = { toppedUpMicros: TOPPED_UP_MICROS }
  return {
    senders: [shop, below, careful],
    payers: [
      { key: shop.key, priceMicros: 50_000n, senders: [shop.key], ...paid },
      { key: careful.key, priceMicros: 60_000n, senders: [careful.key], ...paid },
      { key: reseller.key, priceMicros: 31_000n, senders: [below.key], ...paid },
      { key: below.key, priceMicros: 70_000n, senders: [below.key], ...paid },
    ],
  }
}

/** Waits until every message is final and no lease is left. @returns how long that took, ms */
async function untilAtRest(installation: Installation, msMax: number): Promise<number> {
  const began = performance.now()
  for (;;) {
    const [left] = await installation.look<{ open: number; leases: number }>(
      `select (select count(*) from messaging.live where state <> 3)::integer as open,
         (select count(*) from messaging.leases)::integer as leases`,
    )
    const ms = performance.now() - began
    if ((left!.open === 0 && left!.leases === 0) || ms > msMax) return ms
    await after(500)
  }
}
