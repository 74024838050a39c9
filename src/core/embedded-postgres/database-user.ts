import { execFile, type ExecFileOptions } from 'node:child_process'
import { lchown, readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { StartRefused } from '../start-refused.ts'

/** Who the database runs as. PostgreSQL refuses root, so root lends it an ordinary user. */
export interface DatabaseUser {
  uid: number
  /** For spawn; null when it is ourselves. */
  switchTo: { uid: number; gid: number } | null
  name: string
  /** Gives a file or folder to the user. */
  own(path: string): Promise<void>
}

/** initdb looks its user up by number, so it has to be one that the system knows. The most fitting first. */
const CANDIDATES = ['postgres', '_postgres', 'nobody', 'daemon']

/**
 * @param folder the database's own folder; when it exists already, its owner is the user
 * @throws StartRefused when there is none, or the folder is somebody else's
 */
export async function databaseUser(folder: string): Promise<DatabaseUser> {
  const own = process.getuid?.() ?? 0
  const owner = await stat(folder).then(
    ({ uid }) => uid,
    () => null,
  )
  if (own !== 0) {
    if (owner !== null && owner !== own)
      throw new StartRefused(
        `The database in ${folder} belongs to user ${owner}, probably because Trunkline was started as root before: start it as root again, or set DATA_DIR to another folder.`,
      )
    return { uid: own, switchTo: null, name: `user ${own}`, own: async () => undefined }
  }
  const known = await knownUsers()
  const chosen =
    owner !== null && owner !== 0
      ? known.find((user) => user.uid === owner)
      : CANDIDATES.map((name) => known.find((user) => user.name === name)).find(Boolean)
  if (chosen === undefined)
    throw new StartRefused(
      `PostgreSQL does not run as root, and there is no user to lend it (${owner ? `user ${owner}, who owns ${folder}, is gone` : CANDIDATES.join(', ')}): make one, start Trunkline as an ordinary user, or set DATABASE_URL.`,
    )
  const { uid, gid, name } = chosen
  return { uid, switchTo: { uid, gid }, name, own: (path) => lchown(path, uid, gid) }
}

async function knownUsers(): Promise<{ name: string; uid: number; gid: number }[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    // macOS writes nobody as -2.
    const unsigned = (id: string) => Number(id) >>> 0
    return name && uid && gid ? [{ name, uid: unsigned(uid), gid: unsigned(gid) }] : []
  })
}

const run = promisify(execFile)

/** Nothing of our environment reaches the database: neither secrets nor a language. */
export const BARE_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program as the user, in `/`, with a bare environment. @throws with its last words */
export async function runAs(user: DatabaseUser, program: string, args: string[]): Promise<string> {
  const MINUTE_MS = 60_000
  const options: ExecFileOptions = {
    ...user.switchTo,
    cwd: '/',
    env: BARE_ENVIRONMENT,
    timeout: 5 * MINUTE_MS,
  }
  return String((await run(program, args, options)).stdout)
}

/** Whether the user really can, which modes alone do not tell (access lists, mounts, the folders above). */
export const canAs = (user: DatabaseUser, test: string, path: string): Promise<boolean> =>
  runAs(user, '/bin/sh', ['-c', test, 'sh', path]).then(
    () => true,
    () => false,
  )
