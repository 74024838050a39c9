import { Badge, Button, Card, NativeSelect, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core' // prettier-ignore
import { IconListDetails } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { now } from '../clock.ts'
import { readTime } from '../language/format.ts'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { useAmount } from './amounts.ts'
import { channels, noFilter, queryOf, senderKinds, type PriceFilter } from './price.ts'

type Price = Answer<'list-prices'>['results'][number]
const ROWS = 50

/** The prices of a list, newest first, of the traffic that is looked for. */
export function PriceTable({ listId, currency }: { listId: number; currency: string }) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState(noFilter)
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const asked = queryOf(filter)
  const isFiltered = Object.keys(asked).length > 0
  const list = useAsk(
    'list-prices',
    {
      params: { listId },
      query: { limit: ROWS, ...asked, ...(cursor === undefined ? {} : { cursor }) },
    },
    { placeholderData: (old) => old },
  )
  const put = (changed: Partial<PriceFilter>) => {
    setFilter({ ...filter, ...changed })
    setCursors([])
  }
  const isUnused = list.data?.results.length === 0 && !isFiltered && cursor === undefined
  return (
    <Stack>
      {!isUnused && <Filters filter={filter} put={put} clear={() => put(noFilter)} />}
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconListDetails size={28} />}
            title={isUnused ? t('prices.none') : t('prices.noneFound')}
            text={isUnused ? t('prices.noneText') : t('prices.noneFoundText')}
          />
        </Card>
      )}
      {list.data && list.data.results.length > 0 && (
        <Card p={0}>
          <Rows prices={list.data.results} currency={currency} />
        </Card>
      )}
      <Pages next={list.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
    </Stack>
  )
}

function Filters({
  filter,
  put,
  clear,
}: {
  filter: PriceFilter
  put: (changed: Partial<PriceFilter>) => void
  clear: () => void
}) {
  const { t } = useTranslation()
  const every = { value: '', label: t('prices.every') }
  return (
    <Card role="search" aria-label={t('prices.filter')}>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="xs" verticalSpacing="xs">
        <TextInput
          label={t('prices.country')}
          placeholder={t('prices.every')}
          value={filter.country}
          onChange={(event) => put({ country: event.currentTarget.value.toUpperCase().trim() })}
          maxLength={2}
        />
        <TextInput
          label={t('prices.network')}
          placeholder={t('prices.every')}
          value={filter.network}
          onChange={(event) => put({ network: event.currentTarget.value.trim() })}
          inputMode="numeric"
          maxLength={6}
        />
        <NativeSelect
          label={t('prices.direction')}
          value={filter.direction}
          onChange={(event) =>
            put({
              direction:
                (['MT', 'MO'] as const).find((one) => one === event.currentTarget.value) ?? '',
            })
          }
          data={[
            every,
            ...(['MT', 'MO'] as const).map((value) => ({
              value,
              label: t(`prices.directions.${value}`),
            })),
          ]}
        />
        <NativeSelect
          label={t('prices.sender')}
          value={filter.senderKind}
          onChange={(event) =>
            put({ senderKind: senderKinds.find((one) => one === event.currentTarget.value) ?? '' })
          }
          data={[
            every,
            ...senderKinds.map((value) => ({ value, label: t(`prices.senderKinds.${value}`) })),
          ]}
        />
        <NativeSelect
          label={t('prices.channel')}
          value={filter.channel}
          onChange={(event) => put({ channel: event.currentTarget.value })}
          data={[every, ...channels.map((value) => ({ value, label: value }))]}
        />
        <NativeSelect
          label={t('prices.what')}
          value={filter.kind}
          onChange={(event) =>
            put({
              kind:
                (['BASE', 'SURCHARGE'] as const).find((one) => one === event.currentTarget.value) ??
                '',
            })
          }
          data={[
            every,
            { value: 'BASE', label: t('prices.base') },
            { value: 'SURCHARGE', label: t('prices.surcharge') },
          ]}
        />
      </SimpleGrid>
      {Object.values(filter).some((one) => one !== '') && (
        <Button variant="subtle" size="xs" mt="xs" onClick={clear}>
          {t('prices.clear')}
        </Button>
      )}
    </Card>
  )
}

function Rows({ prices, currency }: { prices: readonly Price[]; currency: string }) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('prices.where')}</Table.Th>
            <Table.Th>{t('prices.what')}</Table.Th>
            <Table.Th ta="end">{t('prices.amount')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('prices.since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prices.map((one) => (
            <PriceRow key={one.id} one={one} currency={currency} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function PriceRow({ one, currency }: { one: Price; currency: string }) {
  const { t } = useTranslation()
  const money = useAmount()
  const isPlanned = readTime(one.validFrom) > now()
  return (
    <Table.Tr data-price={one.id}>
      <Table.Td>
        {[one.countryName ?? one.country, one.networkName ?? one.network]
          .filter(Boolean)
          .join(' · ') || t('prices.everywhere')}
      </Table.Td>
      <Table.Td>
        {one.kind === 'SURCHARGE' ? one.name : t('prices.base')}
        {one.direction === 'MO' && ` · ${t('prices.inbound')}`}
        {one.senderKind !== null && ` · ${t(`prices.senderKind.${one.senderKind}`)}`}
        {one.channel !== null && ` · ${one.channel}`}
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {t('prices.since')} <Time at={one.validFrom} short={!isPlanned} />
        </Text>
      </Table.Td>
      <Table.Td ta="end" className="numbers">
        {one.amount === null
          ? t('prices.notPriced')
          : `${currency === '' ? one.amount : money(one.amount, currency)} ${t(`prices.per.${one.unit}`)}`}
        {isPlanned && (
          <div>
            <Badge color="blue">{t('prices.planned')}</Badge>
          </div>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={one.validFrom} short={!isPlanned} />
      </Table.Td>
    </Table.Tr>
  )
}
