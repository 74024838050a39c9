import { lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writePrivateFile } from '../private-file.ts'

/** unix(7): sun_path has 108 octets with its closing zero; macOS has 104. */
export const SOCKET_PATH_BYTES_MAX = process.platform === 'darwin' ? 103 : 107

/**
 * A private folder (0700) for Unix sockets: the wanted one where the sockets' paths fit, else one in the folder for
 * temporary files, which is noted in `noteFile` and used again by the next start.
 * @param socketName the longest name a socket in it will have
 */
export async function socketFolder(
  wanted: string,
  options: {
    socketName: string
    noteFile: string
    uid: number
    own: (folder: string) => Promise<void>
  },
): Promise<string> {
  const fits = (folder: string) =>
    Buffer.byteLength(path.join(folder, options.socketName)) <= SOCKET_PATH_BYTES_MAX
  if (fits(wanted)) {
    await rm(options.noteFile, { force: true })
    await mkdir(wanted, { recursive: true, mode: 0o700 })
    await options.own(wanted)
    return wanted
  }
  const noted = (await readFile(options.noteFile, 'utf8').catch(() => '')).trim()
  if (noted !== '' && fits(noted) && (await isPrivate(noted, options.uid))) return noted
  const made = await mkdtemp(path.join(fits(path.join(tmpdir(), 'trunkline-XXXXXX')) ? tmpdir() : '/tmp', 'trunkline-')) // prettier-ignore
  await options.own(made)
  await writePrivateFile(options.noteFile, `${made}\n`)
  return made
}

/** Anybody may make a folder in /tmp under any name, so what is there is only believed when it is ours alone. */
async function isPrivate(folder: string, uid: number): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  return found !== null && found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0
}
