import {
  Alert,
  Badge,
  Button,
  Card,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Tabs,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconCalculator, IconListDetails, IconPlus, IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useMe } from '../app/session.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { useAmount } from './amounts.ts'
import { CustomerDialog } from './customer-dialog.tsx'

const route = getRouteApi('/app/prices')
const tabs = ['ask', 'lists', 'customers'] as const

/** What messages cost: the own price of one, the lists an account sells by, and who buys by which. */
export function PricesPage() {
  const { t } = useTranslation()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('prices.title')} about={t('prices.about')}>
      <Tabs
        value={tabs.find((one) => one === tab) ?? 'ask'}
        onChange={(chosen) =>
          void navigate({ search: { tab: chosen ?? undefined }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="ask" leftSection={<IconCalculator size={16} />}>
            {t('prices.ask')}
          </Tabs.Tab>
          <Tabs.Tab value="lists" leftSection={<IconListDetails size={16} />}>
            {t('prices.lists')}
          </Tabs.Tab>
          <Tabs.Tab value="customers" leftSection={<IconUsers size={16} />}>
            {t('prices.customers')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="ask" pt="md">
          <Preview />
        </Tabs.Panel>
        <Tabs.Panel value="lists" pt="md">
          <Lists />
        </Tabs.Panel>
        <Tabs.Panel value="customers" pt="md">
          <Customers />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

/** What a message to a number costs now, and by which prices. @param listId by this list alone */
export function Preview({ listId }: { listId?: number }) {
  const { t } = useTranslation()
  const money = useAmount()
  const [to, setTo] = useState('')
  const [asked, setAsked] = useState('')
  const preview = useAsk(
    'preview-price',
    { query: { to: asked, ...(listId === undefined ? {} : { listId }) } },
    { enabled: asked !== '' },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(to.trim())
  }
  return (
    <Stack>
      <Card>
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput
              label={t('prices.to')}
              description={t('prices.toAbout')}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              flex={1}
              miw={220}
              required
            />
            <Button type="submit" loading={preview.isFetching}>
              {t('prices.show')}
            </Button>
          </Group>
        </form>
      </Card>
      {preview.error && <FaultNotice fault={preview.error} />}
      {preview.data && (
        <Card data-preview>
          <Text size="sm" c="dimmed">
            {[preview.data.countryName, preview.data.networkName].filter(Boolean).join(' · ') ||
              t('prices.nowhere')}
          </Text>
          {!preview.data.priced && (
            <Alert color="orange" mt="sm">
              {t('prices.unpriced')}
            </Alert>
          )}
          {preview.data.priced && preview.data.charges.length === 0 && (
            <Text mt="sm">{t('prices.free')}</Text>
          )}
          {preview.data.charges.map((charge) => (
            <div key={charge.account ?? 'list'}>
              <Text fz={26} fw={700}>
                {money(charge.total, charge.currency)}
              </Text>
              {charge.lines.map((line) => (
                <Text key={line.priceId} size="sm">
                  {line.kind === 'SURCHARGE' ? line.name : t('prices.base')}:{' '}
                  {money(line.amount, charge.currency)} {t(`prices.per.${line.unit}`)}
                </Text>
              ))}
            </div>
          ))}
        </Card>
      )}
    </Stack>
  )
}

function Lists() {
  const { t } = useTranslation()
  const lists = useAsk('list-price-lists', { query: {} })
  return (
    <Stack>
      <NewList />
      {lists.error && <FaultNotice fault={lists.error} retry={() => void lists.refetch()} />}
      {lists.isPending && <Waiting rows={3} />}
      {lists.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconListDetails size={28} />}
            title={t('prices.noLists')}
            text={t('prices.noListsText')}
          />
        </Card>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {lists.data?.results.map((one) => (
          <Card key={one.id} data-price-list={one.id}>
            <Group justify="space-between">
              <LinkAnchor to="/prices/$listId" params={{ listId: String(one.id) }} fw={600}>
                {one.name}
              </LinkAnchor>
              <Badge color="gray">{one.currency}</Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {t('prices.listHolds', { prices: one.prices, accounts: one.accounts })}
            </Text>
            {one.connectionName !== null && (
              <Text size="sm">{t('prices.costOf', { connection: one.connectionName })}</Text>
            )}
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function NewList() {
  const { t } = useTranslation()
  const { account } = useMe()
  const create = useChange('create-price-list', ['list-price-lists'])
  const [name, setName] = useState('')
  const [currency, setCurrency] = useState(account.currency)
  const [connection, setConnection] = useState<string | null>(null)
  const connections = useAsk(
    'get-operator-connections',
    { query: { limit: 200 } },
    { enabled: account.isRoot },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      {
        body: {
          name: name.trim(),
          currency: currency.toUpperCase(),
          connectionId: connection === null ? null : Number(connection),
        },
      },
      {
        onSuccess: () => {
          tellDone(t('prices.listMade', { name: name.trim() }))
          setName('')
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t('prices.listName')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            flex={1}
            miw={180}
            required
          />
          <TextInput
            label={t('prices.currency')}
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
            maxLength={3}
            w={90}
            required
          />
          {account.isRoot && (
            <Select
              label={t('prices.kind')}
              placeholder={t('prices.toSell')}
              data={(connections.data?.results ?? []).map((one) => ({
                value: String(one.id),
                label: t('prices.costOf', { connection: one.name }),
              }))}
              value={connection}
              onChange={setConnection}
              clearable
            />
          )}
          <Button type="submit" leftSection={<IconPlus size={16} />} loading={create.isPending}>
            {t('prices.makeList')}
          </Button>
        </Group>
      </form>
      {create.error && <FaultNotice fault={create.error} />}
    </Card>
  )
}

function Customers() {
  const { t } = useTranslation()
  const money = useAmount()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-customers', { query: cursor === undefined ? {} : { cursor } })
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Stack>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconUsers size={28} />}
            title={t('prices.noCustomers')}
            text={t('prices.noCustomersText')}
          />
        </Card>
      )}
      {list.data && list.data.results.length > 0 && (
        <Card p={0}>
          <Title order={2} fz="lg" p="md" pb={0}>
            {t('prices.customers')}
          </Title>
          <Table.ScrollContainer minWidth={280}>
            <Table verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('prices.customer')}</Table.Th>
                  <Table.Th ta="end">{t('balance.amount')}</Table.Th>
                  <Table.Th visibleFrom="sm">{t('prices.pays')}</Table.Th>
                  <Table.Th ta="end">{t('states.actions')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.results.map((one) => (
                  <Table.Tr key={one.account}>
                    <Table.Td>{one.accountName}</Table.Td>
                    <Table.Td ta="end" className="numbers">
                      {money(one.balance, one.currency)}
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      {one.paidBy === 'PARENT'
                        ? t('prices.paidByParent')
                        : one.prepaid
                          ? t('balance.prepaid')
                          : t('balance.postpaid')}
                    </Table.Td>
                    <Table.Td ta="end">
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={t('prices.termsOf', { name: one.accountName })}
                        onClick={() => setOpen(one.account)}
                      >
                        {t('prices.terms')}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <Pages next={list.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
      {open !== null && <CustomerDialog account={open} close={() => setOpen(null)} />}
    </Stack>
  )
}
