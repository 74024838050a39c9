import {
  Button,
  Card,
  NativeSelect,
  SimpleGrid,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { IconDownload, IconTrendingUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { nowMs } from '../clock.ts'
import { toCsv } from '../figures/csv.ts'
import { useFormat } from '../language/format.ts'
import { useAmount } from '../money/amounts.ts'
import { saveFile } from '../parts/save-file.ts'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'

type Row = Answer<'get-margin'>['rows'][number]
const choices = ['day', 'country', 'network', 'account', 'channel'] as const
type Choice = (typeof choices)[number]
const DAY_MS = 86_400_000
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** What customers were charged, what operators will ask for, and what is left between the two. */
export function Margin() {
  const { t } = useTranslation()
  const [from, setFrom] = useState(() => dayOf(nowMs() - 29 * DAY_MS))
  const [to, setTo] = useState(() => dayOf(nowMs()))
  const [by, setBy] = useState<Choice>('country')
  const fault = from !== '' && to !== '' && from > to ? t('usage.rangeFault') : undefined
  const mayAsk = from !== '' && to !== '' && fault === undefined
  const margin = useAsk('get-margin', { query: { from, to, by } }, { enabled: mayAsk })
  const rows = mayAsk ? (margin.data?.rows ?? []) : []
  return (
    <Stack>
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
      {margin.error && <FaultNotice fault={margin.error} retry={() => void margin.refetch()} />}
      {mayAsk && margin.isPending && <Waiting rows={4} />}
      {margin.data && rows.length === 0 && (
        <Card>
          <Empty
            icon={<IconTrendingUp size={28} />}
            title={t('operatorBills.noMargin')}
            text={t('operatorBills.noMarginText')}
          />
        </Card>
      )}
      {rows.length > 0 && (
        <>
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconDownload size={16} />}
            onClick={() => saveFile(`margin-${from}-${to}.csv`, csvOf(by, rows), 'text/csv')}
          >
            {t('usage.csv')}
          </Button>
          <MarginTable by={by} rows={rows} />
        </>
      )}
    </Stack>
  )
}

function MarginTable({ by, rows }: { by: Choice; rows: readonly Row[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const money = useAmount()
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={340} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t(`usage.by.${by}`)}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.revenue')}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.cost')}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.margin')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((one) => (
              <Table.Tr key={JSON.stringify([one.keys, one.currency])} data-margin={one.keys[0]}>
                <Table.Th scope="row" fw={500}>
                  {one.names[0] ?? (one.keys[0] || t('usage.unnamed'))}
                </Table.Th>
                <Table.Td ta="end" className="numbers">
                  {money(one.revenue, one.currency)}
                  <Text size="xs" c="dimmed">
                    {t('operatorBills.parts', { parts: format.number(one.soldParts) })}
                  </Text>
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {money(one.cost, one.currency)}
                  <Text size="xs" c="dimmed">
                    {t('operatorBills.parts', { parts: format.number(one.boughtParts) })}
                  </Text>
                </Table.Td>
                <Table.Td ta="end" className="numbers" fw={600}>
                  {money(one.margin, one.currency)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

const csvOf = (by: Choice, rows: readonly Row[]): string =>
  toCsv([
    [by, 'name', 'soldParts', 'boughtParts', 'revenue', 'cost', 'margin', 'currency'],
    ...rows.map((one) => [
      one.keys[0] ?? '',
      one.names[0] ?? '',
      one.soldParts,
      one.boughtParts,
      Number(one.revenue),
      Number(one.cost),
      Number(one.margin),
      one.currency,
    ]),
  ])
