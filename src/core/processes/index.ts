export { askSocket } from './control-socket.ts'
export { lockFolder, type FolderLock } from './folder-lock.ts'
export { superviseHelper, type Helper, type HelperOptions, type HelperReady } from './helper.ts'
export { endOfAdopted, endOfChild, keepRunning, type Keeper, type Running } from './keep-running.ts'
export {
  endProcess,
  identify,
  isNumberTaken,
  isRunning,
  processesIn,
  signal,
  type ProcessIdentity,
} from './process-table.ts'
export { socketFolder, SOCKET_PATH_BYTES_MAX } from './socket-folder.ts'
export { until, within } from './wait.ts'
