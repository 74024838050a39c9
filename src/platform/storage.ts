import type { Clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Log } from '../core/log.ts'
import type { Stop } from '../core/module.ts'
import {
  openDatabase,
  StorageRoom,
  type Database,
  type DatabaseOptions,
} from '../core/storage/index.ts'

/** The database, and whether there is room in it. */
export async function openStorage(
  options: DatabaseOptions,
  { config, clock, log }: { config: Config; clock: Clock; log: Log },
  stops: Stop[],
): Promise<{ database: Database; room: StorageRoom }> {
  const room = new StorageRoom({
    folder: config.databaseUrl === null ? config.dataDir : null,
    bytesMin: config.limits.diskFreeBytesMin,
    clock,
    log,
  })
  stops.push(await room.start())
  const limits = {
    connectionsMax: config.limits.databaseConnectionsMax,
    hotConnectionsMax: config.limits.databaseHotConnectionsMax,
  }
  const database = openDatabase(options, log, limits, (error) => room.note(error))
  stops.push(() => database.close())
  return { database, room }
}
