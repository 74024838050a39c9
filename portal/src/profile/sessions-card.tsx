import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'

type Session = Answer<'list-sessions'>['results'][number]
const STALE = ['list-sessions'] as const

/** Where I am logged in, with a way to end what I do not know. */
export function SessionsCard() {
  const { t } = useTranslation()
  const sessions = useAsk('list-sessions', {})
  const endOthers = useChange('end-other-sessions', STALE)
  const found = sessions.data?.results ?? []
  return (
    <Card>
      <Stack>
        <div>
          <Title order={2}>{t('sessions.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('sessions.about')}
          </Text>
        </div>
        {sessions.error && (
          <FaultNotice fault={sessions.error} retry={() => void sessions.refetch()} />
        )}
        {sessions.isPending && <Waiting rows={2} />}
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
          {found.map((one) => (
            <SessionRow key={one.id} session={one} />
          ))}
        </Stack>
        {found.length > 1 && (
          <Group>
            <Button
              variant="default"
              loading={endOthers.isPending}
              onClick={() =>
                endOthers.mutate(
                  {},
                  { onSuccess: () => tellDone(t('sessions.othersEnded')), onError: tellFault },
                )
              }
            >
              {t('sessions.endOthers')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation()
  const end = useChange('end-session', STALE)
  const device = session.device ?? t('sessions.unknown')
  return (
    <Group component="li" justify="space-between" gap="sm" data-session={session.id}>
      <Stack gap={2} flex={1} miw={180}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {device}
          </Text>
          {session.isCurrent && <Badge color="green">{t('sessions.current')}</Badge>}
          {session.kind === 'api' && <Badge color="gray">{t('sessions.api')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {session.account} · {session.address ?? t('sessions.unknownAddress')} ·{' '}
          {t('sessions.used')} <Time at={session.lastUsedAt} short />
        </Text>
      </Stack>
      {!session.isCurrent && (
        <Button
          variant="default"
          size="xs"
          loading={end.isPending}
          aria-label={t('sessions.endOf', { device })}
          onClick={() =>
            end
              .mutateAsync({ params: { sessionId: session.id } })
              .then(() => tellDone(t('sessions.ended')), tellFault)
          }
        >
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  )
}
