import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { identify, until } from '../../src/core/processes/index.ts'
import { counted, Launches, type Launched, type ReadyLine } from './launched.ts'

// Each test starts whole programs, some several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const launches = new Launches()
let project = ''
const asRoot = process.getuid?.() === 0
const soon = { deadlineMs: 15_000, everyMs: 20 }
const isGone = (pid: number | null) => pid === null || identify(pid) === null

beforeAll(async () => {
  project = await launches.project()
})
afterAll(() => launches.end())

const launch = (dataDir: string, settings: Record<string, string> = {}, command = ['start']) =>
  launches.launch({ project, dataDir, settings, command })

/** Ends with code 1 and exactly this on stderr, whatever npm-like words stand before it. */
const refusal = async (launched: Launched): Promise<string> => {
  expect(await launched.exit).toBe(1)
  expect(launched.stdout).toBe('')
  const lines = launched.stderr
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{') && !line.startsWith('There is no portal'))
  expect(lines, launched.stderr).toHaveLength(1)
  return lines[0]!
}

describe('a first start', () => {
  let dataDir = ''
  let launched: Launched
  let ready: ReadyLine
  beforeAll(async () => {
    dataDir = path.join(await launches.folder('data'), 'made')
    launched = launch(dataDir, { SIMULATOR: 'auto' })
    ready = await launched.ready()
  })

  it('says on stdout in one line of JSON that it takes traffic, and where', async () => {
    expect(Object.keys(ready)).toEqual([
      'ready',
      'url',
      'pid',
      'postgresPid',
      'simulatorPid',
      'smpp',
      'simulatorSmpp',
    ])
    expect(ready).toMatchObject({
      ready: true,
      smpp: null,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    })
    expect(await counted(ready.url)).toBe(1)
    for (const pid of [ready.pid, ready.postgresPid, ready.simulatorPid!])
      expect(identify(pid)).not.toBeNull()
    expect(ready.simulatorSmpp).toBeGreaterThan(0)
    expect(launched.stdout.split('\n')).toHaveLength(2)
  })

  it('tells people on stderr, and secrets to a terminal only', async () => {
    await until(() => launched.stderr.includes('curl '), soon)
    expect(launched.stderr).toContain(`${ready.url}/portal/`)
    expect(launched.stderr).toContain(path.join(dataDir, 'credentials.txt'))
    expect(launched.stderr).not.toMatch(/a generated password|a-generated-key/)
  })

  it('keeps the credentials, and everything else, from others', async () => {
    const mode = async (...names: string[]) =>
      (await stat(path.join(dataDir, ...names))).mode & 0o777
    expect(await readFile(path.join(dataDir, 'credentials.txt'), 'utf8')).toBe(
      'Owner: owner@localhost\nPassword: a generated password\nAPI key: a-generated-key\n',
    )
    expect(await mode()).toBe(0o711)
    for (const name of await readdir(dataDir))
      expect(await mode(name), name).toBe(
        name.match(/^(postgres|simulator|compile-cache)$/) ? 0o700 : 0o600,
      )
  })

  it.runIf(asRoot && process.platform === 'linux')(
    'as root, runs the database as an ordinary user',
    () => {
      const uidOf = (pid: number) =>
        /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      expect(uidOf(ready.pid)).toBe('0')
      expect(uidOf(ready.postgresPid)).not.toBe('0')
    },
  )

  it('lets a locked-out owner in while it runs', async () => {
    const reset = launch(dataDir, {}, ['reset-owner'])
    expect(await reset.exit, reset.stderr).toBe(0)
    expect(reset.stdout).toContain(
      `password and API key are in ${path.join(dataDir, 'credentials.txt')}`,
    )
    expect(await readFile(path.join(dataDir, 'credentials.txt'), 'utf8')).toContain(
      'Password: a new password\nAPI key: a-new-key\n',
    )
  })

  it('refuses a second instance on the same data, naming the first', async () => {
    expect(await refusal(launch(dataDir))).toBe(
      `Another Trunkline (process ${ready.pid}) is using the data folder ${dataDir}: stop it first, or set DATA_DIR to another folder.`,
    )
    expect(await counted(ready.url)).toBe(1)
  })

  it('ends on SIGTERM with code 0 and leaves no process behind', async () => {
    expect(await launched.stop(), launched.stderr).toBe(0)
    expect([ready.pid, ready.postgresPid, ready.simulatorPid].map(isGone)).toEqual([
      true,
      true,
      true,
    ])
    expect(await readdir(path.join(dataDir, 'postgres/run'))).toEqual([])
  })

  it('lets a locked-out owner in while it does not run, and leaves no process behind', async () => {
    const reset = launch(dataDir, {}, ['reset-owner'])
    expect(await reset.exit, reset.stderr).toBe(0)
    expect(await readdir(path.join(dataDir, 'postgres/run'))).toEqual([])
  })
})

describe('what an operator can mend is told in one sentence', () => {
  it.each(['PORT', 'SMPP_PORT'])('a taken %s', async (setting) => {
    const other = createServer().listen(0, '127.0.0.1')
    await until(() => other.listening, soon)
    const { port } = other.address() as AddressInfo
    const launched = launch(await launches.folder('data'), { [setting]: String(port) })
    expect(await refusal(launched)).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or set ${setting} to a free port (0 takes any).`,
    )
    other.close()
  })

  it('a port of the simulator that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await until(() => other.listening, soon)
    const { port } = other.address() as AddressInfo
    const dataDir = await launches.folder('data')
    const launched = launch(dataDir, { SIMULATOR: 'on', SIMULATOR_SMPP_PORT: String(port) })
    expect(await refusal(launched)).toMatch(new RegExp(`SMPP port ${port} is taken`))
    expect(await readdir(path.join(dataDir, 'postgres/run'))).toEqual([])
    other.close()
  })

  it('a data folder that cannot be written', async () => {
    const file = path.join(await launches.folder('data'), 'a-file')
    await writeFile(file, '')
    expect(await refusal(launch(path.join(file, 'inside')))).toBe(
      `The data folder ${file}/inside cannot be written (ENOTDIR): let this user write there, or set DATA_DIR to another folder.`,
    )
  })

  it('a data folder of another PostgreSQL', async () => {
    const dataDir = await launches.folder('data')
    await mkdir(path.join(dataDir, 'postgres/data'), { recursive: true })
    await writeFile(path.join(dataDir, 'postgres/data/PG_VERSION'), '17\n')
    expect(await refusal(launch(dataDir))).toMatch(
      /was written by PostgreSQL 17, and this Trunkline brings 18: .* pg_dump.*nothing was changed\.$/,
    )
  })

  it('a database that is not there', async () => {
    const settings = { DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none' }
    const told = await refusal(launch(await launches.folder('data'), settings))
    expect(told).toMatch(/^The database of DATABASE_URL cannot be used \(.*ECONNREFUSED.*\)/)
    expect(told).not.toContain('hunter2')
  })

  it('a setting, an argument and a command that are wrong', async () => {
    const dataDir = await launches.folder('data')
    expect(await refusal(launch(dataDir, { PORT: 'http' }))).toMatch(/^PORT must be/)
    expect(await refusal(launch(dataDir, {}, ['start', '--colour']))).toMatch(
      /--colour.*: see npm start -- --help\.$/,
    )
    expect(await refusal(launch(dataDir, {}, ['start', '--roles', 'api']))).toMatch(
      /^--roles is reserved/,
    )
    expect(await refusal(launch(dataDir, {}, ['fly']))).toMatch(
      /^Say what to launch: start, dev, test/,
    )
  })

  it('a folder whose path is too long for a socket is no fault: the socket goes elsewhere', async () => {
    const dataDir = path.join(await launches.folder('data'), 'long'.repeat(30))
    const launched = launch(dataDir, { SIMULATOR: 'on' })
    const { url } = await launched.ready()
    expect(await counted(url)).toBe(1)
    const notes = ['postgres-socket', 'simulator/socket-folder'].map((name) =>
      path.join(dataDir, name),
    )
    const elsewhere = notes.map((note) => readFileSync(note, 'utf8').trim())
    for (const folder of elsewhere) expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await launched.stop()).toBe(0)
    expect(elsewhere.filter((folder) => existsSync(folder))).toEqual([])
  })
})

const user = { uid: 65_534, gid: 65_534 }
/** The copy uses this project's packages, which another user cannot when the project lies in a closed home itself. */
const packages = realpathSync(path.join(import.meta.dirname, '../../node_modules'))
const canReadPackages =
  asRoot && spawnSync('/bin/ls', [packages], { ...user, cwd: '/' }).status === 0

describe.runIf(canReadPackages)('an ordinary user with a home closed to others', () => {
  it('starts, is told who owns a database made as root, and leaves nothing behind', async () => {
    const home = await launches.project(user)
    await chmod(home, 0o700)
    const start = (dataDir: string) =>
      launches.launch({ project: home, dataDir, user, settings: { SIMULATOR: 'on' } })
    const launched = start(path.join(home, '.trunkline'))
    const ready = await launched.ready()
    expect(await counted(ready.url)).toBe(1)
    const owners = [ready.pid, ready.postgresPid, ready.simulatorPid].map(
      (pid) => statSync(`/proc/${pid}`).uid,
    )
    expect(owners).toEqual([user.uid, user.uid, user.uid])
    expect(await launched.stop(), launched.stderr).toBe(0)
    expect([ready.pid, ready.postgresPid, ready.simulatorPid].map(isGone)).toEqual([
      true,
      true,
      true,
    ])

    const ofRoot = await launches.folder('data')
    expect(await refusal(start(ofRoot))).toBe(
      `The data folder ${ofRoot} cannot be written (EACCES): let this user write there, or set DATA_DIR to another folder.`,
    )
  })
})

it('a Node that is too old is refused in one sentence', async () => {
  const old = path.join(await launches.folder('old'), 'old.cjs')
  await writeFile(old, "Object.defineProperty(process, 'versions', { value: { node: '18.20.4' } })")
  const told = spawnSync(process.execPath, ['-r', old, 'scripts/launch.mjs', 'start'], {
    cwd: project,
    encoding: 'utf8',
  })
  expect(told).toMatchObject({ status: 1, stdout: '' })
  expect(told.stderr).toMatch(/^Trunkline needs Node 20 or newer to start .*nodejs\.org\.\n$/)
})

it('--help shows the sample file itself, and starts nothing', async () => {
  const launched = launch('/nowhere', {}, ['start', '--help'])
  expect(await launched.exit).toBe(0)
  expect(launched.stdout).toContain(
    readFileSync(path.join(project, 'trunkline.env.sample'), 'utf8'),
  )
})
