import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { reasonOf, StartRefused } from '../start-refused.ts'
import { canAs, runAs, type DatabaseUser } from './database-user.ts'
import type { Programs } from './programs.ts'

export const SUPERUSER = 'trunkline'

/** Where everything of the database lies, inside `DATA_DIR/postgres`. */
export interface Layout {
  root: string
  data: string
  log: string
  run: string
}

export const layoutOf = (dataDir: string): Layout => {
  const root = path.join(dataDir, 'postgres')
  const inside = (name: string) => path.join(root, name)
  return { root, data: inside('data'), log: inside('log'), run: inside('run') }
}

/** Makes the database's own folder, which its user has to be able to reach. @throws StartRefused */
export async function prepareFolders(layout: Layout, user: DatabaseUser): Promise<void> {
  await mkdir(layout.root, { recursive: true, mode: 0o700 })
  await chmod(layout.root, 0o700)
  await user.own(layout.root)
  // What lies inside belongs to another user than root, so root follows and changes nothing by name in there.
  if ((await mkdir(layout.log, { recursive: true, mode: 0o700 })) !== undefined)
    await user.own(layout.log)
  if (!(await canAs(user, 'cd "$1" && test -w .', layout.root)))
    throw new StartRefused(
      `The database runs as the user ${user.name}, who cannot enter ${layout.root} (PostgreSQL does not run as root): set DATA_DIR to a folder that others may pass through, such as /var/lib/trunkline.`,
    )
}

/**
 * Makes an empty database, unless there is one.
 * @returns whether it was made now
 * @throws StartRefused when what is there was written by another major version
 */
export async function prepareData(
  layout: Layout,
  user: DatabaseUser,
  programs: Programs,
  password: string,
): Promise<boolean> {
  const written = await readFile(path.join(layout.data, 'PG_VERSION'), 'utf8').catch(() => null)
  if (written === null) {
    await initialise(layout, user, programs, password)
    return true
  }
  if (written.trim() === programs.major) return false
  throw new StartRefused(
    `The database in ${layout.data} was written by PostgreSQL ${written.trim()}, and this Trunkline brings ${programs.major}: start the Trunkline that wrote it and copy the data with pg_dump, then load the copy into a new DATA_DIR (or into a server named by DATABASE_URL); nothing was changed.`,
  )
}

async function initialise(
  layout: Layout,
  user: DatabaseUser,
  programs: Programs,
  password: string,
): Promise<void> {
  for (const name of await readdir(layout.root))
    if (name.startsWith('draft-'))
      await rm(path.join(layout.root, name), { recursive: true, force: true })
  // Under another name until it is whole and on the disk: what is called `data` always is.
  const draft = path.join(layout.root, `draft-${randomBytes(4).toString('hex')}`)
  const passwordFile = `${draft}-password`
  await writeAs(user, passwordFile, `${password}\n`)
  try {
    // prettier-ignore
    await runAs(user, programs.initdb, [
      '--pgdata', draft, '--username', SUPERUSER, '--pwfile', passwordFile,
      '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C',
      '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8',
      '--no-instructions', '--no-sync',
    ])
    await runAs(user, programs.initdb, ['--pgdata', draft, '--sync-only'])
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const said = (error as { stderr?: string }).stderr?.trim() || reasonOf(error)
    throw new StartRefused(
      `The database could not be made in ${layout.root}: ${said.split('\n').at(-1)}`,
      { cause: error },
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, layout.data)
  const root = await open(layout.root, 'r')
  await root.sync()
  await root.close()
}

/** Writes a file of the server's settings when it differs. @returns whether it did */
export async function writeSettings(
  layout: Layout,
  user: DatabaseUser,
  name: string,
  text: string,
): Promise<boolean> {
  const file = path.join(layout.data, name)
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return false
  const draft = `${file}.draft`
  await rm(draft, { force: true })
  await writeAs(user, draft, text)
  await rename(draft, file)
  return true
}

async function writeAs(user: DatabaseUser, file: string, text: string): Promise<void> {
  // `wx` makes the file or fails: it never follows a link that lies there.
  const made = await open(file, 'wx', 0o600)
  try {
    if (user.switchTo) await made.chown(user.switchTo.uid, user.switchTo.gid)
    await made.writeFile(text)
    await made.sync()
  } finally {
    await made.close()
  }
}

/** The server begins a new file at every start and every 10 MB, and never deletes one. */
export async function removeOldLogs(layout: Layout, user: DatabaseUser): Promise<void> {
  const FILES_MAX = 5
  const names = (await readdir(layout.log)).filter((name) => name.endsWith('.log')).toSorted()
  const old = names.slice(0, -FILES_MAX).map((name) => path.join(layout.log, name))
  if (old.length > 0) await runAs(user, '/bin/rm', ['-f', '--', ...old])
}
