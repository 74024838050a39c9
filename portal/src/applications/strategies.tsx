import { ActionIcon, Alert, Badge, Card, Group, Pagination, Stack, Table } from '@mantine/core'
import { IconCopy, IconInfoCircle, IconRoute, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { confirm } from '../parts/confirm.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { StrategyForm } from './strategy-form.tsx'
import { orderOf, writtenLike, type Strategy } from './strategy.ts'

const ROWS = 50

/** Sending strategies: made, copied and deleted. The API knows no change: a changed one is another one. */
export function Strategies() {
  const { t } = useTranslation()
  const [page, setPage] = useState(1)
  const [pattern, setPattern] = useState<Strategy | null>(null)
  const [patterns, setPatterns] = useState(0)
  const list = useAsk('get-sending-strategies-v2', { query: { page: page - 1, size: ROWS } })
  const copy = (one: Strategy) => {
    setPattern(one)
    setPatterns(patterns + 1)
    document.querySelector('#main')?.scrollIntoView()
  }
  const pages = list.data?.paging.totalPages ?? 0
  return (
    <Stack>
      <Alert icon={<IconInfoCircle />} color="blue" p="sm">
        {t('applications.strategiesNote')}
      </Alert>
      <StrategyForm key={patterns} pattern={pattern && writtenLike(pattern)} />
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
        <StrategyTable strategies={list.data.results} copy={copy} />
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={setPage}
          size="sm"
          getItemProps={(one) => ({ 'aria-label': t('blocklist.page', { page: one }) })}
          getControlProps={(control) => ({ 'aria-label': t(`blocklist.to.${control}`) })}
        />
      )}
    </Stack>
  )
}

function StrategyTable({
  strategies,
  copy,
}: {
  strategies: readonly Strategy[]
  copy: (one: Strategy) => void
}) {
  const { t } = useTranslation()
  return (
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
          {strategies.map((one) => (
            <StrategyRow key={one.sendingStrategyId} one={one} copy={() => copy(one)} />
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

function StrategyRow({ one, copy }: { one: Strategy; copy: () => void }) {
  const { t } = useTranslation()
  const remove = useChange('delete-sending-strategy-by-sending-strategy-id-v2', [
    'get-sending-strategies-v2',
  ])
  const { sendingStrategyId } = one
  const about =
    [one.platform?.applicationId, one.platform?.entityId, one.channel, one.destinationCountryCode]
      .filter(Boolean)
      .join(' · ') || t('applications.everything')
  const ask = async () => {
    const sure = await confirm({
      title: t('applications.deleteStrategy', { about }),
      text: t('applications.deleteStrategyText'),
      action: t('applications.delete'),
      harmful: true,
    })
    if (sure)
      remove.mutate(
        { params: { sendingStrategyId } },
        { onSuccess: () => tellDone(t('applications.strategyDeleted')), onError: tellFault },
      )
  }
  return (
    <Table.Tr data-strategy={about}>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{about}</Table.Td>
      <Table.Td>
        {orderOf(one)
          .map((type) => t(`applications.senderType.${type}`))
          .join(' → ') || '–'}
        <Group gap={4}>
          {one.useStickySender && <Badge color="gray">{t('applications.sticky')}</Badge>}
          {one.useGeolocatedSender && <Badge color="gray">{t('applications.geolocated')}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <ActionIcon
            variant="subtle"
            aria-label={t('applications.copyStrategy', { about })}
            title={t('applications.copyStrategy', { about })}
            onClick={copy}
          >
            <IconCopy size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('applications.deleteStrategy', { about })}
            title={t('applications.deleteStrategy', { about })}
            onClick={() => void ask()}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
