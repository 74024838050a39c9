import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { codeOf, StartRefused } from '../start-refused.ts'
import { until } from './wait.ts'

/** The sole right to a data folder. The system takes it back when the process ends, however it ends. */
export interface FolderLock {
  /** Tells a second instance that this one is about to go, so that it waits instead of giving up. */
  announceEnd(): Promise<void>
  release(): void
}

interface Holder {
  pid: number
  ending: boolean
}

const SQLITE_BUSY = 5
/** A server drains within 20 s, then stops its database. */
const ENDING_MS_MAX = 30_000

/**
 * Takes the lock on a folder, or refuses with a sentence that names the process which has it.
 * The lock is one of the kernel's (fcntl, through SQLite, the one way Node has to it): it cannot be left behind by
 * kill -9, two takers cannot both get it, and it holds between containers that share the folder, which pids do not.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, 'trunkline.lock')
  const holderFile = path.join(folder, 'trunkline.pid')
  const take = () => takeLock(file)
  let lock = take()
  if (lock === null) {
    const holder = await readHolder(holderFile)
    if (holder?.ending) lock = await until(take, { deadlineMs: ENDING_MS_MAX, everyMs: 50 })
    if (lock === null)
      throw new StartRefused(
        `Another Trunkline${holder === null ? '' : ` (process ${holder.pid})`} is using the data folder ${folder}: stop it first, or set DATA_DIR to another folder.`,
      )
  }
  const write = (ending: boolean) =>
    writeFile(holderFile, `${JSON.stringify({ pid: process.pid, ending } satisfies Holder)}\n`, {
      mode: 0o600,
    })
  await chmod(file, 0o600)
  await write(false)
  const held = lock
  return { announceEnd: () => write(true), release: () => held.close() }
}

function takeLock(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(file)
  try {
    // Without the journal in memory a file would lie beside it; the database never holds anything.
    lock.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null
    throw error
  }
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const { pid, ending } = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' ? { pid, ending: ending === true } : null
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}
