import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The whole program as a process of its own, on a data folder of its own: what may be killed. */

const projectDir = fileURLToPath(new URL('../..', import.meta.url))
export const PROGRAM_KEY = 'program-0123456789abcdef0123456789abcdef'

export interface Ready {
  url: string
  pid: number
  postgresPid: number
  simulatorPid: number
  /** Port of the SMPP server for customers. */
  smpp: number
}

export interface Program {
  readonly dataDir: string
  ready: Ready
  child: ChildProcess
  /** Starts it again on the same folder after it ended. */
  start(): Promise<void>
  /** Ends it as `kill -9` does and waits until it is gone. */
  kill(): Promise<void>
  /** Ends its PostgreSQL as `kill -9` does; the one that runs now, which need not be the first. */
  killPostgres(): Promise<void>
  /** Ends it in order and removes its folder. */
  remove(): Promise<void>
  call<Body = Record<string, unknown>>(
    method: string,
    address: string,
    body?: unknown,
  ): Promise<{ status: number; body: Body }>
}

async function launch(dataDir: string): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = spawn(process.execPath, [path.join(projectDir, 'src/main.ts')], {
    cwd: projectDir,
    env: {
      ...process.env,
      PORT: '0',
      SIMULATOR: 'on',
      SMPP_PORT: '0',
      SIMULATOR_SMPP_PORT: '0',
      SIMULATOR_SMTP_PORT: '0',
      DATA_DIR: dataDir,
      API_KEY: PROGRAM_KEY,
      OWNER_PASSWORD: 'a password for tests',
      THROTTLING: 'off',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  for await (const line of createInterface({ input: child.stdout! })) {
    const told = JSON.parse(line) as Ready & { ready?: boolean }
    if (told.ready) return { child, ready: told }
  }
  throw new Error('the program ended before it was ready')
}

async function postmasterFile(dataDir: string): Promise<string> {
  for await (const file of glob(path.join(dataDir, 'postgres/**/postmaster.pid'))) return file
  throw new Error('PostgreSQL does not run')
}

export async function startProgram(): Promise<Program> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tl-program-'))
  const first = await launch(dataDir)
  const program: Program = {
    dataDir,
    ...first,
    start: async () => {
      Object.assign(program, await launch(dataDir))
    },
    kill: async () => {
      if (program.child.exitCode !== null || program.child.signalCode !== null) return
      const gone = once(program.child, 'exit')
      program.child.kill('SIGKILL')
      await gone
    },
    killPostgres: async () => {
      const [pid] = (await readFile(await postmasterFile(dataDir), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    remove: async () => {
      if (program.child.exitCode === null && program.child.signalCode === null) {
        const gone = once(program.child, 'exit')
        program.child.kill('SIGTERM')
        await gone
      }
      await rm(dataDir, { recursive: true, force: true })
    },
    call: async <Body>(method: string, address: string, body?: unknown) => {
      const answer = await fetch(program.ready.url + address, {
        method,
        headers: { authorization: `App ${PROGRAM_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const text = await answer.text()
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body }
    },
  }
  return program
}
