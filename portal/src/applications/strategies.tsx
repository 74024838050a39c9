import { ActionIcon, Alert, Card, Stack, Table } from '@mantine/core'
import { IconInfoCircle, IconRoute, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'

/** Sending strategies: made by software, read and deleted here. */
export function Strategies() {
  const { t } = useTranslation()
  const list = useAsk('get-sending-strategies-v2', { query: { size: 200 } })
  const remove = useChange('delete-sending-strategy-by-sending-strategy-id-v2', [
    'get-sending-strategies-v2',
  ])
  return (
    <Stack>
      <Alert icon={<IconInfoCircle />} color="blue" p="sm">
        {t('applications.strategiesNote')}
      </Alert>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconRoute size={28} />}
            title={t('applications.noStrategies')}
            text={t('applications.noStrategiesText')}
          />
        </Card>
      )}
      {list.data && list.data.results.length > 0 && (
        <Card p={0}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('applications.countsFor')}</Table.Th>
                <Table.Th>{t('applications.order')}</Table.Th>
                <Table.Th ta="end">{t('states.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.results.map((one) => (
                <Table.Tr key={one.sendingStrategyId}>
                  <Table.Td>
                    {[
                      one.platform?.applicationId,
                      one.platform?.entityId,
                      one.channel,
                      one.destinationCountryCode,
                    ]
                      .filter(Boolean)
                      .join(' · ') || t('applications.everything')}
                  </Table.Td>
                  <Table.Td>
                    {(one.priorities ?? [])
                      .toSorted((a, b) => a.priority - b.priority)
                      .map((priority) => priority.senderType)
                      .join(' → ') || '–'}
                  </Table.Td>
                  <Table.Td ta="end">
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={t('applications.deleteStrategy')}
                      title={t('applications.deleteStrategy')}
                      onClick={() =>
                        remove.mutate(
                          { params: { sendingStrategyId: one.sendingStrategyId } },
                          {
                            onSuccess: () => tellDone(t('applications.strategyDeleted')),
                            onError: tellFault,
                          },
                        )
                      }
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
    </Stack>
  )
}
