import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The whole program as `npm start` runs it, in a folder of its own, and what it uses. */

const projectDir = fileURLToPath(new URL('..', import.meta.url))
export const API_KEY = 'bench-0123456789abcdef0123456789abcdef'

/** The value after `--name` on the command line. */
export const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

export interface Program {
  url: string
  /** Where customers bind. */
  smppPort: number
  dataDir: string
  /** Server, PostgreSQL, simulator. */
  pids: readonly [number, number, number]
  child: ChildProcess
  stop(): Promise<void>
}

interface Ready {
  url: string
  smpp: number
  pid: number
  postgresPid: number
  simulatorPid: number
  ready?: boolean
}

export async function startProgram(settings: Record<string, string> = {}): Promise<Program> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tl-bench-'))
  const child = spawn(process.execPath, [path.join(projectDir, 'src/main.ts')], {
    cwd: projectDir,
    env: {
      ...process.env,
      PORT: '0',
      SMPP_PORT: '0',
      SIMULATOR: 'on',
      SIMULATOR_SMPP_PORT: '0',
      SIMULATOR_SMTP_PORT: '0',
      DATA_DIR: dataDir,
      API_KEY,
      THROTTLING: 'off',
      LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout! })) {
    const told = JSON.parse(line) as Ready
    if (!told.ready) continue
    return {
      url: told.url,
      smppPort: told.smpp,
      dataDir,
      pids: [told.pid, told.postgresPid, told.simulatorPid],
      child,
      stop: async () => {
        if (child.exitCode === null) {
          child.kill('SIGTERM')
          await once(child, 'exit')
        }
        await rm(dataDir, { recursive: true, force: true })
      },
    }
  }
  throw new Error('the program ended before it was ready')
}

/** Asks the program as the owner of the first account, or with another key. */
export async function ask<Answer>(
  url: string,
  method: string,
  path: string,
  body?: object,
  key: string = API_KEY,
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `App ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** Another account below the first one, with a key and a sender of its own. */
export async function makeAccount(url: string, sender: string): Promise<string> {
  const { key } = await ask<{ key: string }>(url, 'POST', '/accounts/1/accounts', {
    name: 'Other',
    kind: 'CUSTOMER',
  })
  const { publicApiKey } = await ask<{ publicApiKey: string }>(
    url,
    'POST',
    `/settings/1/accounts/${key}/api-keys`,
    { name: 'bench' },
  )
  await ask(url, 'POST', '/accounts/1/senders', { sender }, publicApiKey)
  return publicApiKey
}

/**
 * CPU seconds and resident memory of processes and their children, from /proc; null where there is none.
 * @param besides children that are measured by themselves
 */
export async function usage(
  pids: readonly number[],
  besides: readonly number[] = [],
): Promise<{ cpuSeconds: number; residentMb: number } | null> {
  let ticks = 0
  let pages = 0
  try {
    const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
    for (const pid of all) {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
      if (stat === null) continue
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (!pids.includes(pid) && (besides.includes(pid) || !pids.includes(Number(fields[1]))))
        continue
      ticks += Number(fields[11]) + Number(fields[12])
      // Shared buffers are counted once: only the parent's resident pages, and what each child has of its own.
      const statm = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0 0'))
        .split(' ')
        .map(Number)
      pages += pids.includes(pid) ? statm[1]! : Math.max(0, statm[1]! - statm[2]!)
    }
  } catch {
    return null
  }
  return { cpuSeconds: ticks / 100, residentMb: Math.round((pages * 4096) / 1_048_576) }
}

/** What figures depend on. */
export const machine = {
  cpu: cpus()[0]?.model ?? null,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
}
