import { Button, Card, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { IconChartBar, IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { nowMs } from '../clock.ts'
import { Page } from '../parts/page.tsx'
import { saveFile } from '../parts/save-file.ts'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { usageCsv } from './csv.ts'
import { UsageTable } from './usage-table.tsx'

const UsageChart = lazy(() => import('./usage-chart.tsx'))

const DAY_MS = 86_400_000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const choices = [
  'day',
  'month',
  'channel',
  'country',
  'network',
  'senderKind',
  'application',
  'entity',
  'account',
  'component',
] as const
type Choice = (typeof choices)[number]

/** What was used and charged in a range of days, by one thing or another. */
export function UsagePage() {
  const { t } = useTranslation()
  const [from, setFrom] = useState(() => dayOf(nowMs() - 29 * DAY_MS))
  const [to, setTo] = useState(() => dayOf(nowMs()))
  const [by, setBy] = useState<Choice>('day')
  const fault = from !== '' && to !== '' && from > to ? t('usage.rangeFault') : undefined
  const mayAsk = from !== '' && to !== '' && fault === undefined
  const usage = useAsk('get-usage', { query: { from, to, by } }, { enabled: mayAsk })
  const rows = mayAsk ? usage.data?.rows : undefined
  const download = () =>
    rows && saveFile(`usage-${from}-${to}.csv`, usageCsv(t(`usage.by.${by}`), rows, t), 'text/csv')
  return (
    <Page
      title={t('usage.title')}
      about={t('usage.about')}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={download}
          disabled={!rows || rows.length === 0}
        >
          {t('usage.csv')}
        </Button>
      }
    >
      <Card>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput
            type="date"
            label={t('usage.from')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={fault}
          />
          <TextInput
            type="date"
            label={t('usage.to')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('usage.byLabel')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value as Choice)}
            data={choices.map((value) => ({ value, label: t(`usage.by.${value}`) }))}
          />
        </SimpleGrid>
      </Card>
      {usage.error && <FaultNotice fault={usage.error} retry={() => void usage.refetch()} />}
      {mayAsk && usage.isPending && <Waiting rows={4} />}
      {rows?.length === 0 && (
        <Card>
          <Empty
            icon={<IconChartBar size={28} />}
            title={t('usage.none')}
            text={t('usage.noneText')}
          />
        </Card>
      )}
      {rows && rows.length > 0 && (
        <Stack>
          <Card>
            <Suspense fallback={<Waiting rows={1} height={270} />}>
              <UsageChart rows={rows} />
            </Suspense>
          </Card>
          <Card p={0}>
            <Group p={0} wrap="nowrap" style={{ overflowX: 'auto' }} tabIndex={-1}>
              <UsageTable by={by} rows={rows} />
            </Group>
          </Card>
        </Stack>
      )}
    </Page>
  )
}
