import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../api/ask.ts'
import { reach, useReach } from '../api/reach.ts'
import { api, ApiFault } from '../api/call.ts'

/** A link that comes back by itself within this time is not worth a word. */
const QUIET_MS = 4_000
const ASK_AGAIN_MS = 10_000

/** Says when the server is out of reach, events do not flow or the session is over, and offers the way on. */
export function ReachBanner() {
  const { t } = useTranslation()
  const now = useReach()
  const location = useLocation()
  const navigate = useNavigate()
  const broken = now.server === 'unreachable' || now.events === 'connecting'
  const shown = useLasting(broken, QUIET_MS)
  useEffect(() => {
    if (!shown) return
    // A socket that was refused says not why: asking tells whether the session is over or the server away.
    const ask = () =>
      void queryClient
        .fetchQuery({ queryKey: ['get-me', {}], queryFn: readAgain, retry: false, staleTime: 0 })
        .catch(() => undefined)
    ask()
    const timer = setInterval(ask, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [shown])
  if (now.session === 'expired')
    return (
      <Alert color="orange" icon={<IconLock />} mb="md" title={t('reach.expired')} role="alert">
        <Group justify="space-between">
          <Text size="sm">{t('reach.expiredText')}</Text>
          <Button
            size="xs"
            onClick={() => {
              queryClient.removeQueries({ queryKey: ['get-me'] })
              void navigate({ to: '/login', search: { next: location.href } })
            }}
          >
            {t('reach.logIn')}
          </Button>
        </Group>
      </Alert>
    )
  if (!shown) return null
  return (
    <Alert color="orange" icon={<Loader size={18} color="orange" />} mb="md" role="status">
      <Text size="sm">
        {now.server === 'unreachable' ? t('reach.unreachable') : t('reach.noEvents')}
      </Text>
    </Alert>
  )
}

async function readAgain() {
  try {
    return await api('get-me', {})
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 401) reach.sessionExpired()
    throw fault
  }
}

function useLasting(condition: boolean, afterMs: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!condition) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), afterMs)
    return () => clearTimeout(timer)
  }, [condition, afterMs])
  return lasting
}
