import { Badge, Card, Table, Text } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer, ApiFault } from '../api/call.ts'
import { useAmount } from '../money/amounts.ts'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'

type Payments = Answer<'list-payments'>

/** Payments, newest first, each with what of it no invoice has used up yet. */
export function PaymentTable({
  list,
  noneText,
}: {
  list: { data: Payments | undefined; error: ApiFault | null; refetch: () => unknown }
  noneText: string
}) {
  const { t } = useTranslation()
  const money = useAmount()
  if (list.error) return <FaultNotice fault={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <Waiting rows={3} />
  if (list.data.results.length === 0)
    return (
      <Card>
        <Empty icon={<IconCoins size={28} />} title={t('payments.none')} text={noneText} />
      </Card>
    )
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('payments.day')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('payments.reference')}</Table.Th>
              <Table.Th ta="end">{t('payments.amount')}</Table.Th>
              <Table.Th ta="end">{t('payments.unallocated')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.data.results.map((one) => (
              <Table.Tr key={one.id} data-payment={one.reference}>
                <Table.Td>
                  <Text size="sm" className="numbers">
                    {one.receivedOn}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t(`payments.way.${one.way}`)}
                  </Text>
                  <Text size="xs" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
                    {one.reference}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
                  {one.reference}
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {money(one.amount, one.currency)}
                </Table.Td>
                <Table.Td ta="end">
                  {Number(one.unallocated) > 0 ? (
                    <Badge color="orange" className="numbers">
                      {money(one.unallocated, one.currency)}
                    </Badge>
                  ) : (
                    <Text size="sm" c="dimmed">
                      {t('payments.allUsed')}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
