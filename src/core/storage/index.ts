export {
  isConnectionLost,
  openDatabase,
  recordset,
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
export { answers, firstSecretCheck, hasTable } from './installation.ts'
export { migrate, readMigrations, type Migration } from './migrations.ts'
