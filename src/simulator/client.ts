import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import type {
  Behaviour,
  BehaviourUpdate,
  Handsets,
  HandsetsQuery,
  Health,
  InboundRequest,
  InboundResponse,
  Mail,
  Mails,
  MailsCleared,
  MailsQuery,
  Messages,
  MessagesQuery,
  Operators,
  OperatorUpdate,
  ResetRequest,
  ResetResponse,
  StreamEvent,
} from './wire.ts'

/** The simulator understood the request and will not do it. */
export class SimulatorRefusal extends Error {
  override readonly name = 'SimulatorRefusal'
  readonly status: number
  readonly violations: readonly { property: string; violation: string }[]

  constructor(
    status: number,
    text: string,
    violations: readonly { property: string; violation: string }[],
  ) {
    super(text)
    this.status = status
    this.violations = violations
  }
}

/** Nobody answers on the socket, or not in time: the simulator is off, starting or stuck. */
export class SimulatorUnreachable extends Error {
  override readonly name = 'SimulatorUnreachable'
}

export interface SimulatorClient {
  health(): Promise<Health>
  behaviour(): Promise<Behaviour>
  setBehaviour(update: BehaviourUpdate): Promise<Behaviour>
  operators(): Promise<Operators>
  setOperator(update: OperatorUpdate): Promise<Operators>
  /** A handset writes; resolves when the simulator has it on disk. */
  inbound(message: InboundRequest): Promise<InboundResponse>
  handsets(query?: HandsetsQuery): Promise<Handsets>
  messages(query?: MessagesQuery): Promise<Messages>
  mails(query?: MailsQuery): Promise<Mails>
  /** @throws SimulatorRefusal when there is no such mail */
  mail(mailId: string): Promise<Mail>
  clearMails(): Promise<MailsCleared>
  reset(what?: ResetRequest): Promise<ResetResponse>
  /** Resolves when the simulator has begun to stop, not when it is gone. */
  shutdown(): Promise<void>
  /**
   * Follows what changes until `close`; begins again by itself after 1 s when the simulator goes away, each time with
   * `HELLO`, after which the listener should look at everything anew.
   */
  follow(listener: (event: StreamEvent) => void): { close(): void }
  /** Lets go of idle connections. */
  close(): void
}

const ANSWER_MS_MAX = 10_000
const FOLLOW_AGAIN_MS = 1_000

/**
 * Talks to a simulator over its control socket. Every call rejects with `SimulatorRefusal` or `SimulatorUnreachable`.
 */
export function simulatorClient(socketPath: string): SimulatorClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 10 })
  const ask = <Answer>(
    method: string,
    path: string,
    input: { query?: object; body?: object } = {},
  ): Promise<Answer> =>
    exchange(
      { socketPath, agent, method, path: `${path}${queryText(input.query)}` },
      input.body,
    ) as Promise<Answer>
  return {
    health: () => ask('GET', '/health'),
    behaviour: () => ask('GET', '/simulator/1/behaviour'),
    setBehaviour: (body) => ask('PUT', '/simulator/1/behaviour', { body }),
    operators: () => ask('GET', '/simulator/1/operator'),
    setOperator: (body) => ask('POST', '/simulator/1/operator', { body }),
    inbound: (body) => ask('POST', '/simulator/1/inbound', { body }),
    handsets: (query = {}) => ask('GET', '/simulator/1/handsets', { query }),
    messages: (query = {}) => ask('GET', '/simulator/1/messages', { query }),
    mails: (query = {}) => ask('GET', '/simulator/1/mails', { query }),
    mail: (mailId) => ask('GET', '/simulator/1/mail', { query: { mailId } }),
    clearMails: () => ask('DELETE', '/simulator/1/mails'),
    reset: (body = {}) => ask('POST', '/simulator/1/reset', { body }),
    shutdown: async () => {
      await ask('POST', '/shutdown', { body: {} })
    },
    follow: (listener) => follow(socketPath, listener),
    close: () => agent.destroy(),
  }
}

function queryText(query: object | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`
}

interface Target {
  socketPath: string
  agent: Agent
  method: string
  path: string
}

async function exchange(target: Target, body: object | undefined): Promise<unknown> {
  const { status, text } = await send(
    target,
    body === undefined ? undefined : JSON.stringify(body),
  ).catch((cause: unknown) => {
    throw new SimulatorUnreachable('The simulator does not answer.', { cause })
  })
  let answer: { error?: string; violations?: { property: string; violation: string }[] }
  try {
    answer = JSON.parse(text) as typeof answer
  } catch (cause) {
    throw new SimulatorUnreachable('The simulator gave no JSON.', { cause })
  }
  if (status === 503) throw new SimulatorUnreachable(answer.error ?? 'The simulator is starting.')
  if (status !== 200)
    throw new SimulatorRefusal(status, answer.error ?? '', answer.violations ?? [])
  return answer
}

function send(
  { socketPath, agent, method, path }: Target,
  body: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const request = httpRequest(
      { socketPath, agent, method, path, headers, timeout: ANSWER_MS_MAX },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_MS_MAX} ms`)))
    request.on('error', reject)
    request.end(body)
  })
}

function follow(socketPath: string, listener: (event: StreamEvent) => void): { close(): void } {
  let closed = false
  let again: NodeJS.Timeout | null = null
  let request: ReturnType<typeof httpRequest> | null = null
  const retry = () => {
    if (closed || again) return
    again = setTimeout(() => {
      again = null
      open()
    }, FOLLOW_AGAIN_MS)
  }
  const open = () => {
    request = httpRequest({ socketPath, path: '/simulator/1/stream', agent: false }, (response) => {
      readLines(response, listener)
      response.on('close', retry)
      response.on('error', retry)
    })
    request.on('error', retry)
    request.end()
  }
  open()
  return {
    close: () => {
      closed = true
      if (again) clearTimeout(again)
      request?.destroy()
    },
  }
}

function readLines(response: IncomingMessage, listener: (event: StreamEvent) => void): void {
  if (response.statusCode !== 200) return void response.resume()
  const lines = createInterface({ input: response })
  // The interface passes on the response's error, which ends in `close` anyway.
  lines.on('error', () => undefined)
  lines.on('line', (line) => {
    const event = parsed(line)
    if (event) listener(event)
  })
}

/** A line may be cut when the simulator dies. */
function parsed(line: string): StreamEvent | null {
  try {
    return JSON.parse(line) as StreamEvent
  } catch {
    return null
  }
}
