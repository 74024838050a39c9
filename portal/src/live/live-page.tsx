import { Button, Card, SimpleGrid, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { readTime, useFormat } from '../language/format.ts'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { ConnectionLive, COUNTED_MAX } from './connection-live.tsx'
import { Figure, Rate, Times } from './figure.tsx'

const REFRESH_MS = 1_000

/**
 * The engine second by second. Nothing here is announced by itself: a reader reads it when wanted, and may hold it still
 * meanwhile.
 */
export function LivePage() {
  const { t } = useTranslation()
  const format = useFormat()
  const [held, setHeld] = useState(false)
  const live = useAsk('get-live-view', {}, { refetchInterval: held ? false : REFRESH_MS, staleTime: 0 }) // prettier-ignore
  return (
    <Page
      title={t('live.title')}
      about={t('live.about')}
      actions={
        <>
          {live.data && (
            <Text size="sm" c="dimmed" className="numbers">
              {t('live.at', { time: format.clockTime(readTime(live.data.at)) })}
            </Text>
          )}
          <Button
            variant="default"
            aria-pressed={held}
            leftSection={held ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
            onClick={() => setHeld(!held)}
          >
            {t('live.hold')}
          </Button>
        </>
      }
    >
      {live.error && <FaultNotice fault={live.error} retry={() => void live.refetch()} />}
      {live.isPending && <Waiting rows={2} height={180} />}
      {live.data && <Engine live={live.data} />}
      {live.data?.connections.length === 0 && (
        <Card>
          <Empty
            icon={<IconPlugConnected size={28} />}
            title={t('connections.none')}
            text={t('connections.noneText')}
            action={<LinkButton to="/connections/new">{t('connections.new')}</LinkButton>}
          />
        </Card>
      )}
      {live.data?.connections.map((one) => (
        <ConnectionLive key={one.connectionId} connection={one} />
      ))}
    </Page>
  )
}

function Engine({ live }: { live: Answer<'get-live-view'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { accepting, pushes, waitingAbout } = live
  return (
    <Card component="section" aria-label={t('live.engine')} data-engine>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md">
        <Rate name={t('live.takenIn')} seconds={accepting.perSecond} />
        <Rate name={t('live.ended')} seconds={accepting.ended} colour="green" />
        <Times name={t('live.commit')} times={accepting.commitMs} />
        <Figure name={t('live.waitingAbout')} value={format.number(waitingAbout)} />
        <Figure
          name={t('live.pushes')}
          value={
            pushes.waiting >= COUNTED_MAX
              ? t('live.orMore', { number: format.number(COUNTED_MAX - 1) })
              : format.number(pushes.waiting)
          }
          {...(pushes.oldestDueAt === null
            ? {}
            : { more: t('live.dueSince', { ago: format.ago(readTime(pushes.oldestDueAt)) }) })}
        />
      </SimpleGrid>
    </Card>
  )
}
