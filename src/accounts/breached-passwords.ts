import { open, type FileHandle } from 'node:fs/promises'
import { StartRefused } from '../core/start-refused.ts'

const HASH_CHARACTERS = 40
/** A hash, a colon, a count of up to 20 digits and a line end. */
const LINE_OCTETS_MAX = 64
/** Enough for a file of 2^60 octets. */
const STEPS_MAX = 64

/** A file of SHA-1 hashes in hexadecimal, one a line in ascending order, each with `:count` or not. */
export interface BreachedFile {
  handle: FileHandle
  octets: number
}

/**
 * Opens the list of passwords that were stolen elsewhere, as "Have I Been Pwned" offers it for download (sorted by hash).
 * @throws StartRefused when it cannot be read, or is no such list
 */
export async function openBreached(path: string): Promise<BreachedFile> {
  try {
    const handle = await open(path, 'r')
    const file = { handle, octets: (await handle.stat()).size }
    if ((await lineFrom(file, 0))?.hash === undefined) throw new Error('it has no hashes')
    return file
  } catch (error) {
    throw new StartRefused(
      `BREACHED_PASSWORDS_FILE ${path} cannot be used (${(error as Error).message}): it must be lines of SHA-1 in hexadecimal, sorted.`,
    )
  }
}

/**
 * Looks a hash up by halving: some 30 reads of 64 octets in the whole list of 40 GB.
 * @param hash SHA-1 in 40 hexadecimal digits, capitals
 */
export async function isBreached(file: BreachedFile, hash: string): Promise<boolean> {
  let low = 0
  let high = file.octets
  for (let step = 0; step < STEPS_MAX && low < high; step++) {
    const middle = Math.floor((low + high) / 2)
    const line = await lineFrom(file, middle)
    if (line === null || line.start >= high) {
      // No line begins in the upper half: what is left begins before the middle.
      high = middle
      continue
    }
    if (line.hash === hash) return true
    if (line.hash < hash) low = line.start + 1
    else high = middle
  }
  return false
}

/** The first line that begins at or behind a position. */
async function lineFrom(
  { handle }: BreachedFile,
  position: number,
): Promise<{ start: number; hash: string } | null> {
  const from = Math.max(0, position - 1)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2 * LINE_OCTETS_MAX), 0, 2 * LINE_OCTETS_MAX, from) // prettier-ignore
  const text = buffer.toString('latin1', 0, bytesRead)
  // A line begins behind a line end, or at the beginning of the file.
  const offset = position === 0 ? 0 : text.indexOf('\n') + 1
  if (position !== 0 && offset === 0) return null
  const hash = text.slice(offset, offset + HASH_CHARACTERS).toUpperCase()
  return /^[0-9A-F]{40}$/.test(hash) ? { start: from + offset, hash } : null
}
