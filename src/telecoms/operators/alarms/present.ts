import { wireTime } from '../../../core/http/index.ts'
import type { AlarmRow } from '../store/alarms.ts'
import type { Alarm } from './wire.ts'

export const presentAlarm = (row: AlarmRow): Alarm => ({
  id: String(row.id),
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  kind: row.kind,
  raisedAt: wireTime(row.raised_at),
  clearedAt: row.cleared_at && wireTime(row.cleared_at),
  measured: row.measured,
  threshold: row.threshold,
})
