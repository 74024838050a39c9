import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { chmodSync, unlinkSync } from 'node:fs'
import { connect } from 'node:net'
import type { Log } from '../core/log.ts'
import { ControlRefusal, controlOperations, type ControlOperation } from './control-operations.ts'
import type { Simulation } from './simulation.ts'
import type { Health } from './wire.ts'

export const controlLimits = {
  bodyOctetsMax: 1024 * 1024,
  connectionsMax: 100,
  /** unix(7): sun_path has 108 octets with its closing zero; macOS has 104. */
  socketPathOctetsMax: process.platform === 'darwin' ? 103 : 107,
}

export interface ControlServer {
  close(): Promise<void>
}

/** The control interface: HTTP on a Unix socket only its owner can open. */
export async function openControl(options: {
  socketPath: string
  /** null while it is being opened. */
  simulation: () => Simulation | null
  health: () => Health
  shutdown: () => void
  log: Log
}): Promise<ControlServer> {
  await freeSocket(options.socketPath)
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'a control request failed')
      send(response, 500, {
        error: 'Something went wrong in the simulator; its log says more.',
        violations: [],
      })
    })
  })
  server.maxConnections = controlLimits.connectionsMax
  await listening(server, options.socketPath)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A socket file outlives a killed process; one that answers belongs to a living simulator and is left alone. */
async function freeSocket(path: string): Promise<void> {
  if (Buffer.byteLength(path) > controlLimits.socketPathOctetsMax)
    throw new Error(
      `the control socket's path is longer than ${controlLimits.socketPathOctetsMax} octets: ${path}`,
    )
  if (await socketAnswers(path)) throw new Error(`another simulator listens on ${path}`)
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Whether anybody listens on a Unix socket. */
export const socketAnswers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve()
    })
  })
}

async function answer(
  control: { simulation: () => Simulation | null; health: () => Health; shutdown: () => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator')
  const route = `${request.method} ${url.pathname}`
  const simulation = control.simulation()
  if (!simulation)
    return send(response, 503, { error: 'The simulator is starting.', violations: [] })
  if (route === 'GET /health' || route === 'GET /simulator/1/health')
    return send(response, 200, control.health())
  if (route === 'GET /simulator/1/stream') return openStream(simulation, response)
  if (route === 'POST /shutdown') {
    response.on('finish', control.shutdown)
    return send(response, 200, { stopping: true })
  }
  const operation = controlOperations[route]
  if (!operation) return send(response, 404, { error: `There is no ${route}.`, violations: [] })
  const input = operation.from === 'query' ? queryOf(url) : await bodyOf(request)
  if (input === TOO_LARGE)
    return send(response, 413, {
      error: `The body is over ${controlLimits.bodyOctetsMax} octets.`,
      violations: [],
    })
  if (input === NOT_JSON)
    return send(response, 400, refusal([{ property: 'body', violation: 'must be valid JSON' }]))
  return run(simulation, operation, input, response)
}

async function run(
  simulation: Simulation,
  operation: ControlOperation,
  input: unknown,
  response: ServerResponse,
): Promise<void> {
  const violations = operation.check(input)
  if (violations.length > 0) return send(response, 400, refusal(violations.slice(0, 20)))
  try {
    return send(response, 200, await operation.run(simulation, input))
  } catch (error) {
    if (!(error instanceof ControlRefusal)) throw error
    return send(response, 400, refusal([{ property: error.property, violation: error.message }]))
  }
}

const refusal = (violations: { property: string; violation: string }[]) => ({
  error: 'The request cannot be processed.',
  violations,
})

function send(response: ServerResponse, code: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(body)
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

function openStream(simulation: Simulation, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
  response.on('close', () => simulation.events.remove(response))
  if (!simulation.events.add(response)) response.destroy()
}

/** Query values are text; what looks like a limit becomes a number, everything else is checked as it is. */
function queryOf(url: URL): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const [name, value] of url.searchParams)
    query[name] = name === 'limit' && /^[0-9]{1,6}$/.test(value) ? Number(value) : value
  return query
}

const TOO_LARGE = Symbol('too large')
const NOT_JSON = Symbol('not JSON')

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    octets += chunk.length
    if (octets <= controlLimits.bodyOctetsMax) chunks.push(chunk)
  }
  if (octets > controlLimits.bodyOctetsMax) return TOO_LARGE
  const text = Buffer.concat(chunks).toString('utf8')
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as unknown
  } catch {
    return NOT_JSON
  }
}
