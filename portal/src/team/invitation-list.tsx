import { ActionIcon, Badge, Group, Stack, Text } from '@mantine/core'
import { IconMailForward, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { useRoleName } from '../roles/role-name.ts'

type Invitation = Answer<'list-invitations'>['results'][number]
const STALE = ['list-invitations'] as const

/** All of them: an account has at most 200. */
export function InvitationList({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation()
  const invitations = useAsk('list-invitations', { query: { limit: 200 } })
  const found = invitations.data?.results
  return (
    <>
      {invitations.error && (
        <FaultNotice fault={invitations.error} retry={() => void invitations.refetch()} />
      )}
      {invitations.isPending && <Waiting rows={2} />}
      {found?.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('team.noInvitations')}
        </Text>
      )}
      {found !== undefined && found.length > 0 && (
        <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
          {found.map((one) => (
            <InvitationRow key={one.id} invitation={one} mayManage={mayManage} />
          ))}
        </Stack>
      )}
    </>
  )
}

function InvitationRow({ invitation, mayManage }: { invitation: Invitation; mayManage: boolean }) {
  const { t } = useTranslation()
  const roleName = useRoleName()
  const resend = useChange('resend-invitation', STALE)
  const revoke = useChange('revoke-invitation', STALE)
  const { id, email, isOver } = invitation
  const given = { params: { invitationId: id } }
  return (
    <Group
      component="li"
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-invitation={email}
    >
      <Stack gap={2} flex={1} miw={180}>
        <Group gap="xs">
          <Text fw={600} size="sm" className="breaking">
            {email}
          </Text>
          <Badge color={isOver ? 'orange' : 'gray'}>
            {isOver ? t('team.over') : roleName(invitation.role)}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed">
          {t('team.sent')} <Time at={invitation.sentAt} short /> · {t('team.until')}{' '}
          <Time at={invitation.expiresAt} short />
        </Text>
      </Stack>
      {mayManage && (
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={resend.isPending}
            aria-label={t('team.resend', { email })}
            title={t('team.resend', { email })}
            onClick={() =>
              resend.mutate(given, {
                onSuccess: () => tellDone(t('team.invited', { email })),
                onError: tellFault,
              })
            }
          >
            <IconMailForward size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            loading={revoke.isPending}
            aria-label={t('team.revoke', { email })}
            title={t('team.revoke', { email })}
            onClick={() =>
              revoke
                .mutateAsync(given)
                .then(() => tellDone(t('team.revoked', { email })), tellFault)
            }
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      )}
    </Group>
  )
}
