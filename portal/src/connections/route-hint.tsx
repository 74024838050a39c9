import { Alert, Button, Group, Text } from '@mantine/core'
import { IconArrowsSplit } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { tellDone, tellFault } from '../parts/tell.ts'
import { LinkButton } from '../parts/links.tsx'

/** Smaller than what routes get by default, so that it goes before the one to the simulator. */
const PRIORITY = 50

/** A connection no route leads to carries nothing: one click mends that. */
export function RouteHint({ connectionId, name }: { connectionId: number; name: string }) {
  const { t } = useTranslation()
  const create = useChange('create-route', ['get-routes'])
  const makeDefault = () =>
    create.mutate(
      {
        body: {
          name: t('routes.defaultName', { name }),
          prefix: '',
          connectionId,
          priority: PRIORITY,
        },
      },
      { onSuccess: () => tellDone(t('routes.madeDefault', { name })), onError: tellFault },
    )
  return (
    <Alert color="orange" icon={<IconArrowsSplit />} title={t('connections.noRoute')}>
      <Text size="sm">{t('connections.noRouteText')}</Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" onClick={makeDefault} loading={create.isPending}>
          {t('connections.makeDefault')}
        </Button>
        <LinkButton size="xs" variant="default" to="/routes">
          {t('connections.chooseNumbers')}
        </LinkButton>
      </Group>
    </Alert>
  )
}
