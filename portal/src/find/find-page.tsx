import { Button, Card, Drawer, Select, SimpleGrid, Table, Text, TextInput } from '@mantine/core'
import { IconMessageOff, IconMessage2Search, IconSearch } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { Details } from '../messages/message-drawer.tsx'
import { SimulatedBadge, StatusBadge } from '../parts/badges.tsx'
import { LinkAnchor } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { ParkedReceipts } from './parked-receipts.tsx'
import { ways, wayOf, type Way } from './search.ts'

const route = getRouteApi('/app/find')
const PAGE_ROWS = 50

/** One message of any account, by whatever of it is known. */
export function FindPage() {
  const { t } = useTranslation()
  const { by, value } = route.useSearch()
  return (
    <Page title={t('find.title')} about={t('find.about')}>
      <Form key={`form ${by} ${value}`} />
      {by !== undefined && value !== undefined && (
        <Results key={`results ${by} ${value}`} by={by} value={value} />
      )}
      <ParkedReceipts />
      <Opened />
    </Page>
  )
}

function Form() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [by, setBy] = useState<Way>(search.by ?? 'messageId')
  const [value, setValue] = useState(search.value ?? '')
  return (
    <Card
      component="form"
      role="search"
      aria-label={t('find.title')}
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault()
        if (value.trim() !== '') void navigate({ to: '/find', search: { by, value: value.trim() } })
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
        <Select
          label={t('find.by')}
          data={ways.map((one) => ({ value: one, label: t(`find.way.${one}`) }))}
          value={by}
          onChange={(chosen) => setBy(wayOf(chosen) ?? 'messageId')}
          allowDeselect={false}
        />
        <TextInput
          label={t(`find.way.${by}`)}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          maxLength={200}
          required
        />
        <div>
          <Button type="submit" leftSection={<IconSearch size={16} />}>
            {t('find.go')}
          </Button>
        </div>
      </SimpleGrid>
    </Card>
  )
}

function Results({ by, value }: { by: Way; value: string }) {
  const { t } = useTranslation()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const found = useAsk('search-messages-anywhere', {
    query: { [by]: value, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
  })
  if (found.error) return <FaultNotice fault={found.error} retry={() => void found.refetch()} />
  if (found.isPending) return <Waiting rows={3} />
  const { results, nextCursor } = found.data
  if (results.length === 0)
    return (
      <Card>
        <Empty
          icon={<IconMessageOff size={28} />}
          title={t('find.none')}
          text={t('find.noneText')}
        />
      </Card>
    )
  return (
    <>
      <Card p={0}>
        <Table.ScrollContainer
          minWidth={720}
          scrollAreaProps={{ tabIndex: 0, 'aria-label': t('find.found') }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('find.column.accepted')}</Table.Th>
                <Table.Th>{t('find.column.account')}</Table.Th>
                <Table.Th>{t('find.column.to')}</Table.Th>
                <Table.Th>{t('find.column.sender')}</Table.Th>
                <Table.Th>{t('find.column.status')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {results.map((one) => (
                <Found key={one.id} found={one} by={by} value={value} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
      <Pages next={nextCursor} cursors={cursors} go={setCursors} />
    </>
  )
}

function Found({
  found,
  by,
  value,
}: {
  found: Answer<'search-messages-anywhere'>['results'][number]
  by: Way
  value: string
}) {
  return (
    <Table.Tr data-found={found.messageId}>
      <Table.Td>
        <LinkAnchor
          to="/find"
          search={{ by, value, account: found.accountKey, message: found.id }}
          resetScroll={false}
        >
          <Time at={found.acceptedAt} />
        </LinkAnchor>
      </Table.Td>
      <Table.Td>{found.accountName}</Table.Td>
      <Table.Td className="numbers">{found.to}</Table.Td>
      <Table.Td>{found.sender}</Table.Td>
      <Table.Td>
        <StatusBadge status={found.status} scheduled={found.sendAt !== null} />
        {found.simulated && <SimulatedBadge />}
      </Table.Td>
    </Table.Tr>
  )
}

/** The message that the address names, over the page. */
function Opened() {
  const { t } = useTranslation()
  const { account, message, ...search } = route.useSearch()
  const navigate = route.useNavigate()
  const isOpen = account !== undefined && message !== undefined
  return (
    <Drawer
      opened={isOpen}
      onClose={() => void navigate({ to: '/find', search, resetScroll: false })}
      position="right"
      size="lg"
      title={t('message.title')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      {isOpen && <OfAccount accountKey={account} messageId={message} />}
    </Drawer>
  )
}

/** Read once: each look stands in the audit trails of both accounts. */
function OfAccount({ accountKey, messageId }: { accountKey: string; messageId: string }) {
  const { t } = useTranslation()
  const message = useAsk(
    'get-message-anywhere',
    { params: { accountKey, messageId } },
    { staleTime: Infinity },
  )
  if (message.error)
    return <FaultNotice fault={message.error} retry={() => void message.refetch()} />
  if (message.isPending) return <Waiting rows={6} />
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        <IconMessage2Search size={14} aria-hidden /> {t('find.noted')}
      </Text>
      <Details message={message.data} />
    </>
  )
}
