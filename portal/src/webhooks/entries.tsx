import { ActionIcon, Button, Card, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFault } from '../api/call.ts'
import { confirm } from '../parts/confirm.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'

/** A list with its states, a sentence on it, and a way to add to it. */
export function Entries<Item>({
  about,
  asked,
  items,
  icon,
  none,
  add,
  children,
}: {
  about: string
  asked: { error: ApiFault | null; isPending: boolean; refetch: () => unknown }
  items: readonly Item[] | undefined
  icon: ReactNode
  none: { title: string; text: string }
  add?: { label: string; run: () => void; pending?: boolean }
  children: (item: Item) => ReactNode
}) {
  const button = add && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.run} loading={add.pending ?? false}>
      {add.label}
    </Button>
  )
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <Text size="sm" c="dimmed" maw={640}>
          {about}
        </Text>
        {button}
      </Group>
      {asked.error && <FaultNotice fault={asked.error} retry={() => void asked.refetch()} />}
      {asked.isPending && <Waiting rows={3} />}
      {items?.length === 0 && (
        <Card>
          <Empty icon={icon} title={none.title} text={none.text} />
        </Card>
      )}
      {items !== undefined && items.length > 0 && (
        <Card p={0} className="rows">
          {items.map(children)}
        </Card>
      )}
    </Stack>
  )
}

/** One line of such a list: what it is, and what can be done with it. */
export function Entry({
  name,
  badges,
  detail,
  actions,
}: {
  name: string
  badges?: ReactNode
  detail: ReactNode
  actions?: ReactNode
}) {
  return (
    <Group
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-entry={name}
    >
      <Stack gap={4} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          {badges}
        </Group>
        <Text component="div" size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      </Stack>
      {actions !== undefined && <Group gap={4}>{actions}</Group>}
    </Group>
  )
}

/** Deletes after asking. */
export function DeleteEntry({ name, run }: { name: string; run: () => void }) {
  const { t } = useTranslation()
  const title = t('webhooks.deleteTitle', { name })
  const ask = async () => {
    const text = t('webhooks.deleteText')
    if (await confirm({ title, text, action: t('webhooks.delete'), harmful: true })) run()
  }
  return (
    <ActionIcon
      variant="subtle"
      color="red"
      aria-label={title}
      title={title}
      onClick={() => void ask()}
    >
      <IconTrash size={16} />
    </ActionIcon>
  )
}

/** A form in a window of its own. */
export function FormWindow({
  title,
  opened,
  close,
  children,
}: {
  title: string
  opened: boolean
  close: () => void
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      {children}
    </Modal>
  )
}
