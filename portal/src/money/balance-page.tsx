import {
  Badge,
  Button,
  Card,
  Group,
  NumberInput,
  Progress,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core'
import { IconCreditCard, IconReceipt2 } from '@tabler/icons-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { TopUpDialog } from '../invoices/top-up-dialog.tsx'
import { readTime, useFormat } from '../language/format.ts'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { useAmount } from './amounts.ts'

type Balance = Answer<'get-balance'>

/** What is left to spend, for how long, what packages hold, and every posting. */
export function BalancePage() {
  const { t } = useTranslation()
  const balance = useAsk('get-balance', {})
  const mayManage = useMay('billing:manage')
  const [paying, setPaying] = useState(false)
  return (
    <Page
      title={t('balance.title')}
      about={t('balance.about')}
      actions={
        mayManage && (
          <Button leftSection={<IconCreditCard size={16} />} onClick={() => setPaying(true)}>
            {t('invoices.topUp')}
          </Button>
        )
      }
    >
      {balance.error && <FaultNotice fault={balance.error} retry={() => void balance.refetch()} />}
      {balance.isPending && <Waiting rows={2} height={90} />}
      {balance.data && (
        <>
          <Figures balance={balance.data} />
          <Packages balance={balance.data} />
          {mayManage && <Alerts balance={balance.data} />}
        </>
      )}
      <Ledger />
      <TopUpDialog opened={paying} close={() => setPaying(false)} />
    </Page>
  )
}

function Figure({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <Card>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={26} fw={700}>
        {children}
      </Text>
      {note !== undefined && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Card>
  )
}

function Figures({ balance }: { balance: Balance }) {
  const { t } = useTranslation()
  const format = useFormat()
  const money = useAmount()
  const { amount, currency, creditLimit, daysLeft, prepaid, spendable, spentPerDay } = balance
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Figure
        label={t('balance.amount')}
        note={prepaid ? t('balance.prepaid') : t('balance.postpaid')}
      >
        {money(amount, currency)}
      </Figure>
      <Figure
        label={t('balance.spendable')}
        {...(creditLimit === null
          ? {}
          : { note: t('balance.limit', { amount: money(creditLimit, currency) }) })}
      >
        {spendable === null ? t('balance.noLimit') : money(spendable, currency)}
      </Figure>
      <Figure label={t('balance.perDay')} note={t('balance.perDayNote')}>
        {money(spentPerDay, currency)}
        {daysLeft !== null && (
          <Badge ml="xs" variant="light" color={daysLeft < 3 ? 'red' : 'gray'}>
            {t('balance.daysLeft', { count: daysLeft, number: format.number(daysLeft) })}
          </Badge>
        )}
      </Figure>
    </SimpleGrid>
  )
}

function Packages({ balance }: { balance: Balance }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (balance.packages.length === 0) return null
  return (
    <Card>
      <Title order={2} fz="lg" mb="sm">
        {t('balance.packages')}
      </Title>
      <Stack gap="sm">
        {balance.packages.map((one) => (
          <div key={one.id}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={600}>
                {one.name}
              </Text>
              <Text size="sm" c="dimmed">
                {t('balance.packageLeft', {
                  left: format.number(one.total - one.used),
                  total: format.number(one.total),
                  until: format.shortTime(readTime(one.validTo)),
                })}
              </Text>
            </Group>
            <Progress
              value={(100 * (one.total - one.used)) / one.total}
              aria-label={one.name}
              mt={4}
            />
          </div>
        ))}
      </Stack>
    </Card>
  )
}

function Alerts({ balance }: { balance: Balance }) {
  const { t } = useTranslation()
  const money = useAmount()
  const change = useChange('update-balance-alerts', ['get-balance'])
  const [mark, setMark] = useState<string | number>(balance.alertsBelow[0] ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const alertsBelow = mark === '' ? [] : [String(mark)]
    change.mutate({ body: { alertsBelow } }, { onSuccess: () => tellDone(t('balance.alertSaved')) })
  }
  const [last] = balance.alerts
  return (
    <Card>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <NumberInput
            label={t('balance.alertBelow')}
            description={t('balance.alertAbout')}
            value={mark}
            onChange={setMark}
            decimalScale={6}
            suffix={` ${balance.currency}`}
            flex={1}
            miw={220}
          />
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('balance.save')}
          </Button>
        </Group>
      </form>
      {change.error && <FaultNotice fault={change.error} />}
      {last && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('balance.lastAlert', {
            below: money(last.below, balance.currency),
            balance: money(last.balance, balance.currency),
          })}{' '}
          <Time at={last.raisedAt} />
        </Text>
      )}
    </Card>
  )
}

/** What stands for messages; anything else is one posting, which says nothing when counted. */
const ofMessages: ReadonlySet<string> = new Set(['RESERVE', 'INBOUND', 'REFUND'])

/** A payment comes in before it is shared out: only the share for the balance changes the balance. */
const touchesBalance = ({ debit, credit }: { debit: string; credit: string }): boolean =>
  debit === 'balance' || credit === 'balance'

function Ledger() {
  const { t } = useTranslation()
  const format = useFormat()
  const money = useAmount()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-ledger', {
    query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  })
  return (
    <Card p={0}>
      <Title order={2} fz="lg" p="md" pb={0}>
        {t('balance.ledger')}
      </Title>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Empty
          icon={<IconReceipt2 size={28} />}
          title={t('balance.none')}
          text={t('balance.noneText')}
        />
      )}
      {list.data && list.data.results.length > 0 && (
        <Table.ScrollContainer minWidth={260}>
          <Table verticalSpacing="xs" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('balance.at')}</Table.Th>
                <Table.Th>{t('balance.what')}</Table.Th>
                <Table.Th ta="end" visibleFrom="sm">
                  {t('balance.items')}
                </Table.Th>
                <Table.Th ta="end">{t('balance.change')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.results.map((one) => (
                <Table.Tr key={one.id} data-posting={one.kind}>
                  <Table.Td>
                    <Time at={one.postedAt} short />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{t(`balance.kinds.${one.kind}`, one.kind)}</Text>
                    {one.reason !== null && (
                      <Text size="xs" c="dimmed">
                        {one.reason}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td ta="end" visibleFrom="sm" className="numbers">
                    {ofMessages.has(one.kind) ? format.number(one.items) : ''}
                  </Table.Td>
                  <Table.Td ta="end" className="numbers">
                    {touchesBalance(one) ? money(one.amount, one.currency) : '–'}
                    {!touchesBalance(one) && (
                      <Text size="xs" c="dimmed">
                        {t('balance.elsewhere', { amount: money(one.amount, one.currency) })}
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Pages next={list.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
    </Card>
  )
}
