import type { Config } from '../core/config.ts'
import { prepareDataFolder } from '../core/data-folder.ts'
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../core/embedded-postgres/index.ts'
import type { Log } from '../core/log.ts'
import { lockFolder } from '../core/processes/index.ts'
import { checkDatabase } from './database.ts'
import type { PlatformDoor } from './platform-door.ts'
import { tellReset } from './welcome.ts'

/** Lets a locked-out owner in, also while the server runs: then its database is used, else one is started for this. */
export async function resetOwner(
  config: Config,
  log: Log,
  load: () => Promise<PlatformDoor>,
): Promise<void> {
  const door = await load()
  const tell = async (made: Parameters<typeof tellReset>[1]) =>
    process.stdout.write(await tellReset(config, made, process.stdout.isTTY))
  await prepareDataFolder(config.dataDir)
  if (config.databaseUrl !== null) {
    await checkDatabase(config.databaseUrl)
    await tell(await door.resetOwner({ connectionString: config.databaseUrl }, config))
    return
  }
  const running = await findEmbeddedPostgres(config.dataDir)
  if (running !== null) {
    await tell(await door.resetOwner(running, config))
    return
  }
  const lock = await lockFolder(config.dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  try {
    await tell(await door.resetOwner(postgres.connection, config))
  } finally {
    await postgres.stop()
    lock.release()
  }
}
