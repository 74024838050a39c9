import { row, rows, run, sql, type Db, type Tx } from '../../../core/storage/index.ts'
import type { AlarmKind, AlarmSettings } from '../alarms/wire.ts'

export interface AlarmRow {
  id: bigint
  connection_id: number
  connection_name: string
  kind: AlarmKind
  raised_at: Date
  cleared_at: Date | null
  measured: number
  threshold: number
}

/** Those that go on. Index: alarms_open. */
export const openAlarms = (db: Db): Promise<AlarmRow[]> =>
  rows(
    db,
    sql<AlarmRow>`select * from operators.alarms where cleared_at is null order by id limit 1000`,
  )

/** Newest first. Index: alarms_pkey. */
export const pageOfAlarms = (
  db: Db,
  page: { before: bigint | null; open: boolean; limit: number },
): Promise<AlarmRow[]> =>
  rows(
    db,
    sql<AlarmRow>`
      select * from operators.alarms
      where (${page.before}::bigint is null or id < ${page.before})
        and (not ${page.open}::boolean or cleared_at is null)
      order by id desc
      limit ${page.limit}`,
  )

/** undefined: another process has raised it already. */
export const insertAlarm = (
  tx: Tx,
  made: Omit<AlarmRow, 'id' | 'cleared_at'>,
): Promise<AlarmRow | undefined> =>
  row(
    tx,
    sql<AlarmRow>`
      insert into operators.alarms (connection_id, connection_name, kind, raised_at, measured, threshold)
      values (${made.connection_id}, ${made.connection_name}, ${made.kind}, ${made.raised_at}, ${made.measured}, ${made.threshold})
      on conflict (connection_id, kind) where cleared_at is null do nothing
      returning *`,
  )

/** undefined: another process has ended it already. */
export const clearAlarm = (tx: Tx, id: bigint, now: Date): Promise<AlarmRow | undefined> =>
  row(
    tx,
    sql<AlarmRow>`
      update operators.alarms set cleared_at = ${now}
      where id = ${id} and cleared_at is null
      returning *`,
  )

export const deleteOldAlarms = (db: Db, clearedBefore: Date): Promise<number> =>
  run(db, sql`delete from operators.alarms where cleared_at < ${clearedBefore}`)

interface SettingsRow {
  down_seconds: number
  errors_percent: number
  throttled_percent: number
  queue_seconds: number
  mail: boolean
  webhook_url: string | null
}

/** null: nobody has set anything. */
export async function findAlarmSettings(db: Db): Promise<AlarmSettings | null> {
  const found = await row<SettingsRow>(
    db,
    sql`select down_seconds, errors_percent, throttled_percent, queue_seconds, mail, webhook_url
        from operators.alarm_settings`,
  )
  return found
    ? {
        downSeconds: found.down_seconds,
        errorsPercent: found.errors_percent,
        throttledPercent: found.throttled_percent,
        queueSeconds: found.queue_seconds,
        mail: found.mail,
        webhookUrl: found.webhook_url,
      }
    : null
}

export const saveAlarmSettings = (db: Db, one: AlarmSettings, now: Date): Promise<number> =>
  run(
    db,
    sql`insert into operators.alarm_settings
          (down_seconds, errors_percent, throttled_percent, queue_seconds, mail, webhook_url, updated_at)
        values (${one.downSeconds}, ${one.errorsPercent}, ${one.throttledPercent}, ${one.queueSeconds}, ${one.mail},
          ${one.webhookUrl}, ${now})
        on conflict (id) do update set down_seconds = excluded.down_seconds, errors_percent = excluded.errors_percent,
          throttled_percent = excluded.throttled_percent, queue_seconds = excluded.queue_seconds, mail = excluded.mail,
          webhook_url = excluded.webhook_url, updated_at = excluded.updated_at`,
  )

export const insertNotice = (
  tx: Tx,
  alarmId: bigint,
  event: 'RAISED' | 'CLEARED',
  now: Date,
): Promise<number> =>
  run(
    tx,
    sql`insert into operators.alarm_notices (alarm_id, event, created_at, next_attempt_at)
        values (${alarmId}, ${event}, ${now}, ${now})`,
  )

export interface NoticeRow extends AlarmRow {
  notice_id: bigint
  event: 'RAISED' | 'CLEARED'
  attempts: number
  created_at: Date
}

/** Takes due notices; until `again` no other process takes them. Index: alarm_notices_due. */
export const takeNotices = (db: Db, now: Date, again: Date, limit: number): Promise<NoticeRow[]> =>
  rows(
    db,
    sql<NoticeRow>`
      with due as (
        select id from operators.alarm_notices
        where next_attempt_at <= ${now}
        order by next_attempt_at, id
        limit ${limit}
        for update skip locked
      ), taken as (
        update operators.alarm_notices n
        set next_attempt_at = ${again}, attempts = attempts + 1
        from due d where d.id = n.id
        returning n.*
      )
      select a.*, t.id as notice_id, t.event, t.attempts, t.created_at
      from taken t join operators.alarms a on a.id = t.alarm_id
      order by t.id`,
  )

export const deleteNotice = (db: Db, id: bigint): Promise<number> =>
  run(db, sql`delete from operators.alarm_notices where id = ${id}`)

export const postponeNotice = (db: Db, id: bigint, at: Date): Promise<number> =>
  run(db, sql`update operators.alarm_notices set next_attempt_at = ${at} where id = ${id}`)
