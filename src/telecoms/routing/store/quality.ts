import { recordset, rows, run, sql, type Db } from '../../../core/storage/index.ts'
import type { KeptQuality } from '../quality.ts'

const QUALITY_MAX = 50_000

/** What was measured of connections, the latest first. */
export async function allQuality(db: Db): Promise<KeptQuality[]> {
  const found = await rows<{
    connection_id: number
    network: string
    samples: number
    delivered: number
    delay_ms: number
    measured_at: Date
  }>(
    db,
    sql`select connection_id, network, samples, delivered, delay_ms, measured_at
        from routing.quality
        order by measured_at desc
        limit ${QUALITY_MAX}`,
  )
  return found.map((one) => ({
    connectionId: one.connection_id,
    network: one.network,
    samples: one.samples,
    delivered: one.delivered,
    delayMs: one.delay_ms,
    at: one.measured_at.getTime(),
  }))
}

export const keepQuality = (db: Db, set: readonly KeptQuality[]): Promise<number> =>
  run(
    db,
    sql`insert into routing.quality (connection_id, network, samples, delivered, delay_ms, measured_at)
        select connection_id, network, samples, delivered, delay_ms, measured_at
        from ${recordset(
          set.map((one) => ({
            connection_id: one.connectionId,
            network: one.network,
            samples: one.samples,
            delivered: one.delivered,
            delay_ms: one.delayMs,
            measured_at: new Date(one.at).toISOString(),
          })),
          'connection_id integer, network text, samples double precision, delivered double precision, delay_ms double precision, measured_at timestamptz',
        )}
        on conflict (connection_id, network) do update
        set samples = excluded.samples, delivered = excluded.delivered, delay_ms = excluded.delay_ms,
          measured_at = excluded.measured_at`,
  )

/** Drops what was measured before an instant: it tells nothing any more. */
export const dropQuality = (db: Db, before: Date): Promise<number> =>
  run(db, sql`delete from routing.quality where measured_at < ${before}`)
