import { createRequire } from 'node:module'
import { chmod, lstat, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { vi } from 'vitest'
import { readConfig } from '../../src/core/config.ts'

/** A running browser, or why there is none: tests are skipped by that name, not failed. */
export type Found = { browser: Browser; why: null } | { browser: null; why: string }

/**
 * `CHROME_PATH` where it is set, else the Chromium that npm brought, which is for Linux on x64 only. As an ordinary user
 * it gets no flags; root has no sandbox. A browser that was named and does not start is an error.
 */
export async function openBrowser(): Promise<Found> {
  const named = readConfig().chromePath
  if (named !== null) return { browser: await launch(named), why: null }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      browser: null,
      why: `the packaged browser is not for ${process.platform} ${process.arch}; set CHROME_PATH`,
    }
  try {
    return { browser: await launch(await packagedBrowser()), why: null }
  } catch (error) {
    const [reason = 'unknown'] = (error as Error).message.split('\n')
    return {
      browser: null,
      why: `the packaged browser does not start here (${reason.slice(0, 120)}); set CHROME_PATH`,
    }
  }
}

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })

/** Unpacks it once per user and version, in a folder nobody else can write into. */
async function packagedBrowser(): Promise<string> {
  // The package does not give its manifest away by name; its entry is one folder below.
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const manifest = path.join(path.dirname(entry), '../package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const uid = process.getuid?.() ?? 0
  const folder = path.join(tmpdir(), `trunkline-chromium-${uid}-${version}`)
  if (!(await isOurs(folder, uid))) await unpack(folder)
  return path.join(folder, 'chromium')
}

async function isOurs(folder: string, uid: number): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  if (found === null) return false
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0)
    throw new Error(`${folder} belongs to somebody else`)
  return true
}

/** Test files run beside one another: whoever is through first puts the whole folder in place. */
async function unpack(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}-`)
  await chmod(draft, 0o700)
  // The package unpacks into TMPDIR and has no other way to be told where.
  vi.stubEnv('TMPDIR', draft)
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
  } finally {
    vi.unstubAllEnvs()
  }
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
}
