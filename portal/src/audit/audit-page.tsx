import { Badge, Button, Card, Group, Menu, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { api, type Answer, type ApiFault } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { instantOf } from '../language/format.ts'
import { InstantField } from '../parts/instant-field.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { download } from './download.ts'
import { EntryDrawer } from './entry-drawer.tsx'
import { outcomeColours, useActionName, useActorName, type Entry } from './names.ts'
import { outcomes, type AuditSearch } from './search.ts'
import { VerifyCard } from './verify-card.tsx'

type EntryPage = Answer<'list-audit-entries'>
const PAGE_ROWS = 50
const PEOPLE_MAX = 200
const route = getRouteApi('/app/audit')

/** Who did what in the account, and whether anybody tampered with it since. */
export function AuditPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [open, setOpen] = useState<Entry | null>(null)
  const list = useInfiniteQuery<
    EntryPage,
    ApiFault,
    { pages: EntryPage[] },
    unknown[],
    string | undefined
  >({
    queryKey: ['list-audit-entries', 'pages', search],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...search, userId: numberOf(search.userId), limit: PAGE_ROWS, cursor: pageParam } // prettier-ignore
      return api('list-audit-entries', { query }, signal)
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (old) => old,
  })
  const entries = list.data?.pages.flatMap((page) => page.results) ?? []
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  return (
    <Page title={t('audit.title')} about={t('audit.about')} actions={<Exports />}>
      <VerifyCard />
      <Filters search={search} />
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.data && entries.length === 0 && (
        <Card>
          <Empty
            icon={<IconHistory size={28} />}
            title={isFiltered ? t('audit.noneFound') : t('audit.none')}
            text={isFiltered ? t('audit.noneFoundText') : t('audit.noneText')}
            action={
              isFiltered && (
                <Button onClick={() => void navigate({ search: {} })}>{t('audit.clear')}</Button>
              )
            }
          />
        </Card>
      )}
      {entries.length > 0 && (
        <Card
          p={0}
          className="rows"
          component="ul"
          m={0}
          style={{ listStyle: 'none' }}
          aria-label={t('audit.list')}
        >
          {entries.map((entry) => (
            <Row key={entry.seq} entry={entry} open={() => setOpen(entry)} />
          ))}
        </Card>
      )}
      {list.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            onClick={() => void list.fetchNextPage()}
            loading={list.isFetchingNextPage}
          >
            {t('audit.more')}
          </Button>
        </Group>
      )}
      <EntryDrawer entry={open} onClose={() => setOpen(null)} />
    </Page>
  )
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text)

function Row({ entry, open }: { entry: Entry; open: () => void }) {
  const { t } = useTranslation()
  const actionName = useActionName()
  const actorName = useActorName()
  return (
    <Group
      component="li"
      justify="space-between"
      wrap="nowrap"
      px="md"
      py="sm"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-audit={entry.seq}
    >
      <Stack gap={2} miw={0}>
        <Group gap="xs">
          <Text size="sm" fw={600} className="breaks">
            {actionName(entry)}
          </Text>
          {entry.outcome !== 'DONE' && (
            <Badge color={outcomeColours[entry.outcome]}>
              {t(`audit.outcome.${entry.outcome}`)}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" className="breaks">
          {entry.erased ? t('audit.erased') : actorName(entry)} · <Time at={entry.at} />
        </Text>
      </Stack>
      <Button
        variant="default"
        size="xs"
        flex="none"
        onClick={open}
        aria-label={t('audit.detailsOf', { action: actionName(entry), seq: entry.seq })}
      >
        {t('audit.details')}
      </Button>
    </Group>
  )
}

function Filters({ search }: { search: AuditSearch }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const actionName = useActionName()
  const mayReadPeople = useMay('users:read', 'users:manage')
  const people = useAsk('list-users', { query: { limit: PEOPLE_MAX } }, { enabled: mayReadPeople })
  const actions = useAsk('list-audit-actions', {})
  const change = (changed: AuditSearch) =>
    void navigate({ search: { ...search, ...changed }, replace: true })
  return (
    <Card padding="sm" component="search" aria-label={t('audit.filters')}>
      <SimpleGrid cols={{ base: 2, lg: mayReadPeople ? 5 : 4 }} spacing="sm">
        {mayReadPeople && (
          <Select
            label={t('audit.person')}
            placeholder={t('audit.everybody')}
            data={(people.data?.results ?? []).map((one) => ({
              value: String(one.id),
              label: one.name === '' ? one.email : `${one.name} (${one.email})`,
            }))}
            value={search.userId ?? null}
            onChange={(userId) => change({ userId: userId ?? undefined })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('audit.everybody') }}
          />
        )}
        <Select
          label={t('audit.action')}
          placeholder={t('audit.everything')}
          data={(actions.data?.results ?? []).map((one) => ({
            value: one.action,
            label: actionName({ action: one.action, description: one.summary }),
          }))}
          value={search.action ?? null}
          onChange={(action) => change({ action: action ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('audit.everything') }}
        />
        <Select
          label={t('audit.outcomes')}
          placeholder={t('audit.all')}
          data={outcomes.map((value) => ({ value, label: t(`audit.outcome.${value}`) }))}
          value={search.outcome ?? null}
          onChange={(outcome) => change({ outcome: outcome ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': t('audit.all') }}
        />
        <InstantField
          label={t('audit.from')}
          value={search.from === undefined ? null : new Date(search.from)}
          onChange={(local) => change({ from: local ? instantOf(local).toISOString() : undefined })}
          clearable
        />
        <InstantField
          label={t('audit.to')}
          value={search.to === undefined ? null : new Date(search.to)}
          onChange={(local) => change({ to: local ? instantOf(local).toISOString() : undefined })}
          clearable
        />
      </SimpleGrid>
    </Card>
  )
}

function Exports() {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const get = (path: string, name: string) => {
    setBusy(true)
    download(path, name)
      .catch(tellFault)
      .finally(() => setBusy(false))
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={busy}>
          {t('audit.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => get('/audit/1/logs/export', 'audit-log.csv')}>
          {t('audit.exportTable')}
        </Menu.Item>
        <Menu.Item onClick={() => get('/audit/1/chain', 'audit-chain.jsonl')}>
          {t('audit.exportChain')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
