import { Button, Card, Group, Table, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { readTime, useFormat } from '../language/format.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'

const REFRESH_MS = 5_000
const ROWS = 20

/** Receipts that operators sent and that fit no message yet. */
export function ParkedReceipts() {
  const { t } = useTranslation()
  const format = useFormat()
  const parked = useAsk(
    'list-parked-receipts',
    { query: { limit: ROWS } },
    { refetchInterval: REFRESH_MS },
  )
  const retry = useChange('retry-parked-receipts', ['list-parked-receipts'])
  const results = parked.data?.results ?? []
  return (
    <Card component="section" aria-label={t('find.parked')} data-parked>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t('find.parked')}</Title>
        {results.length > 0 && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} />}
            loading={retry.isPending}
            onClick={() =>
              retry.mutate(
                { body: {} },
                {
                  onSuccess: ({ receipts }) => tellDone(t('find.retried', { count: receipts })),
                  onError: tellFault,
                },
              )
            }
          >
            {t('find.retry')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('find.parkedAbout')}
      </Text>
      {parked.error && <FaultNotice fault={parked.error} retry={() => void parked.refetch()} />}
      {parked.isPending && <Waiting rows={2} />}
      {parked.data && results.length === 0 && <Text size="sm">{t('find.noParked')}</Text>}
      {results.length > 0 && (
        <Table.ScrollContainer
          minWidth={640}
          scrollAreaProps={{ tabIndex: 0, 'aria-label': t('find.parked') }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('find.column.received')}</Table.Th>
                <Table.Th>{t('find.column.connection')}</Table.Th>
                <Table.Th>{t('find.column.ids')}</Table.Th>
                <Table.Th>{t('find.column.says')}</Table.Th>
                <Table.Th>{t('find.column.nextTry')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {results.map((one) => (
                <Table.Tr key={one.id} data-receipt={one.operatorIds[0]}>
                  <Table.Td>
                    <Time at={one.receivedAt} />
                  </Table.Td>
                  <Table.Td>{one.connection ?? '–'}</Table.Td>
                  <Table.Td className="mono">{one.operatorIds.join(', ')}</Table.Td>
                  <Table.Td>{one.status}</Table.Td>
                  <Table.Td>{format.ago(readTime(one.nextTryAt))}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  )
}
