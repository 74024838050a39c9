import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, lchownSync, readdirSync } from 'node:fs'
import { chmod, cp, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { processesIn, until } from '../../src/core/processes/index.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PROJECT = path.join(import.meta.dirname, '../..')
const DEADLINE_MS = 60_000
/** Without the portal, which has a test of its own, and with the stand-in in the platform's place. */
const COPIED = ['scripts', 'src', 'package.json', 'package-lock.json', 'trunkline.env.sample']

export interface ReadyLine {
  ready: true
  url: string
  pid: number
  postgresPid: number
  simulatorPid: number | null
  smpp: number | null
  simulatorSmpp: number | null
}

/** A copy of the project with the installed packages, as after a clone and a first `npm ci`. */
export async function projectCopy(owner?: { uid: number; gid: number }): Promise<string> {
  const folder = await temporaryFolder('launch')
  await chmod(folder, 0o755)
  for (const name of COPIED)
    await cp(path.join(PROJECT, name), path.join(folder, name), { recursive: true })
  await cp(
    path.join(import.meta.dirname, 'stand-in-platform.ts'),
    path.join(folder, 'src/platform.ts'),
  )
  await symlink(path.join(PROJECT, 'node_modules'), path.join(folder, 'node_modules'))
  if (owner) giveAll(folder, owner)
  return folder
}

function giveAll(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  chownSync(folder, uid, gid)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    lchownSync(path.join(entry.parentPath, entry.name), uid, gid)
}

export interface LaunchOptions {
  project: string
  dataDir: string
  command?: string[]
  settings?: Record<string, string>
  user?: { uid: number; gid: number }
}

/** The launcher as npm would start it, in a process group of its own. */
export class Launched {
  readonly launcher: ChildProcess
  readonly dataDir: string
  stdout = ''
  stderr = ''
  /** The exit code, once all that it wrote is read. */
  readonly exit: Promise<number | null>

  constructor({ project, dataDir, command = ['start'], settings = {}, user }: LaunchOptions) {
    this.dataDir = dataDir
    this.launcher = spawn(process.execPath, ['scripts/launch.mjs', ...command], {
      cwd: project,
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: project,
        PORT: '0',
        SIMULATOR: 'off',
        SMPP_PORT: '0',
        SIMULATOR_SMPP_PORT: '0',
        SIMULATOR_SMTP_PORT: '0',
        DATA_DIR: dataDir,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    })
    this.launcher.stdout?.setEncoding('utf8').on('data', (part: string) => (this.stdout += part))
    this.launcher.stderr?.setEncoding('utf8').on('data', (part: string) => (this.stderr += part))
    this.exit = new Promise((settle) => this.launcher.once('close', (code) => settle(code)))
  }

  async ready(): Promise<ReadyLine> {
    let over = false
    void this.exit.then(() => (over = true))
    await until(() => over || this.stdout.includes('\n'), { deadlineMs: DEADLINE_MS, everyMs: 10 })
    if (!this.stdout.includes('\n')) throw new Error(`not ready: ${this.stdout} ${this.stderr}`)
    return JSON.parse(this.stdout) as ReadyLine
  }

  signal(name: NodeJS.Signals): void {
    this.launcher.kill(name)
  }

  /** Asks it to stop, as a service manager does. @returns the exit code */
  stop(): Promise<number | null> {
    this.signal('SIGTERM')
    return this.exit
  }
}

/** What one test started, so that nothing of it outlives the test, however the test ends. */
export class Launches {
  readonly #launched: Launched[] = []
  readonly #folders: string[] = []

  launch(options: LaunchOptions): Launched {
    const launched = new Launched(options)
    this.#launched.push(launched)
    return launched
  }

  async folder(name: string): Promise<string> {
    const folder = await temporaryFolder(name)
    this.#folders.push(folder)
    return folder
  }

  async project(owner?: { uid: number; gid: number }): Promise<string> {
    const folder = await projectCopy(owner)
    this.#folders.push(folder)
    return folder
  }

  async end(): Promise<void> {
    for (const { launcher, dataDir } of this.#launched) {
      if (launcher.pid !== undefined && launcher.exitCode === null && launcher.signalCode === null)
        killGroup(launcher.pid)
      for (const pid of await helperPids(dataDir)) kill(pid)
    }
    for (const folder of this.#folders)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function helperPids(dataDir: string): Promise<number[]> {
  const data = path.join(dataDir, 'postgres/data')
  return processesIn(data, [`-D ${data}`]).map(({ pid }) => pid)
}

const killGroup = (pid: number): void => kill(-pid)

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone already.
  }
}

/** What the stand-in platform counts: how often it was asked to, over all its lives. */
export async function counted(url: string): Promise<number> {
  const answer = await fetch(url)
  return ((await answer.json()) as { n: number }).n
}
