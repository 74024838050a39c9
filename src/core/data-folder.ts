import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, reasonOf, StartRefused } from './start-refused.ts'

/** Others may pass through (the database's user has its own folder inside), but see nothing. */
const MODE = 0o711
const OURS = 'trunkline.lock'

/**
 * Makes the data folder, or checks the one that is there.
 * @throws StartRefused when it cannot be made or written, or when everybody may write to it
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  const made = await makeFolders(folder).catch((error: unknown) => {
    throw unwritable(folder, error)
  })
  const holds = await readdir(folder).catch((error: unknown) => {
    throw unwritable(folder, error)
  })
  const probe = path.join(folder, `.writable-${randomUUID()}`)
  try {
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    throw unwritable(folder, error)
  }
  // A folder with other things in it may be somebody else's, such as /tmp: its mode is left alone.
  if (made || holds.length === 0 || holds.includes(OURS))
    await chmod(folder, MODE).catch(ignoreForeign)
  else if (((await stat(folder)).mode & 0o002) !== 0)
    throw new StartRefused(
      `The data folder ${folder} can be written by everybody: set DATA_DIR to a folder of its own.`,
    )
}

/**
 * Level by level: where a folder cannot be made although its parent is there (as under /proc), Node's own recursive
 * mkdir tries for ever.
 * @returns whether any was made
 */
async function makeFolders(folder: string): Promise<boolean> {
  const there = await stat(folder).catch(() => null)
  if (there !== null) return false
  if (path.dirname(folder) !== folder) await makeFolders(path.dirname(folder))
  await mkdir(folder)
  return true
}

/** The owner of a mounted folder may be another user who lets us write; then its mode is for them to choose. */
function ignoreForeign(error: unknown): void {
  if (codeOf(error) !== 'EPERM') throw error
}

const unwritable = (folder: string, error: unknown): StartRefused =>
  new StartRefused(
    `The data folder ${folder} cannot be written (${codeOf(error) ?? reasonOf(error)}): let this user write there, or set DATA_DIR to another folder.`,
  )
