import { ActionIcon, Badge, Button, Card, Group, Table, Text, TextInput } from '@mantine/core'
import { IconPencil, IconShieldCheck, IconShieldOff, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { confirm } from '../parts/confirm.tsx'
import { Empty, FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import type { SecondFactors } from './proof.tsx'

type Factor = SecondFactors['factors'][number]
const NAME_SIGNS_MAX = 60

/** My second factors; whoever showed lately who they are can rename and remove them. */
export function Factors({ data }: { data: SecondFactors }) {
  const { t } = useTranslation()
  const isFresh = data.freshUntil !== null
  if (data.factors.length === 0)
    return (
      <Card>
        <Empty
          icon={<IconShieldOff size={28} />}
          title={t('security.none')}
          text={t('security.noneText')}
        />
      </Card>
    )
  return (
    <Card p={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('security.name')}</Table.Th>
            <Table.Th visibleFrom="xs">{t('security.lastUsed')}</Table.Th>
            {isFresh && <Table.Th ta="end">{t('states.actions')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.factors.map((one) => (
            <FactorRow key={one.id} one={one} isFresh={isFresh} />
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

function FactorRow({ one, isFresh }: { one: Factor; isFresh: boolean }) {
  const { t } = useTranslation()
  const [renaming, setRenaming] = useState(false)
  const remove = useChange('delete-second-factor', ['list-second-factors'])
  const ask = async () => {
    const sure = await confirm({
      title: t('security.removeTitle', { name: one.name }),
      text: t('security.removeText'),
      action: t('security.remove'),
      harmful: true,
    })
    if (sure)
      remove.mutate(
        { params: { id: one.id } },
        {
          onSuccess: () => tellDone(t('security.removed', { name: one.name })),
          onError: tellFault,
        },
      )
  }
  return (
    <Table.Tr data-factor={one.kind}>
      <Table.Td>
        {renaming && isFresh ? (
          <Rename one={one} done={() => setRenaming(false)} />
        ) : (
          <Group gap="xs">
            <IconShieldCheck size={18} aria-hidden />
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {one.name}
            </Text>
            <Badge color="gray">{t(`security.kind.${one.kind}`)}</Badge>
          </Group>
        )}
      </Table.Td>
      <Table.Td visibleFrom="xs">
        {one.lastUsedAt === null ? (
          <Text size="sm">{t('security.never')}</Text>
        ) : (
          <Time at={one.lastUsedAt} short />
        )}
      </Table.Td>
      {isFresh && (
        <Table.Td>
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <ActionIcon
              variant="subtle"
              aria-expanded={renaming}
              aria-label={t('security.renameTitle', { name: one.name })}
              title={t('security.renameTitle', { name: one.name })}
              onClick={() => setRenaming(!renaming)}
            >
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('security.removeTitle', { name: one.name })}
              title={t('security.removeTitle', { name: one.name })}
              onClick={() => void ask()}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  )
}

function Rename({ one, done }: { one: Factor; done: () => void }) {
  const { t } = useTranslation()
  const rename = useChange('rename-second-factor', ['list-second-factors'])
  const [name, setName] = useState(one.name)
  const [tried, setTried] = useState(false)
  const isEmpty = name.trim() === ''
  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isEmpty) return
    rename.mutate(
      { params: { id: one.id }, body: { name: name.trim() } },
      {
        onSuccess: () => {
          tellDone(t('security.renamed', { name: name.trim() }))
          done()
        },
      },
    )
  }
  return (
    <form onSubmit={save} noValidate>
      <Group gap="xs" align="flex-start">
        <TextInput
          aria-label={t('security.newName', { name: one.name })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') done()
          }}
          error={tried && isEmpty ? t('security.nameNeeded') : undefined}
          maxLength={NAME_SIGNS_MAX}
          size="xs"
          autoFocus
        />
        <Button type="submit" size="xs" loading={rename.isPending}>
          {t('security.saveName')}
        </Button>
        <Button size="xs" variant="default" onClick={done}>
          {t('states.cancel')}
        </Button>
      </Group>
      {rename.error && <FaultNotice fault={rename.error} />}
    </form>
  )
}
