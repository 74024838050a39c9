import { ActionIcon, Button, Card, Group, Loader, Text, Tooltip } from '@mantine/core'
import {
  IconMessageOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Answer, type ApiFault } from '../api/call.ts'
import { useRefresh } from '../api/stream.ts'
import type { MessagesSearch } from './search.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge, StatusBadge } from '../parts/badges.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { BulkPanel } from './bulk-panel.tsx'
import { Filters } from './filters.tsx'
import './messages.css'
import { LinkButton } from '../parts/links.tsx'

type Message = Answer<'list-messages'>['results'][number]

const PAGE_ROWS = 50
const REFRESH_MS = 5_000
/** Beyond this many pages a refresh would ask for too much at once; then the list stands still until asked. */
const PAGES_REFRESHED_MAX = 4

const route = getRouteApi('/app/messages')

export function MessagesPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [following, setFollowing] = useState(true)
  const list = useMessages(search, following)
  const messages = list.data?.pages.flatMap((page) => page.results) ?? []
  const filtered = Object.values(search).some((value) => value !== undefined)
  useRefresh(['counters'], () => {
    if (following) void list.refetch()
  })
  return (
    <Page
      title={t('messages.title')}
      about={search.scheduled ? t('messages.aboutScheduled') : t('messages.about')}
      actions={
        <>
          <Tooltip label={following ? t('messages.pauseWhy') : t('messages.followWhy')}>
            <Button
              variant="default"
              leftSection={following ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
              onClick={() => setFollowing(!following)}
            >
              {following ? t('messages.pause') : t('messages.follow')}
            </Button>
          </Tooltip>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('messages.refresh')}
            title={t('messages.refresh')}
            onClick={() => void list.refetch()}
            loading={list.isRefetching && !following}
          >
            <IconRefresh size={18} />
          </ActionIcon>
        </>
      }
    >
      <Filters
        search={search}
        change={(change) =>
          void navigate({ to: '/messages', search: { ...search, ...change }, replace: true })
        }
        clear={() => void navigate({ to: '/messages', search: {} })}
      />
      {search.bulkId !== undefined && <BulkPanel bulkId={search.bulkId} />}
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={8} height={52} />}
      {list.data && messages.length === 0 && (
        <Card>
          {filtered ? (
            <Empty
              icon={<IconMessageOff size={28} />}
              title={t('messages.noneFound')}
              text={t('messages.noneFoundText')}
              action={
                <Button onClick={() => void navigate({ to: '/messages', search: {} })}>
                  {t('messages.clear')}
                </Button>
              }
            />
          ) : (
            <Empty
              icon={<IconSend size={28} />}
              title={t('messages.none')}
              text={t('messages.noneText')}
              action={<LinkButton to="/compose">{t('messages.sendFirst')}</LinkButton>}
            />
          )}
        </Card>
      )}
      {messages.length > 0 && (
        <MessageRows
          messages={messages}
          search={search}
          more={list.hasNextPage}
          loading={list.isFetchingNextPage}
          loadMore={() => void list.fetchNextPage()}
        />
      )}
      <Outlet />
    </Page>
  )
}

const useMessages = (search: MessagesSearch, following: boolean) =>
  useInfiniteQuery<
    Answer<'list-messages'>,
    ApiFault,
    { pages: Answer<'list-messages'>[] },
    unknown[],
    string | undefined
  >({
    queryKey: ['list-messages', 'pages', search],
    queryFn: ({ pageParam, signal }) =>
      api('list-messages', { query: { ...search, limit: PAGE_ROWS, cursor: pageParam } }, signal),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: (query) =>
      following && (query.state.data?.pages.length ?? 0) <= PAGES_REFRESHED_MAX
        ? REFRESH_MS
        : false,
    placeholderData: (old) => old,
  })

const ROW_HEIGHT = 64

/** As many rows as fit the window are drawn, however many there are. */
function MessageRows({
  messages,
  search,
  more,
  loading,
  loadMore,
}: {
  messages: readonly Message[]
  search: MessagesSearch
  more: boolean
  loading: boolean
  loadMore: () => void
}) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => setMargin(frame.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: messages.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollMargin: margin,
    getItemKey: (index) => messages[index]!.id,
  })
  const rows = virtual.getVirtualItems()
  const lastRow = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !loading && lastRow >= messages.length - 10) loadMore()
  }, [lastRow, more, loading, messages.length, loadMore])
  return (
    <Card p={0}>
      <div className="message-row message-head" aria-hidden>
        <span>{t('messages.column.time')}</span>
        <span>{t('messages.column.to')}</span>
        <span>{t('messages.column.sender')}</span>
        <span>{t('messages.column.text')}</span>
        <span>{t('messages.column.parts')}</span>
        <span>{t('messages.column.status')}</span>
      </div>
      <div
        ref={frame}
        role="list"
        aria-label={t('messages.title')}
        style={{ position: 'relative', height: virtual.getTotalSize() }}
      >
        {rows.map((row) => {
          const message = messages[row.index]!
          return (
            <div
              key={row.key}
              role="listitem"
              aria-setsize={more ? -1 : messages.length}
              aria-posinset={row.index + 1}
              data-index={row.index}
              ref={virtual.measureElement}
              style={{
                position: 'absolute',
                insetInline: 0,
                top: 0,
                transform: `translateY(${row.start - virtual.options.scrollMargin}px)`,
              }}
            >
              <MessageRow message={message} search={search} />
            </div>
          )
        })}
      </div>
      <Group justify="center" p="sm">
        {loading ? (
          <Loader size="sm" aria-label={t('states.loading')} />
        ) : more ? (
          <Button variant="subtle" size="xs" onClick={loadMore}>
            {t('messages.more')}
          </Button>
        ) : (
          <Text size="xs" c="dimmed">
            {t('messages.end', { count: messages.length })}
          </Text>
        )}
      </Group>
    </Card>
  )
}

function MessageRow({ message, search }: { message: Message; search: MessagesSearch }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Link
      to="/messages/$id"
      params={{ id: message.id }}
      search={search}
      resetScroll={false}
      className="message-row row-link"
      data-status={message.status.groupName}
    >
      <Text size="sm" c="dimmed" component="span" className="cell-time">
        <Time at={message.sendAt ?? message.acceptedAt} short />
      </Text>
      <Text size="sm" fw={600} component="span" className="numbers cell-to">
        {/^\d{7,}$/.test(message.to) ? `+${message.to}` : message.to}
      </Text>
      <Text size="sm" component="span" className="one-line cell-sender">
        {message.sender}
      </Text>
      <Text size="sm" component="span" className="one-line cell-text">
        {message.text ?? <i>{message.binary ? t('messages.binary') : t('messages.textGone')}</i>}
      </Text>
      <Text
        size="sm"
        c="dimmed"
        component="span"
        className="numbers cell-parts"
        title={t('messages.column.parts')}
      >
        {format.number(message.parts)}
      </Text>
      <span className="cell-status">
        <StatusBadge status={message.status} scheduled={message.sendAt !== null} />
        {message.simulated && <SimulatedBadge />}
      </span>
    </Link>
  )
}
