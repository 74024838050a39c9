import { useFormat, readTime } from '../language/format.ts'

/** A time as the reader's clock says it; UTC on hover. */
export function Time({ at, short = false }: { at: string; short?: boolean }) {
  const format = useFormat()
  const time = readTime(at)
  return (
    <time dateTime={time.toISOString()} title={format.utc(time)} className="numbers">
      {short ? format.shortTime(time) : format.time(time)}
    </time>
  )
}
