import {
  Button,
  Card,
  FileButton,
  Group,
  List,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import {
  IconArrowLeft,
  IconDownload,
  IconListDetails,
  IconPlus,
  IconUpload,
} from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { api } from '../api/call.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { saveFile } from '../parts/save-file.ts'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { useAmount } from './amounts.ts'
import { Preview } from './prices-page.tsx'

const route = getRouteApi('/app/prices/$listId')

/** One price list: its prices, adding to them by hand or by file, and what a number costs by it. */
export function PriceListPage() {
  const { t } = useTranslation()
  const listId = Number(route.useParams().listId)
  const navigate = useNavigate()
  const lists = useAsk('list-price-lists', { query: { limit: 1_000 } })
  const list = lists.data?.results.find((one) => one.id === listId)
  const retire = useChange('delete-price-list', ['list-price-lists'])
  const remove = async () => {
    const sure = await confirm({
      title: t('prices.retire'),
      text: t('prices.retireText'),
      action: t('prices.retire'),
      harmful: true,
    })
    if (sure)
      retire.mutate(
        { params: { listId } },
        {
          onSuccess: () => void navigate({ to: '/prices', search: { tab: 'lists' } }),
          onError: tellFault,
        },
      )
  }
  return (
    <Page
      title={list?.name ?? t('prices.list')}
      about={t('prices.listAbout')}
      actions={
        <>
          <Csv listId={listId} />
          <Button variant="light" color="red" onClick={() => void remove()}>
            {t('prices.retire')}
          </Button>
        </>
      }
    >
      <Group gap={4}>
        <IconArrowLeft size={16} aria-hidden />
        <LinkAnchor to="/prices" search={{ tab: 'lists' }} size="sm">
          {t('prices.back')}
        </LinkAnchor>
      </Group>
      {lists.error && <FaultNotice fault={lists.error} />}
      <NewPrice listId={listId} currency={list?.currency ?? ''} />
      <Prices listId={listId} currency={list?.currency ?? ''} />
      <Title order={2}>{t('prices.ask')}</Title>
      <Preview listId={listId} />
    </Page>
  )
}

function Csv({ listId }: { listId: number }) {
  const { t } = useTranslation()
  const bring = useChange('import-prices', ['list-prices', 'list-price-lists'])
  const take = async (file: File | null) => {
    if (!file) return
    bring.mutate(
      { params: { listId }, body: { csv: await file.text() } },
      {
        onSuccess: ({ added, faults }) => {
          if (faults.length === 0) tellDone(t('prices.imported', { count: added }))
        },
        onError: tellFault,
      },
    )
  }
  const save = async () => {
    const { csv } = await api('export-prices', { params: { listId } })
    saveFile(`prices-${listId}.csv`, csv, 'text/csv')
  }
  const faults = bring.data?.faults ?? []
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <FileButton accept=".csv,text/csv" onChange={(file) => void take(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={16} />}
              loading={bring.isPending}
            >
              {t('prices.import')}
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => void save().catch(tellFault)}
        >
          {t('prices.export')}
        </Button>
      </Group>
      {faults.length > 0 && (
        <Card role="alert" p="sm">
          <Text size="sm" fw={600}>
            {t('prices.importFaults')}
          </Text>
          <List size="sm">
            {faults.slice(0, 10).map((one) => (
              <List.Item key={one.line}>
                {t('prices.line', { line: one.line })}: {one.text}
              </List.Item>
            ))}
          </List>
        </Card>
      )}
    </Stack>
  )
}

function NewPrice({ listId, currency }: { listId: number; currency: string }) {
  const { t } = useTranslation()
  const add = useChange('add-prices', ['list-prices', 'list-price-lists', 'preview-price'])
  const [country, setCountry] = useState('')
  const [network, setNetwork] = useState('')
  const [surcharge, setSurcharge] = useState('')
  const [unit, setUnit] = useState<'PART' | 'MESSAGE'>('PART')
  const [amount, setAmount] = useState('')
  const [from, setFrom] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const price = {
      kind: surcharge.trim() === '' ? ('BASE' as const) : ('SURCHARGE' as const),
      name: surcharge.trim(),
      country: country.trim() === '' ? null : country.trim().toUpperCase(),
      network: network.trim() === '' ? null : network.trim(),
      unit,
      amount: amount.trim(),
      ...(from === '' ? {} : { validFrom: `${from}T00:00:00.000+0000` }),
    }
    add.mutate(
      { params: { listId }, body: { prices: [price] } },
      { onSuccess: () => tellDone(t('prices.added')) },
    )
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t('prices.country')}
            description={t('prices.countryAbout')}
            placeholder={t('prices.every')}
            value={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
            maxLength={2}
            w={110}
          />
          <TextInput
            label={t('prices.network')}
            description={t('prices.networkAbout')}
            placeholder={t('prices.every')}
            value={network}
            onChange={(event) => setNetwork(event.currentTarget.value)}
            maxLength={6}
            w={130}
          />
          <TextInput
            label={t('prices.amountIn', { currency })}
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
            inputMode="decimal"
            w={110}
            required
          />
          <Select
            label={t('prices.unit')}
            data={(['PART', 'MESSAGE'] as const).map((value) => ({
              value,
              label: t(`prices.per.${value}`),
            }))}
            value={unit}
            allowDeselect={false}
            onChange={(value) => setUnit(value === 'MESSAGE' ? 'MESSAGE' : 'PART')}
            w={135}
          />
          <TextInput
            label={t('prices.surcharge')}
            placeholder={t('prices.surchargeNone')}
            value={surcharge}
            onChange={(event) => setSurcharge(event.currentTarget.value)}
            maxLength={100}
            miw={120}
            flex={1}
          />
          <TextInput
            type="date"
            label={t('prices.fromDay')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconPlus size={16} />} loading={add.isPending}>
            {t('prices.add')}
          </Button>
        </Group>
      </form>
      {add.error && <FaultNotice fault={add.error} />}
    </Card>
  )
}

function Prices({ listId, currency }: { listId: number; currency: string }) {
  const { t } = useTranslation()
  const money = useAmount()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-prices', {
    params: { listId },
    query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  })
  if (list.error) return <FaultNotice fault={list.error} retry={() => void list.refetch()} />
  if (list.isPending) return <Waiting rows={3} />
  if (list.data.results.length === 0)
    return (
      <Card>
        <Empty
          icon={<IconListDetails size={28} />}
          title={t('prices.none')}
          text={t('prices.noneText')}
        />
      </Card>
    )
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={280}>
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
            {list.data.results.map((one) => (
              <Table.Tr key={one.id} data-price={one.id}>
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
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {one.amount === null
                    ? t('prices.notPriced')
                    : `${currency === '' ? one.amount : money(one.amount, currency)} ${t(`prices.per.${one.unit}`)}`}
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Time at={one.validFrom} short />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Pages next={list.data.nextCursor} cursors={cursors} go={setCursors} />
    </Card>
  )
}
