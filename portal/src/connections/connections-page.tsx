import { ActionIcon, Alert, Card, Group, Menu, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import {
  IconArrowsSplit,
  IconDots,
  IconPencil,
  IconPlugConnected,
  IconPlus,
  IconRefresh,
  IconSend,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { RouteHint } from './route-hint.tsx'
import { StateBadge } from './state-badge.tsx'
import { useConnections } from './use-connections.ts'
import { LinkAnchor, LinkButton, LinkMenuItem } from '../parts/links.tsx'

type Connection = Answer<'get-operator-connections'>['results'][number]

export function ConnectionsPage() {
  const { t } = useTranslation()
  const connections = useConnections()
  const routes = useAsk('get-routes', { query: { limit: 200 } })
  const all = connections.data?.results ?? []
  const routed = new Set(
    routes.data?.results.filter((one) => one.enabled).map((one) => one.connectionId),
  )
  return (
    <Page
      title={t('connections.title')}
      about={t('connections.about')}
      actions={
        <>
          <LinkButton to="/routes" variant="default" leftSection={<IconArrowsSplit size={16} />}>
            {t('nav.routes')}
          </LinkButton>
          <LinkButton
            to="/connections/send-for-real"
            variant="default"
            leftSection={<IconSend size={16} />}
          >
            {t('connections.real')}
          </LinkButton>
          <LinkButton to="/connections/new" leftSection={<IconPlus size={16} />}>
            {t('connections.new')}
          </LinkButton>
        </>
      }
    >
      {connections.error && (
        <FaultNotice fault={connections.error} retry={() => void connections.refetch()} />
      )}
      {connections.isPending && <Waiting rows={2} height={150} />}
      {connections.data && all.length === 0 && (
        <Card>
          <Empty
            icon={<IconPlugConnected size={28} />}
            title={t('connections.none')}
            text={t('connections.noneText')}
            action={<LinkButton to="/connections/new">{t('connections.new')}</LinkButton>}
          />
        </Card>
      )}
      {all.map((connection) => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          routed={routes.data === undefined || routed.has(connection.id)}
        />
      ))}
    </Page>
  )
}

function ConnectionCard({ connection, routed }: { connection: Connection; routed: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counters } = connection
  const bound = connection.bindStates.filter(
    (one) => one.state === 'BOUND' || one.state === 'PAUSED',
  ).length
  return (
    <Card component="article" aria-label={connection.name} data-connection={connection.name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Group gap="xs">
              <Title order={2}>
                <LinkAnchor
                  to="/connections/$id"
                  params={{ id: String(connection.id) }}
                  inherit
                  underline="hover"
                >
                  {connection.name}
                </LinkAnchor>
              </Title>
              <StateBadge state={connection.state} />
              {connection.simulated && <SimulatedBadge />}
            </Group>
            <Text size="sm" c="dimmed">
              <span className="mono">
                {connection.host}:{connection.port}
              </span>
              {connection.tls.enabled && ' · TLS'}
              {' · '}
              {t(`connection.bindType.${connection.bindType}`)}
              {' · '}
              {t('connections.links', { bound, total: connection.bindStates.length })}
              {connection.connectedSince !== null && (
                <>
                  {' · '}
                  {t('connections.since')} <Time at={connection.connectedSince} short />
                </>
              )}
            </Text>
          </div>
          <ConnectionMenu connection={connection} />
        </Group>
        {connection.lastError !== null &&
          connection.state !== 'CONNECTED' &&
          connection.state !== 'DISABLED' && (
            <Alert color="red" role="alert" title={connection.lastError.text}>
              <Text size="sm">{connection.lastError.whatToDo}</Text>
              <Text size="xs" c="dimmed">
                <Time at={connection.lastError.at} />
              </Text>
            </Alert>
          )}
        {!routed && connection.enabled && (
          <RouteHint connectionId={connection.id} name={connection.name} />
        )}
        <SimpleGrid cols={{ base: 3, xs: 4, sm: 7 }} spacing="xs">
          {(
            [
              ['rate', connection.partsPerSecond],
              ['submitted', counters.submitted],
              ['accepted', counters.accepted],
              ['refused', counters.refused],
              ['receipts', counters.receipts],
              ['inbound', counters.inbound],
              ['waiting', connection.waiting],
            ] as const
          ).map(([name, value]) => (
            <div key={name}>
              <Text size="xs" c="dimmed">
                {t(`connections.counter.${name}`)}
              </Text>
              <Text fw={600} className="numbers">
                {format.number(value)}
              </Text>
            </div>
          ))}
        </SimpleGrid>
      </Stack>
    </Card>
  )
}

const STALE = ['get-operator-connections', 'get-operator-connection'] as const

function ConnectionMenu({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const restart = useChange('restart-operator-connection', STALE)
  const remove = useChange('delete-operator-connection', STALE)
  const drop = async () => {
    if (
      await confirm({
        title: t('connections.deleteTitle', { name: connection.name }),
        text: t('connections.deleteText'),
        action: t('connections.delete'),
        harmful: true,
      })
    )
      remove.mutate(
        { params: { connectionId: connection.id } },
        {
          onSuccess: () => tellDone(t('connections.deleted', { name: connection.name })),
          onError: tellFault,
        },
      )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('connections.actionsOf', { name: connection.name })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LinkMenuItem
          to="/connections/$id"
          params={{ id: String(connection.id) }}
          leftSection={<IconPencil size={16} />}
        >
          {t('connections.open')}
        </LinkMenuItem>
        <Menu.Item
          leftSection={<IconRefresh size={16} />}
          onClick={() =>
            restart.mutate(
              { params: { connectionId: connection.id } },
              {
                onSuccess: () => tellDone(t('connections.restarted', { name: connection.name })),
                onError: tellFault,
              },
            )
          }
        >
          {t('connections.restart')}
        </Menu.Item>
        {!connection.simulated && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => void drop()}>
            {t('connections.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
