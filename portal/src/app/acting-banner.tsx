import { Alert, Button, Group, Text } from '@mantine/core'
import { IconEyeglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { actIn } from '../api/acting.ts'
import { useMe } from './session.ts'

/** Begins the portal anew in an account below, or at home (null): everything on the page is of one account. */
export function goActIn(accountKey: string | null): void {
  actIn(accountKey)
  location.assign('/portal/')
}

/** Says, on every page, that what is done here is done in another account. */
export function ActingBanner() {
  const { t } = useTranslation()
  const me = useMe()
  if (me.actingFrom === null) return null
  return (
    <Alert
      color="violet"
      icon={<IconEyeglass />}
      mb="md"
      title={t('accounts.actingTitle', { name: me.account.name })}
      role="status"
      data-acting={me.account.key}
    >
      <Group justify="space-between">
        <Text size="sm">{t('accounts.actingText')}</Text>
        <Button size="xs" variant="default" onClick={() => goActIn(null)}>
          {t('accounts.actingEnd', { name: me.actingFrom.name })}
        </Button>
      </Group>
    </Alert>
  )
}
