import { ActionIcon, Badge, Group, Stack, Switch, Text } from '@mantine/core'
import { IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { confirm } from '../parts/confirm.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { LOOK_AGAIN_MS, type SmppUser } from './settings.ts'

const STALE = ['list-smpp-users', 'list-smpp-binds'] as const

/** One user: what was agreed, whether it is bound, and what waits for it. */
export function UserRow({
  user,
  mayManage,
  edit,
  tellPassword,
}: {
  user: SmppUser
  mayManage: boolean
  edit: () => void
  tellPassword: (password: string) => void
}) {
  const { t } = useTranslation()
  const { id, systemId } = user
  const waiting = useAsk('get-smpp-waiting', { params: { id } }, { refetchInterval: LOOK_AGAIN_MS })
  const update = useChange('update-smpp-user', STALE)
  const remove = useChange('delete-smpp-user', STALE)
  const rotate = useChange('rotate-smpp-password')
  const drop = async () => {
    const asked = {
      title: t('smppUsers.deleteTitle', { systemId }),
      text: t('smppUsers.deleteText'),
      action: t('smppUsers.delete'),
      harmful: true,
    }
    if (await confirm(asked))
      remove.mutate(
        { params: { id } },
        {
          onSuccess: () => tellDone(t('smppUsers.deleted', { systemId })),
          onError: tellFault,
        },
      )
  }
  const renew = async () => {
    const asked = {
      title: t('smppUsers.rotateTitle', { systemId }),
      text: t('smppUsers.rotateText'),
      action: t('smppUsers.rotate'),
    }
    if (await confirm(asked))
      rotate.mutate(
        { params: { id } },
        { onSuccess: ({ password }) => tellPassword(password), onError: tellFault },
      )
  }
  const state = user.enabled ? (user.binds > 0 ? 'bound' : 'away') : 'disabled'
  const count = waiting.data?.waiting ?? 0
  return (
    <Group
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-user={systemId}
    >
      <Stack gap={4} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600} size="sm" className="mono">
            {systemId}
          </Text>
          {user.name && <Text size="sm">{user.name}</Text>}
          <Badge color={colours[state]}>{t(`smppUsers.state.${state}`)}</Badge>
          {count > 0 && <Badge color="orange">{t('smppUsers.waiting', { count })}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          SMPP {user.version}
          {' · '}
          {t('smppUsers.bindsOf', { count: user.binds, max: user.bindsMax })}
          {' · '}
          {t('smppUsers.rate', { count: user.partsPerSecond })}
          {' · '}
          {user.allowedAddresses.length > 0
            ? t('smppUsers.fromIps', { count: user.allowedAddresses.length })
            : t('smppUsers.fromAnywhere')}
        </Text>
      </Stack>
      {mayManage && (
        <Group gap="xs" wrap="nowrap">
          <Switch
            checked={user.enabled}
            aria-label={t('smppUsers.enabledOf', { systemId })}
            disabled={update.isPending}
            onChange={(event) =>
              update.mutate(
                { params: { id }, body: { enabled: event.currentTarget.checked } },
                { onError: tellFault },
              )
            }
          />
          <Action name={t('smppUsers.edit', { systemId })} act={edit}>
            <IconPencil size={16} />
          </Action>
          <Action name={t('smppUsers.rotateTitle', { systemId })} act={() => void renew()}>
            <IconRefresh size={16} />
          </Action>
          <Action
            name={t('smppUsers.deleteTitle', { systemId })}
            act={() => void drop()}
            color="red"
          >
            <IconTrash size={16} />
          </Action>
        </Group>
      )}
    </Group>
  )
}

const colours = { bound: 'green', away: 'gray', disabled: 'red' } as const

function Action({
  name,
  act,
  color = 'gray',
  children,
}: {
  name: string
  act: () => void
  color?: string
  children: React.ReactNode
}) {
  return (
    <ActionIcon variant="subtle" color={color} onClick={act} aria-label={name} title={name}>
      {children}
    </ActionIcon>
  )
}
