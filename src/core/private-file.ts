import { randomUUID } from 'node:crypto'
import { link, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from './start-refused.ts'

/** Writes, with mode 0600, and is on the disk when done: a reader sees the old file or the whole new one. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text)
  await rename(draft, file)
  await syncFolder(path.dirname(file))
}

/**
 * Like `writePrivateFile`, but an existing file stays as it is, whoever was first.
 * @returns whether it was made now
 */
export async function makeFileOnce(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text)
  try {
    // Unlike a rename, a link never replaces; and unlike a plain write, it is never seen half done.
    await link(draft, file)
    await syncFolder(path.dirname(file))
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  const opened = await open(draft, 'wx', 0o600)
  try {
    await opened.writeFile(text)
    await opened.sync()
  } finally {
    await opened.close()
  }
  return draft
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
