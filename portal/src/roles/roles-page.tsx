import { ActionIcon, Badge, Button, Card, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { RoleForm } from './role-form.tsx'
import { useRoleName } from './role-name.ts'

export type Role = Answer<'list-roles'>['results'][number]

/** What people of the account may be allowed to do, as named sets of scopes. */
export function RolesPage() {
  const { t } = useTranslation()
  const roles = useAsk('list-roles', {})
  const mayChange = useMay('users:manage')
  const [formOpen, form] = useDisclosure(false)
  const [edited, setEdited] = useState<Role | null>(null)
  const open = (role: Role | null) => {
    setEdited(role)
    form.open()
  }
  return (
    <Page
      title={t('roles.title')}
      about={t('roles.about')}
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
            {t('roles.create')}
          </Button>
        )
      }
    >
      {roles.error && <FaultNotice fault={roles.error} retry={() => void roles.refetch()} />}
      {roles.isPending && <Waiting rows={8} />}
      {roles.data && (
        <Card p={0} className="rows" component="ul" m={0} style={{ listStyle: 'none' }}>
          {roles.data.results.map((role) => (
            <RoleRow key={role.id} role={role} edit={mayChange ? () => open(role) : null} />
          ))}
        </Card>
      )}
      <Modal
        opened={formOpen}
        onClose={form.close}
        size="lg"
        title={edited ? t('roles.edit', { name: edited.name }) : t('roles.create')}
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <RoleForm
          key={edited?.id ?? 'new'}
          role={edited}
          done={() => {
            form.close()
            tellDone(t('roles.saved'))
          }}
        />
      </Modal>
    </Page>
  )
}

function RoleRow({ role, edit }: { role: Role; edit: (() => void) | null }) {
  const { t } = useTranslation()
  const roleName = useRoleName()
  const remove = useChange('delete-role', ['list-roles'])
  const name = roleName(role)
  const drop = async () => {
    const sure = await confirm({
      title: t('roles.deleteTitle', { name }),
      text: t('roles.deleteText'),
      action: t('roles.delete'),
      harmful: true,
    })
    if (!sure) return
    remove
      .mutateAsync({ params: { roleId: Number(role.id) } })
      .then(() => tellDone(t('roles.deleted', { name })), tellFault)
  }
  return (
    <Group
      component="li"
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-role={role.id}
    >
      <Stack gap={4} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {name}
          </Text>
          {role.builtIn && <Badge color="gray">{t('roles.builtIn')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {role.builtIn ? t(`roles.whatFor.${role.id}`) : role.description || t('roles.own')}
          {' · '}
          {role.scopes.includes('all')
            ? t('roles.everything')
            : t('roles.scopes', { count: role.scopes.length })}
          {' · '}
          {t('roles.members', { count: role.members })}
        </Text>
      </Stack>
      {edit !== null && !role.builtIn && (
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={edit}
            aria-label={t('roles.edit', { name })}
            title={t('roles.edit', { name })}
          >
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            onClick={() => void drop()}
            aria-label={t('roles.deleteTitle', { name })}
            title={t('roles.deleteTitle', { name })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      )}
    </Group>
  )
}
