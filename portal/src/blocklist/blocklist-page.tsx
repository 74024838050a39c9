import {
  ActionIcon,
  Badge,
  Card,
  Group,
  Pagination,
  Select,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBan, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toMsisdn } from '../../../src/protocols/e164/index.ts'
import { renew, useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { AddNumbers } from './add-numbers.tsx'

type Entry = Answer<'get-all-blocklists'>['results'][number]
const ROWS = 50
const SETTLED_MS = 350
/** Changes are made a moment after they are taken in. */
const MADE_MS = 1_200
const sources = ['CUSTOM', 'MO', 'URL_OPT_OUT', 'CAMPAIGN'] as const
const removable = ['SMS', 'EMAIL', 'VIBER', 'RCS', 'MMS', 'APPLE_MB', 'WHATSAPP'] as const
type Removable = (typeof removable)[number]

export function BlocklistPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const [number, setNumber] = useState('')
  const [sender, setSender] = useState('')
  const [source, setSource] = useState<string | null>(null)
  const [page, setPage] = useState(1)
  const [asked] = useDebouncedValue({ number: number.trim(), sender: sender.trim() }, SETTLED_MS)
  const query = {
    page: page - 1,
    size: ROWS,
    ...(asked.number === '' ? {} : { destination: toMsisdn(asked.number) ?? asked.number }),
    ...(asked.sender === '' ? {} : { sender: asked.sender }),
    ...(source === null ? {} : { sourceType: source as (typeof sources)[number] }),
  }
  const list = useAsk('get-all-blocklists', { query }, { placeholderData: (old) => old })
  const remove = useChange('delete-blocklists')
  const refresh = () => void setTimeout(() => void renew('get-all-blocklists'), MADE_MS)
  const filtered = asked.number !== '' || asked.sender !== '' || source !== null
  const takeOff = async (entry: Entry) => {
    const sure = await confirm({
      title: t('blocklist.removeTitle', { number: entry.destination }),
      text: t('blocklist.removeText'),
      action: t('blocklist.remove'),
      harmful: true,
    })
    if (!sure) return
    const wish = {
      destinations: [{ to: entry.destination }],
      sourceType: entry.sourceType,
      ...(entry.sender === undefined ? {} : { sender: entry.sender }),
      ...(entry.channel === undefined ? {} : { channel: entry.channel as Removable }),
    }
    remove.mutate(
      { body: { blocklist: [wish] } },
      {
        onSuccess: () => {
          tellDone(t('blocklist.removed', { number: entry.destination }))
          refresh()
        },
        onError: tellFault,
      },
    )
  }
  const entries = list.data?.results ?? []
  const paging = list.data?.paging
  return (
    <Page title={t('blocklist.title')} about={t('blocklist.about')}>
      <AddNumbers done={refresh} />
      <Card padding="sm" component="search" aria-label={t('blocklist.filters')}>
        <Group grow preventGrowOverflow={false} align="flex-end">
          <TextInput
            label={t('blocklist.number')}
            value={number}
            inputMode="tel"
            miw={150}
            onChange={(event) => {
              setNumber(event.currentTarget.value)
              setPage(1)
            }}
          />
          <TextInput
            label={t('blocklist.sender')}
            value={sender}
            miw={150}
            onChange={(event) => {
              setSender(event.currentTarget.value)
              setPage(1)
            }}
          />
          <Select
            label={t('blocklist.source')}
            placeholder={t('blocklist.anySource')}
            data={sources.map((value) => ({ value, label: t(`blocklist.sources.${value}`) }))}
            value={source}
            miw={150}
            onChange={(value) => {
              setSource(value)
              setPage(1)
            }}
            clearable
            clearButtonProps={{ 'aria-label': t('blocklist.anySource') }}
          />
        </Group>
      </Card>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={4} />}
      {list.data && entries.length === 0 && (
        <Card>
          <Empty
            icon={<IconBan size={28} />}
            title={filtered ? t('blocklist.nothing') : t('blocklist.none')}
            text={filtered ? t('blocklist.nothingText') : t('blocklist.noneText')}
          />
        </Card>
      )}
      {entries.length > 0 && (
        <Card p={0}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('blocklist.number')}</Table.Th>
                <Table.Th>{t('blocklist.for')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('blocklist.source')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('blocklist.since')}</Table.Th>
                <Table.Th ta="end">{t('states.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr
                  key={`${entry.destination} ${entry.sender} ${entry.channel} ${entry.sourceType}`}
                  data-blocked={entry.destination}
                >
                  <Table.Td>
                    <Text size="sm" fw={600} className="numbers">
                      {entry.destination}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      <Text size="sm">{entry.sender ?? t('blocklist.allSenders')}</Text>
                      {entry.channel !== undefined && <Badge color="gray">{entry.channel}</Badge>}
                    </Group>
                  </Table.Td>
                  <Table.Td visibleFrom="sm">{t(`blocklist.sources.${entry.sourceType}`)}</Table.Td>
                  <Table.Td visibleFrom="sm">
                    <Time at={entry.createdDate} short />
                  </Table.Td>
                  <Table.Td ta="end">
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={t('blocklist.removeTitle', { number: entry.destination })}
                      title={t('blocklist.removeTitle', { number: entry.destination })}
                      disabled={
                        entry.channel !== undefined &&
                        !removable.includes(entry.channel as Removable)
                      }
                      onClick={() => void takeOff(entry)}
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
      {paging && paging.totalPages > 0 && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t('blocklist.total', {
              count: paging.totalResults,
              shown: format.number(paging.totalResults),
            })}
          </Text>
          {paging.totalPages > 1 && (
            <Pagination
              total={paging.totalPages}
              value={page}
              onChange={setPage}
              size="sm"
              getItemProps={(one) => ({ 'aria-label': t('blocklist.page', { page: one }) })}
              getControlProps={(control) => ({ 'aria-label': t(`blocklist.to.${control}`) })}
            />
          )}
        </Group>
      )}
    </Page>
  )
}
