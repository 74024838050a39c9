import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { until } from './wait.ts'

/** A process that nobody else can be taken for: numbers are used again, the moment of starting is not. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own words; only equality means something. */
  readonly started: string
}

const onLinux = process.platform === 'linux'

/**
 * The process that has this number now; null when there is none, or only its remains (a zombie that nobody has
 * collected, as happens in containers without an init).
 */
export function identify(pid: number): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  const started = onLinux ? startedOnLinux(pid) : startedByPs(pid)
  return started === null ? null : { pid, started }
}

function startedOnLinux(pid: number): string | null {
  // proc(5): the name in parentheses may hold anything, so the fields are counted from its end. 3 is the state, 22 the start.
  const stat = readOr(`/proc/${pid}/stat`, '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields[3 - 3], fields[22 - 3]]
  if (state === undefined || started === undefined || state === 'Z' || state === 'X') return null
  // The start is counted from boot, so the boot belongs to it.
  return `${readOr('/proc/sys/kernel/random/boot_id', '').trim()} ${started}`
}

function startedByPs(pid: number): string | null {
  const [state, ...started] = ps(['-o', 'state=,lstart=', '-p', String(pid)])
    .trim()
    .split(/\s+/)
  return state === undefined || state === '' || state.startsWith('Z') ? null : started.join(' ')
}

export const isRunning = (one: ProcessIdentity): boolean =>
  identify(one.pid)?.started === one.started

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Ends a process by ever stronger signals, waiting after each.
 * @returns the signal that ended it, or null when it was gone already
 */
export async function endProcess(
  one: ProcessIdentity,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<NodeJS.Signals | null> {
  if (!isRunning(one)) return null
  for (const step of steps) {
    signal(one.pid, step.signal)
    const gone = await until(() => !isRunning(one), { deadlineMs: step.waitMs, everyMs: 10 })
    if (gone) return step.signal
  }
  throw new Error(`the process ${one.pid} does not end`)
}

/**
 * Processes that work in this folder: on Linux by their working directory, elsewhere by any of these marks in the
 * command that `ps` shows. Sees those of other users only as root.
 */
export function processesIn(folder: string, marks: readonly string[]): ProcessIdentity[] {
  const pids = onLinux
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => pid > 0 && workingDirectory(pid) === folder)
    : ps(['-axo', 'pid=,command='])
        .split('\n')
        .filter((line) => marks.some((mark) => line.includes(mark)))
        .map((line) => Number.parseInt(line, 10))
  return pids.map(identify).filter((one) => one !== null)
}

/** Whether the number is in use at all, also by remains or by somebody else's process. */
export function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

function ps(args: string[]): string {
  try {
    return execFileSync('/bin/ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { LC_ALL: 'C' },
    })
  } catch {
    return ''
  }
}
