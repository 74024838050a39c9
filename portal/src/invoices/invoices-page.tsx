import { Badge, Button, Card, SegmentedControl, Table, Text } from '@mantine/core'
import { IconCreditCard, IconFileInvoice } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { LinkAnchor, LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { TopUpDialog } from './top-up-dialog.tsx'

type Listed = Answer<'list-invoices'>['results'][number]

/** What the account was invoiced, and what it invoiced to its customers. */
export function InvoicesPage() {
  const { t } = useTranslation()
  const mayManage = useMay('billing:manage')
  const [side, setSide] = useState<'own' | 'issued'>('own')
  const [paying, setPaying] = useState(false)
  return (
    <Page
      title={t('invoices.title')}
      about={t('invoices.about')}
      actions={
        mayManage && (
          <>
            <LinkButton to="/seller" variant="default">
              {t('invoices.seller')}
            </LinkButton>
            <LinkButton to="/billing-profile" variant="default">
              {t('invoices.profile')}
            </LinkButton>
            <Button leftSection={<IconCreditCard size={16} />} onClick={() => setPaying(true)}>
              {t('invoices.topUp')}
            </Button>
          </>
        )
      }
    >
      <SegmentedControl
        aria-label={t('invoices.side')}
        value={side}
        onChange={(value) => setSide(value === 'issued' ? 'issued' : 'own')}
        data={[
          { value: 'own', label: t('invoices.own') },
          { value: 'issued', label: t('invoices.issued') },
        ]}
        w="fit-content"
      />
      {side === 'own' ? <OwnInvoices /> : <IssuedInvoices />}
      <TopUpDialog opened={paying} close={() => setPaying(false)} />
    </Page>
  )
}

function OwnInvoices() {
  const { t } = useTranslation()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-invoices', { query: cursor === undefined ? {} : { cursor } })
  return (
    <>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data && (
        <Documents
          documents={list.data.results}
          to="/invoices/$id"
          none={t('invoices.noneText')}
          withBuyer={false}
        />
      )}
      <Pages
        next={list.data?.nextCursor ?? null}
        cursors={cursors}
        go={(changed) => setCursors(changed)}
      />
    </>
  )
}

function IssuedInvoices() {
  const { t } = useTranslation()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-issued-invoices', { query: cursor === undefined ? {} : { cursor } })
  return (
    <>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data && (
        <Documents
          documents={list.data.results}
          to="/issued-invoices/$id"
          none={t('invoices.noneIssuedText')}
          withBuyer
        />
      )}
      <Pages
        next={list.data?.nextCursor ?? null}
        cursors={cursors}
        go={(changed) => setCursors(changed)}
      />
    </>
  )
}

function Documents({
  documents,
  to,
  none,
  withBuyer,
}: {
  documents: readonly Listed[]
  to: '/invoices/$id' | '/issued-invoices/$id'
  none: string
  withBuyer: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  if (documents.length === 0)
    return (
      <Card>
        <Empty icon={<IconFileInvoice size={28} />} title={t('invoices.none')} text={none} />
      </Card>
    )
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('invoices.number')}</Table.Th>
              {withBuyer && <Table.Th>{t('invoices.customer')}</Table.Th>}
              <Table.Th visibleFrom="sm">{t('invoices.period')}</Table.Th>
              <Table.Th ta="end">{t('invoices.amount')}</Table.Th>
              <Table.Th>{t('invoices.stateHead')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {documents.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <LinkAnchor to={to} params={{ id: one.id }} size="sm" fw={600}>
                    {one.number}
                  </LinkAnchor>
                  <Text size="xs" c="dimmed">
                    {t(`invoices.kind.${one.kind}`)}
                  </Text>
                </Table.Td>
                {withBuyer && <Table.Td>{one.accountName}</Table.Td>}
                <Table.Td visibleFrom="sm">
                  <Text size="sm" className="numbers">
                    {one.periodFrom === one.periodTo
                      ? one.periodFrom
                      : `${one.periodFrom} – ${one.periodTo}`}
                  </Text>
                </Table.Td>
                <Table.Td ta="end">
                  <Text size="sm" className="numbers">
                    {format.money(
                      Number(one.kind === 'STATEMENT' ? one.net : one.payable),
                      one.currency,
                    )}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <DocumentState state={one.state} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

const colours = {
  DUE: 'blue',
  OVERDUE: 'red',
  PAID: 'green',
  CHALLENGED: 'orange',
  NONE: 'gray',
} as const

export function DocumentState({ state }: { state: Listed['state'] }) {
  const { t } = useTranslation()
  return <Badge color={colours[state]}>{t(`invoices.state.${state}`)}</Badge>
}
