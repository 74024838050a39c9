import { Card, Group, Table, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useStream } from '../api/stream.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { RouteHint } from './route-hint.tsx'
import { StateBadge } from './state-badge.tsx'
import { LinkButton } from '../parts/links.tsx'

const route = getRouteApi('/app/connections/$id')
const REFRESH_MS = 3_000

function Back() {
  const { t } = useTranslation()
  return (
    <LinkButton to="/connections" variant="default" leftSection={<IconArrowLeft size={16} />}>
      {t('connections.all')}
    </LinkButton>
  )
}

export function NewConnectionPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Page title={t('connections.new')} about={t('connections.newAbout')} actions={<Back />}>
      <ConnectionForm
        connection={null}
        done={(made) => {
          tellDone(t('connections.made', { name: made.name }))
          void navigate({ to: '/connections/$id', params: { id: String(made.id) } })
        }}
      />
    </Page>
  )
}

export function ConnectionPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const connection = useAsk(
    'get-operator-connection',
    { params: { connectionId: Number(id) } },
    { refetchInterval: REFRESH_MS },
  )
  const routes = useAsk('get-routes', { query: { limit: 200 } })
  useStream((event) => {
    if (event === 'renewed' || event.topic === 'connections') void connection.refetch()
  })
  const routed =
    routes.data === undefined ||
    routes.data.results.some((one) => one.enabled && one.connectionId === Number(id))
  return (
    <Page title={connection.data?.name ?? t('connections.one')} actions={<Back />}>
      {connection.error && (
        <FaultNotice fault={connection.error} retry={() => void connection.refetch()} />
      )}
      {connection.isPending && <Waiting rows={6} />}
      {connection.data && (
        <>
          {!routed && connection.data.enabled && (
            <RouteHint connectionId={connection.data.id} name={connection.data.name} />
          )}
          <Live connection={connection.data} />
          {connection.data.simulated ? (
            <Card>
              <Text size="sm">{t('connections.simulatedText')}</Text>
            </Card>
          ) : (
            <ConnectionForm
              key={connection.data.updatedAt}
              connection={connection.data}
              done={(made) => tellDone(t('connections.saved', { name: made.name }))}
            />
          )}
        </>
      )}
    </Page>
  )
}

const counterNames = [
  'submitted',
  'accepted',
  'refused',
  'throttled',
  'unknown',
  'receipts',
  'inbound',
  'malformed',
  'lateResponses',
] as const

function Live({ connection }: { connection: Answer<'get-operator-connection'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card>
      <Group gap="xs" mb="sm">
        <Title order={2}>{t('connections.live')}</Title>
        <StateBadge state={connection.state} />
        {connection.simulated && <SimulatedBadge />}
      </Group>
      {connection.lastError !== null && (
        <Text size="sm" mb="sm" c={connection.state === 'CONNECTED' ? 'dimmed' : 'red'}>
          {t('connections.lastError')} <Time at={connection.lastError.at} /> –{' '}
          {connection.lastError.text} {connection.lastError.whatToDo}
        </Text>
      )}
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('connections.link')}</Table.Th>
              <Table.Th>{t('connections.linkState')}</Table.Th>
              <Table.Th>{t('connections.since')}</Table.Th>
              <Table.Th>{t('connections.inFlight')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {connection.bindStates.map((bind) => (
              <Table.Tr key={`${bind.number} ${bind.kind}`}>
                <Table.Td>
                  {bind.number} · {t(`connection.bindType.${bind.kind}`)}
                </Table.Td>
                <Table.Td>{t(`connection.bindState.${bind.state}`)}</Table.Td>
                <Table.Td>
                  {bind.boundSince !== null ? (
                    <Time at={bind.boundSince} short />
                  ) : bind.nextTryAt !== null ? (
                    <>
                      {t('connections.nextTry')} <Time at={bind.nextTryAt} short />
                    </>
                  ) : (
                    '–'
                  )}
                </Table.Td>
                <Table.Td className="numbers">
                  {bind.inFlight} / {bind.windowSize}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="lg" mt="sm">
        {counterNames.map((name) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {t(`connections.counter.${name}`)}
            </Text>
            <Text size="sm" fw={600} className="numbers">
              {format.number(connection.counters[name])}
            </Text>
          </div>
        ))}
        {connection.roundTripMs !== null && (
          <div>
            <Text size="xs" c="dimmed">
              {t('connections.roundTrip')}
            </Text>
            <Text size="sm" fw={600} className="numbers">
              {t('connections.ms', { number: format.number(Math.round(connection.roundTripMs)) })}
            </Text>
          </div>
        )}
      </Group>
    </Card>
  )
}
