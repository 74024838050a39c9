import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartRefused } from '../start-refused.ts'
import {
  endProcess,
  identify,
  isRunning,
  lockFolder,
  socketFolder,
  until,
  within,
} from './index.ts'

const children: ChildProcess[] = []
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'processes-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})
const soon = { deadlineMs: 10_000, everyMs: 5 }

const run = (script: string): ChildProcess => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  children.push(child)
  return child
}
const says = (child: ChildProcess, word: string) =>
  new Promise<void>((settle) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => text.includes(word) && settle())
  })

describe('a process', () => {
  it('is known by its number and its start together', async () => {
    const child = run('setInterval(() => {}, 1000)')
    const identity = identify(child.pid!)!
    expect(isRunning(identity)).toBe(true)
    expect(isRunning({ ...identity, started: 'another time' })).toBe(false)
    expect(await endProcess(identity, [{ signal: 'SIGTERM', waitMs: 5_000 }])).toBe('SIGTERM')
    expect(isRunning(identity)).toBe(false)
    expect(await endProcess(identity, [])).toBeNull()
  })

  it('that does not listen is ended by a stronger signal', async () => {
    const child = run(
      'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("deaf")',
    )
    await says(child, 'deaf')
    const steps = [
      { signal: 'SIGTERM', waitMs: 50 },
      { signal: 'SIGKILL', waitMs: 5_000 },
    ] as const
    expect(await endProcess(identify(child.pid!)!, steps)).toBe('SIGKILL')
  })

  it.runIf(process.platform === 'linux')(
    'that only remains, collected by nobody, is gone',
    async () => {
      // The child ends when its shell has become another program, which never asks for it.
      const shell = spawn('/bin/sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(shell)
      const pid = await new Promise<number>((settle) =>
        shell.stdout.setEncoding('utf8').once('data', (text: string) => settle(Number(text))),
      )
      expect(await until(() => identify(pid) === null, soon)).toBe(true)
      expect(() => process.kill(pid, 0)).not.toThrow()
    },
  )

  it('with an impossible number is none', () => {
    for (const pid of [0, -1, Number.NaN, 2 ** 40]) expect(identify(pid)).toBeNull()
  })
})

describe('the lock on a folder', () => {
  const holder = (file: string, then: string) =>
    run(`import { lockFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))}
      const lock = await lockFolder(${JSON.stringify(file)})
      ${then}
      console.log('held'); setInterval(() => {}, 1000)`)

  it('is refused while another process holds it, by name, and free the moment that one is killed', async () => {
    const child = holder(folder, '')
    await says(child, 'held')
    await expect(lockFolder(folder)).rejects.toThrow(StartRefused)
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`)
    child.kill('SIGKILL')
    await until(() => child.signalCode !== null, soon)
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid}`)
    lock.release()
    const again = await lockFolder(folder)
    again.release()
  })

  it('is waited for when its holder is about to end', async () => {
    const child = holder(folder, 'await lock.announceEnd(); setTimeout(() => process.exit(0), 300)')
    await says(child, 'held')
    const lock = await lockFolder(folder)
    expect(child.exitCode ?? identify(child.pid!)).toSatisfy((left) => left === 0 || left === null)
    lock.release()
  })
})

describe('a folder for sockets', () => {
  const options = { socketName: 'a.sock', uid: process.getuid!(), own: async () => undefined }

  it('is the wanted one when the path fits, else another, used again while it is ours alone', async () => {
    const noteFile = path.join(folder, 'note')
    const short = path.join(folder, 'run')
    expect(await socketFolder(short, { ...options, noteFile })).toBe(short)
    const long = path.join(folder, 'x'.repeat(120))
    const first = await socketFolder(long, { ...options, noteFile })
    expect(Buffer.byteLength(path.join(first, 'a.sock'))).toBeLessThanOrEqual(103)
    expect(await socketFolder(long, { ...options, noteFile })).toBe(first)
    expect(await socketFolder(long, { ...options, noteFile, uid: options.uid + 1 })).not.toBe(first)
    for (const left of [first, await socketFolder(long, { ...options, noteFile })])
      await rm(left, { recursive: true })
  })
})

describe('waiting', () => {
  it('ends with the answer, or with nothing at the deadline', async () => {
    let asked = 0
    expect(await until(() => ++asked === 3 && 'yes', { deadlineMs: 5_000, everyMs: 1 })).toBe('yes')
    expect(await until(() => null, { deadlineMs: 5, everyMs: 1 })).toBeNull()
    expect(await within(Promise.resolve('done'), 5_000)).toBe('done')
    expect(await within(new Promise(() => undefined), 5)).toBeNull()
  })
})
