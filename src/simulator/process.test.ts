import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SimulatorUnreachable, simulatorClient } from './client.ts'
import {
  eventually,
  program,
  spawnSimulator,
  TestEsme,
  type SpawnedSimulator,
} from './spawned-simulator.ts'

let folder: string
const open: SpawnedSimulator[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tl-sim-'))
})
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.remove()
  rmSync(folder, { recursive: true, force: true })
})
const start = async () => {
  const simulator = await spawnSimulator(folder)
  open.push(simulator)
  return simulator
}

/** Runs it with arguments that must fail. */
function failure(args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}

const args = (over: Record<string, string> = {}) =>
  Object.entries({
    'data-dir': join(folder, 'other'),
    'smpp-port': '0',
    control: join(folder, 'o'),
    log: join(folder, 'log2'),
    ...over,
  }).flatMap(([name, value]) => [`--${name}`, value])

describe('it ends', () => {
  it.each([
    ['SIGTERM', (simulator: SpawnedSimulator) => simulator.child.kill('SIGTERM')],
    ['POST /shutdown', (simulator: SpawnedSimulator) => simulator.client.shutdown()],
  ])('on %s: unbinds, keeps what waits, leaves no socket', async (_, end) => {
    const simulator = await start()
    const esme = await TestEsme.bind(simulator.smppPort)
    const { messageId } = await esme.submit({ destination_addr: '999000000907' })
    const gone = new Promise((resolve) => simulator.child.once('exit', resolve))
    await end(simulator)
    expect(await gone).toBe(0)
    await eventually(() => esme.closed)
    expect(existsSync(simulator.socketPath)).toBe(false)
    await expect(simulator.client.health()).rejects.toBeInstanceOf(SimulatorUnreachable)
    const next = await start()
    expect((await next.client.health()).waiting).toBe(1)
    expect((await next.client.messages()).results).toMatchObject([{ messageId }])
  })

  it('when its data folder is gone', async () => {
    const simulator = await start()
    const gone = new Promise((resolve) => simulator.child.once('exit', resolve))
    rmSync(simulator.dataDir, { recursive: true })
    expect(await gone).toBe(0)
  })
})

it('outlives the program that started it', async () => {
  const starter = `
    const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify([program, ...args()])}, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    child.stdout.once('data', (line) => { process.stdout.write(line); process.kill(process.pid, 'SIGKILL') })`
  const parent = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => parent.once('exit', resolve))
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: parent.stdout }).once('line', resolve),
  )
  await gone
  const { pid, smppPort } = JSON.parse(line) as { pid: number; smppPort: number }
  process.kill(pid, 'SIGHUP')
  const client = simulatorClient(join(folder, 'o'))
  expect(await client.health()).toMatchObject({ ready: true, pid, smppPort })
  const esme = await TestEsme.bind(smppPort)
  await client.shutdown()
  await eventually(() => esme.closed)
  client.close()
})

describe('it says in one sentence why it does not start', () => {
  it('the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    expect(await failure(args({ 'smpp-port': String(port) }))).toEqual({
      code: 1,
      said: `The simulator's SMPP port ${port} is taken; choose another with SIMULATOR_SMPP_PORT.\n`,
    })
    expect(await failure(args({ 'smtp-port': String(port) }))).toEqual({
      code: 1,
      said: `The simulator's SMTP port ${port} is taken; choose another with SIMULATOR_SMTP_PORT.\n`,
    })
    expect(existsSync(join(folder, 'o'))).toBe(false)
    server.close()
  })

  it('another has the folder, or the socket; the other goes on', async () => {
    const simulator = await start()
    expect((await failure(args({ 'data-dir': simulator.dataDir }))).said).toContain(
      'another simulator uses',
    )
    expect((await failure(args({ control: simulator.socketPath }))).said).toContain(
      'another simulator listens on',
    )
    expect((await simulator.client.health()).pid).toBe(simulator.pid)
  })

  it.each([
    ['no arguments', () => [], /^Usage: /],
    ['an unknown argument', () => ['--colour', 'blue'], /Unknown option '--colour'.*Usage: /],
    [
      'a port that is none',
      () => args({ 'smpp-port': '99999' }),
      /--smpp-port must be 0 to 65535, not 99999/,
    ],
    [
      'a socket path that is too long',
      () => args({ control: `/tmp/${'x'.repeat(120)}` }),
      /longer than/,
    ],
  ])('%s', async (_, given, sentence) => {
    const { code, said } = await failure(given())
    expect(code).toBe(1)
    expect(said).toMatch(sentence)
    expect(said.trim().split('\n')).toHaveLength(1)
  })
})
