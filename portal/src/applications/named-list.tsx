import {
  ActionIcon,
  Button,
  Card,
  Group,
  Pagination,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFault } from '../api/call.ts'
import { confirm } from '../parts/confirm.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'

interface Named {
  id: string
  name: string | undefined
}
export interface NamedWords {
  newId: string
  make: string
  none: string
  noneText: string
}

/** Applications and entities are shown alike: an id that stays, a name that can change. */
export function NamedList({
  words,
  icon,
  list,
  making,
  make,
  rename,
  remove,
  page,
  pages,
  setPage,
}: {
  words: NamedWords
  icon: ReactNode
  list: { data: Named[] | undefined; error: ApiFault | null; retry: () => void }
  making: { error: ApiFault | null; isPending: boolean }
  make: (one: Named, done: () => void) => void
  rename: (one: Named) => void
  remove: (id: string) => void
  page: number
  pages: number
  setPage: (page: number) => void
}) {
  const { t } = useTranslation()
  const ask = async (id: string) => {
    const sure = await confirm({
      title: t('applications.deleteTitle', { id }),
      text: t('applications.deleteText'),
      action: t('applications.delete'),
      harmful: true,
    })
    if (sure) remove(id)
  }
  return (
    <Stack>
      <MakeNamed words={words} making={making} make={make} />
      {list.error && <FaultNotice fault={list.error} retry={list.retry} />}
      {!list.data && !list.error && <Waiting rows={3} />}
      {list.data?.length === 0 && (
        <Card>
          <Empty icon={icon} title={words.none} text={words.noneText} />
        </Card>
      )}
      {list.data && list.data.length > 0 && (
        <Card p={0}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('applications.id')}</Table.Th>
                <Table.Th>{t('applications.name')}</Table.Th>
                <Table.Th ta="end">{t('states.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.map((one) => (
                <NamedRow key={one.id} one={one} rename={rename} remove={() => void ask(one.id)} />
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={setPage}
          size="sm"
          getItemProps={(one) => ({ 'aria-label': t('blocklist.page', { page: one }) })}
          getControlProps={(control) => ({ 'aria-label': t(`blocklist.to.${control}`) })}
        />
      )}
    </Stack>
  )
}

function NamedRow({
  one,
  rename,
  remove,
}: {
  one: Named
  rename: (one: Named) => void
  remove: () => void
}) {
  const { t } = useTranslation()
  const [name, setName] = useState<string | null>(null)
  const save = (event: FormEvent) => {
    event.preventDefault()
    rename({ id: one.id, name: name ?? '' })
    setName(null)
  }
  return (
    <Table.Tr data-named={one.id}>
      <Table.Td>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {one.id}
        </Text>
      </Table.Td>
      <Table.Td>
        {name === null ? (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {one.name ?? '–'}
          </Text>
        ) : (
          <form onSubmit={save}>
            <Group gap="xs">
              <TextInput
                aria-label={t('applications.nameOf', { id: one.id })}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={255}
                size="xs"
                data-autofocus
              />
              <Button type="submit" size="xs">
                {t('applications.save')}
              </Button>
            </Group>
          </form>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <ActionIcon
            variant="subtle"
            aria-label={t('applications.rename', { id: one.id })}
            title={t('applications.rename', { id: one.id })}
            onClick={() => setName(name === null ? (one.name ?? '') : null)}
          >
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('applications.deleteTitle', { id: one.id })}
            title={t('applications.deleteTitle', { id: one.id })}
            onClick={remove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function MakeNamed({
  words,
  making,
  make,
}: {
  words: NamedWords
  making: { error: ApiFault | null; isPending: boolean }
  make: (one: Named, done: () => void) => void
}) {
  const { t } = useTranslation()
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (id.trim() === '') return
    make({ id: id.trim(), name: name.trim() || undefined }, () => {
      setId('')
      setName('')
    })
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Group align="flex-end">
            <TextInput
              flex={1}
              miw={150}
              label={words.newId}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              maxLength={255}
              required
            />
            <TextInput
              flex={1}
              miw={150}
              label={t('applications.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={255}
            />
            <Button type="submit" leftSection={<IconPlus size={16} />} loading={making.isPending}>
              {words.make}
            </Button>
          </Group>
          {making.error && <FaultNotice fault={making.error} />}
        </Stack>
      </form>
    </Card>
  )
}
