import {
  Button,
  Card,
  Group,
  ScrollArea,
  Select,
  SimpleGrid,
  Table,
  Text,
  Title,
} from '@mantine/core'
import { IconChartBar, IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { nowMs } from '../clock.ts'
import { readTime, useFormat, writeTime } from '../language/format.ts'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { toCsv } from './csv.ts'

const FiguresChart = lazy(() => import('./figures-chart.tsx'))

type Series = Answer<'get-metrics-series'>
type Figures = Series['totals']
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const periods = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, quarter: 90 * DAY_MS } as const
type Period = keyof typeof periods
const dimensions = [
  'NETWORK',
  'COUNTRY',
  'SENDER',
  'APPLICATION',
  'ENTITY',
  'STATUS',
  'ERROR',
] as const
type Dimension = (typeof dimensions)[number]

/** A period that ends with the running hour or day, and the one of the same length before it. */
function timesOf(period: Period, now: number) {
  const width = period === 'day' ? HOUR_MS : DAY_MS
  const until = Math.ceil(now / width) * width
  const long = periods[period]
  const time = (ms: number) => writeTime(new Date(ms))
  return {
    step: period === 'day' ? ('HOUR' as const) : ('DAY' as const),
    now: { since: time(until - long), until: time(until) },
    before: { since: time(until - 2 * long), until: time(until - long) },
  }
}

export function FiguresPage() {
  const { t } = useTranslation()
  const [period, setPeriod] = useState<Period>('day')
  const [by, setBy] = useState<Dimension>('NETWORK')
  const [times, setTimes] = useState(() => timesOf('day', nowMs()))
  const keep = { placeholderData: (old: Series | undefined) => old }
  const now = useAsk('get-metrics-series', { query: { ...times.now, step: times.step, by } }, keep)
  const before = useAsk(
    'get-metrics-series',
    { query: { ...times.before, step: times.step } },
    keep,
  )
  return (
    <Page
      title={t('figures.title')}
      about={t('figures.about')}
      actions={
        <Select
          aria-label={t('figures.period')}
          data={(Object.keys(periods) as Period[]).map((value) => ({
            value,
            label: t(`figures.periods.${value}`),
          }))}
          value={period}
          onChange={(value) => {
            const chosen = (value ?? 'day') as Period
            setPeriod(chosen)
            setTimes(timesOf(chosen, nowMs()))
          }}
          allowDeselect={false}
        />
      }
    >
      {now.error && <FaultNotice fault={now.error} retry={() => void now.refetch()} />}
      {now.isPending && <Waiting rows={3} height={100} />}
      {now.data && (
        <>
          <Tiles now={now.data.totals} before={before.data?.totals} />
          {now.data.totals.sent + now.data.totals.inbound === 0 ? (
            <Card>
              <Empty
                icon={<IconChartBar size={28} />}
                title={t('figures.none')}
                text={t('figures.noneText')}
              />
            </Card>
          ) : (
            <>
              <OverTime figures={now.data} />
              <Groups figures={now.data} by={by} setBy={setBy} />
            </>
          )}
        </>
      )}
    </Page>
  )
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
const failedOf = (one: Figures): number => one.undeliverable + one.expired + one.rejected

function Tiles({ now, before }: { now: Figures; before: Figures | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value))
  const rate = (one: Figures) => share(one.delivered, one.sent - one.pending)
  const delay = (one: Figures) => (one.delayMs === null ? '–' : seconds(one.delayMs.p50))
  const seconds = (ms: number) =>
    t('figures.seconds', { seconds: format.number(Math.round(ms / 100) / 10) })
  const tiles: [string, string, string | undefined][] = [
    ['sent', format.number(now.sent), before && format.number(before.sent)],
    ['rate', percent(rate(now)), before && percent(rate(before))],
    ['failed', format.number(failedOf(now)), before && format.number(failedOf(before))],
    ['inbound', format.number(now.inbound), before && format.number(before.inbound)],
    ['delay', delay(now), before && delay(before)],
  ]
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      {tiles.map(([name, value, old]) => (
        <Card key={name} padding="md" data-figure={name}>
          <Text size="sm" c="dimmed">
            {t(`figures.tiles.${name}`)}
          </Text>
          <Text fz={24} fw={700} className="numbers">
            {value}
          </Text>
          {old !== undefined && (
            <Text size="xs" c="dimmed">
              {t('figures.before', { value: old })}
            </Text>
          )}
          {name === 'delay' && now.delayMs !== null && (
            <Text size="xs" c="dimmed">
              {t('figures.slow', {
                p90: seconds(now.delayMs.p90),
                p99: seconds(now.delayMs.p99),
              })}
            </Text>
          )}
        </Card>
      ))}
    </SimpleGrid>
  )
}

function OverTime({ figures }: { figures: Series }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asTable, setAsTable] = useState(false)
  const busy = figures.series.filter((one) => one.sent + one.inbound > 0)
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('figures.overTime')}</Title>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setAsTable(!asTable)}>
            {asTable ? t('figures.asChart') : t('figures.asTable')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            onClick={() =>
              download(
                'figures-over-time.csv',
                ['at'],
                figures.series.map((one) => [[one.at], one]),
              )
            }
          >
            {t('figures.csv')}
          </Button>
        </Group>
      </Group>
      {asTable ? (
        <FiguresTable
          caption={t('figures.overTime')}
          heading={t('figures.time')}
          rows={busy.map((one) => ({
            key: one.at,
            label:
              figures.step === 'HOUR' ? format.shortTime(readTime(one.at)) : one.at.slice(0, 10),
            figures: one,
          }))}
        />
      ) : (
        <Suspense fallback={<Waiting rows={1} height={280} />}>
          <FiguresChart figures={figures} />
        </Suspense>
      )}
    </Card>
  )
}

function Groups({
  figures,
  by,
  setBy,
}: {
  figures: Series
  by: Dimension
  setBy: (by: Dimension) => void
}) {
  const { t } = useTranslation()
  const labelOf = ({ key, name }: Series['groups'][number]) =>
    key === ''
      ? t('figures.unknown')
      : key === '*'
        ? t('figures.others')
        : name === null
          ? key
          : `${name} (${key})`
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('figures.compared')}</Title>
        <Group gap="xs">
          <Select
            aria-label={t('figures.by')}
            size="xs"
            data={dimensions.map((value) => ({ value, label: t(`figures.dimensions.${value}`) }))}
            value={by}
            onChange={(value) => setBy((value ?? 'NETWORK') as Dimension)}
            allowDeselect={false}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            onClick={() =>
              download(
                `figures-${by.toLowerCase()}.csv`,
                ['key', 'name'],
                figures.groups.map((one) => [[one.key, one.name], one]),
              )
            }
          >
            {t('figures.csv')}
          </Button>
        </Group>
      </Group>
      <FiguresTable
        caption={t('figures.compared')}
        heading={t(`figures.dimensions.${by}`)}
        rows={figures.groups.map((one) => ({ key: one.key, label: labelOf(one), figures: one }))}
      />
      {figures.groupsLeftOut > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('figures.leftOut', { count: figures.groupsLeftOut })}
        </Text>
      )}
    </Card>
  )
}

function FiguresTable({
  caption,
  heading,
  rows,
}: {
  caption: string
  heading: string
  rows: { key: string; label: string; figures: Figures }[]
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value))
  return (
    <ScrollArea.Autosize
      mah={420}
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': caption }}
    >
      <Table verticalSpacing="xs" miw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{heading}</Table.Th>
            <Table.Th ta="end">{t('figures.tiles.sent')}</Table.Th>
            <Table.Th ta="end">{t('figures.delivered')}</Table.Th>
            <Table.Th ta="end">{t('figures.tiles.rate')}</Table.Th>
            <Table.Th ta="end">{t('figures.failed')}</Table.Th>
            <Table.Th ta="end">{t('figures.inbound')}</Table.Th>
            <Table.Th ta="end">{t('figures.median')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, label, figures: one }) => (
            <Table.Tr key={key} data-group={key}>
              <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
                {label}
              </Table.Th>
              <Table.Td ta="end">{format.number(one.sent)}</Table.Td>
              <Table.Td ta="end">{format.number(one.delivered)}</Table.Td>
              <Table.Td ta="end">{percent(share(one.delivered, one.sent - one.pending))}</Table.Td>
              <Table.Td ta="end">{format.number(failedOf(one))}</Table.Td>
              <Table.Td ta="end">{format.number(one.inbound)}</Table.Td>
              <Table.Td ta="end">
                {one.delayMs === null
                  ? '–'
                  : t('figures.seconds', {
                      seconds: format.number(Math.round(one.delayMs.p50 / 100) / 10),
                    })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

const columns = [
  'sent',
  'parts',
  'delivered',
  'undeliverable',
  'expired',
  'rejected',
  'pending',
  'inbound',
  'deliveredWithin5s',
] as const

/** Column names are those of the API, so that a table reads the same in every language. */
function download(
  name: string,
  first: readonly string[],
  rows: readonly (readonly [readonly (string | null)[], Figures])[],
): void {
  const delays = ['p50', 'p90', 'p99'] as const
  const text = toCsv([
    [...first, ...columns, ...delays.map((one) => `delayMs.${one}`)],
    ...rows.map(([keys, one]) => [
      ...keys,
      ...columns.map((column) => one[column]),
      ...delays.map((delay) => one.delayMs?.[delay] ?? null),
    ]),
  ])
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
