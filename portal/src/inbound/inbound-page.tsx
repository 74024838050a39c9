import { Button, Card, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconArrowDownLeft, IconDeviceMobileMessage } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toMsisdn } from '../../../src/protocols/e164/index.ts'
import { api, type Answer, type ApiFault } from '../api/call.ts'
import { useRefresh } from '../api/stream.ts'
import { useMe } from '../app/session.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { LinkButton } from '../parts/links.tsx'

type Inbound = Answer<'list-inbound'>['results'][number]
const PAGE_ROWS = 50
const REFRESH_MS = 15_000
const SETTLED_MS = 350
const route = getRouteApi('/app/inbound')

export function InboundPage() {
  const { t } = useTranslation()
  const me = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery<
    Answer<'list-inbound'>,
    ApiFault,
    { pages: Answer<'list-inbound'>[] },
    unknown[],
    string | undefined
  >({
    queryKey: ['list-inbound', 'pages', search],
    queryFn: ({ pageParam, signal }) =>
      api('list-inbound', { query: { ...search, limit: PAGE_ROWS, cursor: pageParam } }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: REFRESH_MS,
    placeholderData: (old) => old,
  })
  useRefresh(['inbound'], () => void list.refetch())
  const messages = list.data?.pages.flatMap((page) => page.results) ?? []
  const filtered = Object.values(search).some((value) => value !== undefined)
  return (
    <Page title={t('inbound.title')} about={t('inbound.about')}>
      <Card padding="sm" component="search" aria-label={t('messages.filters')}>
        <Group grow preventGrowOverflow={false} align="flex-end">
          <Filter
            label={t('inbound.from')}
            value={search.from}
            set={(from) => void navigate({ search: { ...search, from }, replace: true })}
          />
          <Filter
            label={t('inbound.to')}
            value={search.to}
            set={(to) => void navigate({ search: { ...search, to }, replace: true })}
          />
          <Filter
            label={t('messages.filter.application')}
            value={search.applicationId}
            set={(applicationId) =>
              void navigate({ search: { ...search, applicationId }, replace: true })
            }
          />
          <Filter
            label={t('messages.filter.entity')}
            value={search.entityId}
            set={(entityId) => void navigate({ search: { ...search, entityId }, replace: true })}
          />
        </Group>
      </Card>
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting />}
      {list.data && messages.length === 0 && (
        <Card>
          {filtered ? (
            <Empty
              icon={<IconArrowDownLeft size={28} />}
              title={t('messages.noneFound')}
              text={t('inbound.noneFoundText')}
              action={
                <Button onClick={() => void navigate({ search: {} })}>{t('messages.clear')}</Button>
              }
            />
          ) : (
            <Empty
              icon={<IconArrowDownLeft size={28} />}
              title={t('inbound.none')}
              text={me.account.isRoot ? t('inbound.noneRootText') : t('inbound.noneText')}
              action={
                me.account.isRoot && (
                  <LinkButton to="/handsets" leftSection={<IconDeviceMobileMessage size={16} />}>
                    {t('inbound.toHandset')}
                  </LinkButton>
                )
              }
            />
          )}
        </Card>
      )}
      {messages.length > 0 && (
        <Card
          p={0}
          component="ul"
          m={0}
          style={{ listStyle: 'none' }}
          aria-label={t('inbound.title')}
        >
          {messages.map((message) => (
            <InboundRow key={message.id} message={message} />
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
            {t('messages.more')}
          </Button>
        </Group>
      )}
    </Page>
  )
}

function InboundRow({ message }: { message: Inbound }) {
  const { t } = useTranslation()
  return (
    <li
      style={{ padding: '14px 16px', borderBottom: '1px solid var(--trunkline-line)' }}
      data-inbound={message.id}
    >
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex={1} miw={220}>
          <Group gap="xs">
            <Text size="sm" fw={600} className="numbers">
              {/^\d{7,}$/.test(message.from) ? `+${message.from}` : message.from}
            </Text>
            <Text size="sm" c="dimmed">
              → {message.to}
            </Text>
            {message.simulated && <SimulatedBadge />}
          </Group>
          <Text size="sm" className="breaks">
            {message.text ?? <i>{t('messages.textGone')}</i>}
          </Text>
          <Text size="xs" c="dimmed">
            <Time at={message.receivedAt} />
            {message.parts > 1 && ` · ${t('compose.text.parts', { count: message.parts })}`}
          </Text>
        </Stack>
        <LinkButton
          to="/compose"
          search={{ to: message.from, sender: message.to }}
          size="xs"
          variant="light"
          leftSection={<IconArrowBackUp size={14} />}
          aria-label={t('inbound.replyTo', { number: message.from })}
        >
          {t('inbound.reply')}
        </LinkButton>
      </Group>
    </li>
  )
}

function Filter({
  label,
  value,
  set,
}: {
  label: string
  value: string | undefined
  set: (value: string | undefined) => void
}) {
  const [text, setText] = useState(value ?? '')
  const settle = useEffectEvent(() => {
    const wanted = text.trim() === '' ? undefined : (toMsisdn(text) ?? text.trim())
    if (wanted !== value) set(wanted)
  })
  useEffect(() => {
    const timer = setTimeout(() => settle(), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    if (value === undefined) setText('')
  }, [value])
  return (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      inputMode="tel"
    />
  )
}
