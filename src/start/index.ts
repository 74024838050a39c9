import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readConfig, type Config } from '../core/config.ts'
import { openLog } from '../core/open-log.ts'
import { StartRefused } from '../core/start-refused.ts'
import { readArguments } from './arguments.ts'
import { keepHeapSmall } from './memory.ts'
import type { PlatformDoor } from './platform-door.ts'
import { resetOwner } from './reset-owner.ts'
import { serve } from './serve.ts'

export type { Credentials, Platform, PlatformDoor, RunningSimulator } from './platform-door.ts'

/**
 * The program, from its arguments to its exit code. What an operator can mend is told in a sentence, without a stack.
 * @param load loads the platform; called only when it is needed, and beside the start of the database
 */
export async function main(
  given: readonly string[],
  load: () => Promise<PlatformDoor>,
): Promise<never> {
  keepHeapSmall()
  // Whoever reads us may be gone (a closed terminal, `| head`); the program goes on.
  for (const out of [process.stdout, process.stderr]) out.on('error', () => undefined)
  try {
    process.exit(await run(given, load))
  } catch (error) {
    process.stderr.write(
      error instanceof StartRefused ? `${error.message}\n` : `${(error as Error).stack}\n`,
    )
    process.exit(1)
  }
}

async function run(given: readonly string[], load: () => Promise<PlatformDoor>): Promise<number> {
  const { command, portal } = readArguments(given)
  if (command === 'help') {
    process.stdout.write(await help())
    return 0
  }
  const read = readConfig()
  const config: Config = portal === null ? read : { ...read, portalDir: path.resolve(portal) }
  if (command === 'serve') return serve(config, openLog(config.logLevel), load)
  await resetOwner(config, openLog('warn'), load)
  return 0
}

/** The sample file is the one description of the settings, so the help is made of it. */
async function help(): Promise<string> {
  const sample = await readFile(new URL('../../trunkline.env.sample', import.meta.url), 'utf8')
  return `npm start                 runs Trunkline
npm start -- --help       this text
npm run reset-owner       gives the owner a new password and the account a new API key
npm run dev               runs it and reloads on changes

${sample}`
}
