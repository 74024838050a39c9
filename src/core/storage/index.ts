export {
  isConnectionLost,
  isStorageFull,
  openDatabase,
  row,
  rows,
  run,
  sql,
  transaction,
  type Database,
  type DatabaseOptions,
  type Db,
  type RawBuilder,
  type Tx,
} from './database.ts'
export { recordset } from './recordset.ts'
export { StorageRoom } from './storage-room.ts'
export { answers, firstSecretCheck, hasTable } from './installation.ts'
export { migrate, readMigrations, type Migration } from './migrations.ts'
