import { Badge, Button, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/call.ts'
import { toCsv } from '../figures/csv.ts'
import { useFormat } from '../language/format.ts'
import { useAmount } from '../money/amounts.ts'
import { saveFile } from '../parts/save-file.ts'
import { Time } from '../parts/time.tsx'

type Settlement = Answer<'get-operator-bill'>
/** Rows that are drawn; those that differ most come first, and the file has all. */
const ROWS_MAX = 200

/** Their bill beside our count, network by network. */
export function Comparison({ bill, action }: { bill: Settlement; action: ReactNode }) {
  const { t } = useTranslation()
  const money = useAmount()
  const save = () =>
    saveFile(`operator-bill-${bill.connectionId}-${bill.month}.csv`, csvOf(bill), 'text/csv')
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure label={t('operatorBills.theirs')}>{money(bill.theirs, bill.currency)}</Figure>
        <Figure label={t('operatorBills.ours')}>{money(bill.ours, bill.currency)}</Figure>
        <Figure label={t('operatorBills.difference')}>
          <Difference amount={bill.difference} currency={bill.currency} />
        </Figure>
      </SimpleGrid>
      <Group>
        {action}
        <Button variant="default" leftSection={<IconDownload size={16} />} onClick={save}>
          {t('operatorBills.save')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('operatorBills.importedAt')} <Time at={bill.importedAt} short />
        </Text>
      </Group>
      <Networks bill={bill} />
    </Stack>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Card>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} fw={700} component="div" className="numbers">
        {children}
      </Text>
    </Card>
  )
}

/** Says by words too which way it goes: colours alone are not for everybody. */
function Difference({
  amount,
  currency,
  justify = 'flex-start',
}: {
  amount: string
  currency: string
  justify?: 'flex-start' | 'flex-end'
}) {
  const { t } = useTranslation()
  const money = useAmount()
  const difference = Number(amount)
  if (difference === 0) return <Badge color="green">{t('operatorBills.same')}</Badge>
  return (
    <Group gap={6} component="span" justify={justify}>
      <span className="numbers">{money(String(Math.abs(difference)), currency)}</span>
      <Badge color={difference > 0 ? 'red' : 'blue'}>
        {difference > 0 ? t('operatorBills.tooMuch') : t('operatorBills.tooLittle')}
      </Badge>
    </Group>
  )
}

function Networks({ bill }: { bill: Settlement }) {
  const { t } = useTranslation()
  const format = useFormat()
  const money = useAmount()
  const left = bill.networks.length - ROWS_MAX
  return (
    <Card p={0}>
      <Title order={2} fz="lg" p="md" pb={0}>
        {t('operatorBills.byNetwork')}
      </Title>
      <Table.ScrollContainer minWidth={340} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('operatorBills.network')}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.theirs')}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.ours')}</Table.Th>
              <Table.Th ta="end">{t('operatorBills.difference')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bill.networks.slice(0, ROWS_MAX).map((one) => (
              <Table.Tr key={`${one.country} ${one.network}`} data-network={one.network}>
                <Table.Th scope="row" fw={500}>
                  {[one.country, one.network].filter(Boolean).join(' · ') ||
                    t('operatorBills.unknown')}
                </Table.Th>
                {[
                  [one.theirAmount, one.theirParts],
                  [one.ourAmount, one.ourParts],
                ].map(([amount = '0', parts], side) => (
                  <Table.Td key={side === 0 ? 'theirs' : 'ours'} ta="end" className="numbers">
                    {money(amount, bill.currency)}
                    <Text size="xs" c="dimmed">
                      {t('operatorBills.parts', { parts: format.number(Number(parts)) })}
                    </Text>
                  </Table.Td>
                ))}
                <Table.Td ta="end">
                  <Difference amount={one.difference} currency={bill.currency} justify="flex-end" />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {left > 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('operatorBills.more', { count: left })}
        </Text>
      )}
    </Card>
  )
}

/** To be sent to the operator along with the complaint. */
const csvOf = (bill: Settlement): string =>
  toCsv([
    ['country','network','theirParts','ourParts','theirAmount','ourAmount','difference','currency'], // prettier-ignore
    ...bill.networks.map((one) => [
      one.country,
      one.network,
      Number(one.theirParts),
      Number(one.ourParts),
      Number(one.theirAmount),
      Number(one.ourAmount),
      Number(one.difference),
      bill.currency,
    ]),
  ])
