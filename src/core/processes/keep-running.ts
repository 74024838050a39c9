import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { reasonOf } from '../start-refused.ts'
import { isRunning, type ProcessIdentity } from './process-table.ts'

/** A process in a session of its own, ours or one found running. */
export interface Running {
  readonly identity: ProcessIdentity
  /** Settles when it has ended, with how (`SIGKILL`, `code 1`), as far as can be known. */
  readonly ended: Promise<string>
}

const PAUSE_FIRST_MS = 100
const PAUSE_MS_MAX = 5_000
/** A process that ran this long has recovered, and its next end is a new story. */
const STEADY_MS = 30_000
const LOOK_EVERY_MS = 100

export const endOfChild = (child: ChildProcess): Promise<string> =>
  new Promise((settle) => {
    child.once('exit', (code, signal) => settle(signal ?? `code ${code}`))
  })

/** Only a parent is told of an end; for an adopted process one has to look. */
export const endOfAdopted = (identity: ProcessIdentity): Promise<string> =>
  new Promise((settle) => {
    const timer = setInterval(() => {
      if (isRunning(identity)) return
      clearInterval(timer)
      settle('an end nobody saw')
    }, LOOK_EVERY_MS)
    timer.unref()
  })

export interface Keeper {
  /** The process at the moment; while it is being started again, the one before. */
  current(): Running
  /** From now on its end is wanted. Waits for a start under way. */
  letGo(): Promise<Running>
}

/** Starts a process again whenever it ends: at once, and then with ever longer pauses while it keeps ending. */
export function keepRunning(
  first: Running,
  options: { name: string; log: Log; start: () => Promise<Running> },
): Keeper {
  let current = first
  const wanted = new AbortController()

  async function keep(): Promise<void> {
    let pauseMs = 0
    while (!wanted.signal.aborted) {
      const steady = setTimeout(() => (pauseMs = 0), STEADY_MS)
      const how = await current.ended
      clearTimeout(steady)
      if (wanted.signal.aborted) return
      options.log.warn(
        { pid: current.identity.pid, how, pauseMs },
        `${options.name} ended; starting it again`,
      )
      pauseMs = await startAgain(pauseMs)
    }
  }

  async function startAgain(pauseMs: number): Promise<number> {
    for (let pause = pauseMs; !wanted.signal.aborted; pause = longer(pause)) {
      await sleep(pause, null, { signal: wanted.signal }).catch(() => null)
      if (wanted.signal.aborted) break
      try {
        current = await options.start()
        options.log.info({ pid: current.identity.pid }, `${options.name} runs again`)
        return longer(pause)
      } catch (error) {
        options.log.error(
          { reason: reasonOf(error) },
          `${options.name} does not start; trying again`,
        )
      }
    }
    return pauseMs
  }

  const kept = keep()
  return {
    current: () => current,
    letGo: async () => {
      wanted.abort()
      // The loop may be waiting for the end of a process that is fine; it must not be waited for then.
      await Promise.race([kept, isRunning(current.identity) ? Promise.resolve() : kept])
      return current
    },
  }
}

const longer = (pauseMs: number): number =>
  Math.min(PAUSE_MS_MAX, Math.max(PAUSE_FIRST_MS, pauseMs * 2))
