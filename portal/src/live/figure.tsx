import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../language/format.ts'
import { rateOf, Spark, total } from './spark.tsx'

/** A figure with its name, and what more there is to say. */
export function Figure({ name, value, more }: { name: string; value: string; more?: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text fw={600} className="numbers">
        {value}
      </Text>
      {more !== undefined && (
        <Text size="xs" c="dimmed" className="numbers">
          {more}
        </Text>
      )}
    </div>
  )
}

/** How often something happens: a second, in the last minute, and the minute as bars. */
export function Rate({
  name,
  seconds,
  colour,
}: {
  name: string
  seconds: number[]
  colour?: string
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Stack gap={2} data-rate={name}>
      <Figure
        name={name}
        value={t('live.perSecond', { rate: format.number(Math.round(rateOf(seconds) * 10) / 10) })}
        more={t('live.inMinute', { total: format.number(total(seconds)) })}
      />
      <Spark seconds={seconds} {...(colour === undefined ? {} : { colour })} />
    </Stack>
  )
}

/** Half below the first, ninety-nine of a hundred below the second. */
export function Times({
  name,
  times,
}: {
  name: string
  times: { p50: number; p99: number } | null
}) {
  const { t } = useTranslation()
  const duration = useDuration()
  return (
    <Figure
      name={name}
      value={times === null ? '–' : duration(times.p50)}
      {...(times === null ? {} : { more: t('live.p99', { time: duration(times.p99) }) })}
    />
  )
}

function useDuration() {
  const { t } = useTranslation()
  const format = useFormat()
  return (ms: number) =>
    ms < 1_000
      ? t('live.ms', { ms: format.number(Math.round(ms * 10) / 10) })
      : t('live.s', { s: format.number(Math.round(ms / 100) / 10) })
}
