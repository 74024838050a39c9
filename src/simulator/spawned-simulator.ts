import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { clock } from '../core/clock.ts'
import {
  connect,
  messageOctets,
  readReceipt,
  status,
  type BindKind,
  type PduFields,
  type PduView,
  type Receipt,
  type Session,
} from '../protocols/smpp/index.ts'
import { simulatorClient, type SimulatorClient } from './client.ts'

/** For tests: a simulator in a process and folder of its own, and an ESME that keeps what it gets. */

export const program = fileURLToPath(new URL('./main.ts', import.meta.url))

export interface SpawnedSimulator {
  readonly folder: string
  readonly dataDir: string
  readonly socketPath: string
  readonly child: ChildProcess
  readonly pid: number
  readonly smppPort: number
  readonly smtpPort: number
  readonly client: SimulatorClient
  /** Kills it as a power cut would and starts it again on the same folder. */
  killAndStart(): Promise<SpawnedSimulator>
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

export async function spawnSimulator(
  folder = mkdtempSync(join(tmpdir(), 'tl-sim-')),
): Promise<SpawnedSimulator> {
  const dataDir = join(folder, 'data')
  const socketPath = join(folder, 's')
  const child = spawn(
    process.execPath,
    [
      program,
      '--data-dir',
      dataDir,
      '--smpp-port',
      '0',
      '--control',
      socketPath,
      '--log',
      join(folder, 'log'),
      '--end-with-stdin',
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const { pid, smppPort, smtpPort } = await readyLine(child)
  const client = simulatorClient(socketPath)
  const killed = async () => {
    client.close()
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  return {
    folder,
    dataDir,
    socketPath,
    child,
    pid,
    smppPort,
    smtpPort,
    client,
    killAndStart: async () => {
      await killed()
      return spawnSimulator(folder)
    },
    remove: async () => {
      await killed()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readyLine(
  child: ChildProcess,
): Promise<{ pid: number; smppPort: number; smtpPort: number }> {
  let complaint = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) =>
      resolve(JSON.parse(line) as { pid: number; smppPort: number; smtpPort: number }),
    )
    child.once('exit', (code) =>
      reject(new Error(`the simulator ended with ${code}: ${complaint}`)),
    )
  })
}

/** Resolves with the first value that is not undefined, null or false; rejects after the deadline. */
export async function eventually<Value>(
  look: () => Value | Promise<Value>,
  deadlineMs = 15_000,
): Promise<NonNullable<Value>> {
  const until = clock.ms() + deadlineMs
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== null && value !== false) return value
    if (clock.ms() > until) throw new Error(`not within ${deadlineMs} ms: ${look.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface SubmitAnswer {
  status: number
  messageId: string
  congestion: number | undefined
}

/** A bound ESME of the tests: acknowledges everything and remembers it in order. */
export class TestEsme {
  /** Everything in the order of arrival: `answer <id>` and `receipt <id>`. */
  readonly order: string[] = []
  readonly receipts: Receipt[] = []
  readonly receiptViews: PduView[] = []
  readonly inbound: PduView[] = []
  closed = false
  /** When set, receipts and MO are not answered but put here. */
  held: number[] | null = null
  /** What receipts and MO are answered with. */
  acknowledgeWith: number = status.ESME_ROK
  session!: Session<unknown>

  static async bind(
    port: number,
    options: {
      kind?: BindKind
      systemId?: string
      password?: string
      version?: number
      windowMax?: number
    } = {},
  ) {
    const esme = new TestEsme()
    esme.session = await connect<unknown>(
      {
        host: '127.0.0.1',
        port,
        now: clock.ms,
        windowMax: options.windowMax ?? 100,
        inboundWindowMax: 1_000,
        bind: {
          kind: options.kind ?? 'transceiver',
          system_id: options.systemId ?? 'trunkline',
          password: options.password ?? 'simulator',
          interface_version: options.version ?? 0x34,
        },
      },
      {
        onRequest: (session, view, ticket) => esme.#take(session, view, ticket),
        onClose: () => {
          esme.closed = true
        },
      },
    )
    return esme
  }

  async submit(fields: PduFields<'submit_sm'>): Promise<SubmitAnswer> {
    const view = await this.session.request('submit_sm', {
      source_addr_ton: 5,
      source_addr: 'Trunkline',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      registered_delivery: 1,
      short_message: Buffer.from('Hello there'),
      ...fields,
    })
    const messageId = view.commandStatus === 0 ? view.text('message_id') : ''
    this.order.push(`answer ${messageId}`)
    return { status: view.commandStatus, messageId, congestion: view.tlv('congestion_state') }
  }

  receiptsFor(messageId: string): Receipt[] {
    return this.receipts.filter((receipt) => receipt.id === messageId)
  }

  receiptFor(messageId: string): Promise<Receipt> {
    return eventually(() => this.receipts.find((receipt) => receipt.id === messageId))
  }

  unbind(): Promise<boolean> {
    this.session.unbind()
    return eventually(() => this.closed)
  }

  #take(session: Session<unknown>, view: PduView, ticket: number): void {
    const receipt = readReceipt(view)
    if (this.acknowledgeWith === status.ESME_ROK) {
      if (receipt) {
        this.receipts.push(receipt)
        this.receiptViews.push(view.keep())
        this.order.push(`receipt ${receipt.id}`)
      } else this.inbound.push(view.keep())
    }
    if (this.held) this.held.push(ticket)
    else session.respond(ticket, this.acknowledgeWith)
  }
}

export const textOf = (view: PduView): string => messageOctets(view).toString('latin1')
