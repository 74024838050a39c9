import { Badge, Button, Group, Menu, Select, Stack, Text } from '@mantine/core'
import {
  IconChevronDown,
  IconShieldX,
  IconUserMinus,
  IconUserOff,
  IconUserCheck,
} from '@tabler/icons-react'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMe } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { useRoleName } from '../roles/role-name.ts'
import { ResetFactors } from '../security/reset-factors.tsx'
import { useRoles } from './use-roles.ts'

type Person = Answer<'list-users'>['results'][number]
const STALE = ['list-users', 'list-roles', 'get-me'] as const
const PAGE_ROWS = 50

export function PeopleList({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation()
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const people = useAsk(
    'list-users',
    { query: { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) } },
    { placeholderData: (old) => old },
  )
  const next = people.data?.nextCursor ?? null
  return (
    <>
      {people.error && <FaultNotice fault={people.error} retry={() => void people.refetch()} />}
      {people.isPending && <Waiting rows={3} />}
      <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: 'none' }}>
        {people.data?.results.map((one) => (
          <PersonRow key={one.id} person={one} mayManage={mayManage} />
        ))}
      </Stack>
      {(next !== null || cursors.length > 0) && (
        <Group justify="center" p="sm">
          <Button
            variant="default"
            size="xs"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('apiKeys.before')}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={next === null}
            onClick={() => setCursors([...cursors, next!])}
          >
            {t('apiKeys.after')}
          </Button>
        </Group>
      )}
    </>
  )
}

function PersonRow({ person, mayManage }: { person: Person; mayManage: boolean }) {
  const { t } = useTranslation()
  const me = useMe()
  const roleName = useRoleName()
  const name = person.name || person.email
  return (
    <Group
      component="li"
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-person={person.email}
    >
      <Stack gap={2} flex={1} miw={180}>
        <Group gap="xs">
          <Text fw={600} size="sm" className="breaking">
            {name}
          </Text>
          {person.id === me.user.id && <Badge color="blue">{t('team.you')}</Badge>}
          {person.state === 'disabled' && <Badge color="gray">{t('team.disabled')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {person.name !== '' && `${person.email} · `}
          {t('team.since')} <Time at={person.joinedAt} short />
        </Text>
      </Stack>
      {mayManage ? (
        <Group gap="xs" wrap="nowrap">
          <RoleChoice person={person} />
          <Actions person={person} />
        </Group>
      ) : (
        <Text size="sm">{roleName(person.role)}</Text>
      )}
    </Group>
  )
}

function RoleChoice({ person }: { person: Person }) {
  const { t } = useTranslation()
  const roles = useRoles()
  const update = useChange('update-user', STALE)
  return (
    <Select
      aria-label={t('team.roleOf', { name: person.name || person.email })}
      data={roles}
      value={person.role.id}
      allowDeselect={false}
      disabled={update.isPending}
      w={170}
      onChange={(roleId) => {
        if (roleId === null || roleId === person.role.id) return
        update.mutate(
          { params: { userId: person.id }, body: { roleId } },
          { onSuccess: () => tellDone(t('team.changed')), onError: tellFault },
        )
      }}
    />
  )
}

function Actions({ person }: { person: Person }) {
  const { t } = useTranslation()
  const update = useChange('update-user', STALE)
  const remove = useChange('remove-user', STALE)
  const name = person.name || person.email
  const isOut = person.state === 'disabled'
  const me = useMe()
  const [resetting, reset] = useDisclosure(false)
  const toggle = () =>
    update.mutate(
      { params: { userId: person.id }, body: { state: isOut ? 'active' : 'disabled' } },
      { onSuccess: () => tellDone(t('team.changed')), onError: tellFault },
    )
  const drop = async () => {
    const sure = await confirm({
      title: t('team.removeTitle', { name }),
      text: t('team.removeText'),
      action: t('team.remove'),
      harmful: true,
    })
    if (!sure) return
    // Not the callbacks of mutate: the row is gone by then, and they with it.
    remove
      .mutateAsync({ params: { userId: person.id } })
      .then(() => tellDone(t('team.removed', { name })), tellFault)
  }
  return (
    <>
      <ResetFactors person={{ id: person.id, name }} opened={resetting} close={reset.close} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="sm"
            px="xs"
            aria-label={t('team.more', { name })}
            title={t('team.more', { name })}
          >
            <IconChevronDown size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={isOut ? <IconUserCheck size={16} /> : <IconUserOff size={16} />}
            onClick={toggle}
          >
            {isOut ? t('team.enable') : t('team.disable')}
          </Menu.Item>
          {me.role.id === 'owner' && person.id !== me.user.id && (
            <Menu.Item leftSection={<IconShieldX size={16} />} onClick={reset.open}>
              {t('security.reset')}
            </Menu.Item>
          )}
          <Menu.Item
            color="red"
            leftSection={<IconUserMinus size={16} />}
            onClick={() => void drop()}
          >
            {t('team.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
