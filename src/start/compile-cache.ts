import { mkdir } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import type { Config } from '../core/config.ts'

/**
 * Where Node keeps what it compiled, so that a later start does not compile it again. In the data folder, because the
 * usual place is among the temporary files, where anybody could put code for us.
 */
export const compileCacheOf = (config: Config): string => path.join(config.dataDir, 'compile-cache')

export async function useCompileCache(config: Config): Promise<void> {
  await mkdir(compileCacheOf(config), { recursive: true, mode: 0o700 })
  enableCompileCache(compileCacheOf(config))
}
