import { Card, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useStream } from '../api/stream.ts'
import { useMay } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { CallbackCard } from './callback-card.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { HttpForm } from './http-form.tsx'
import { LiveCard } from './live-card.tsx'
import { RouteHint } from './route-hint.tsx'
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
          <LiveCard connection={connection.data} />
          {connection.data.simulated ? (
            <Card>
              <Text size="sm">{t('connections.simulatedText')}</Text>
            </Card>
          ) : connection.data.http !== null ? (
            <OverHttp connection={connection.data} http={connection.data.http} />
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

function OverHttp({
  connection,
  http,
}: {
  connection: Answer<'get-operator-connection'>
  http: NonNullable<Answer<'get-operator-connection'>['http']>
}) {
  const { t } = useTranslation()
  const mayChange = useMay('operators:manage')
  return (
    <>
      <HttpForm
        key={connection.updatedAt}
        connection={connection}
        http={http}
        done={(made) => tellDone(t('connections.saved', { name: made.name }))}
      />
      {mayChange && <CallbackCard connectionId={connection.id} />}
    </>
  )
}
