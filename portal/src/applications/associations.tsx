import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { IconLink, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer, Body } from '../api/call.ts'
import { confirm } from '../parts/confirm.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'

type Association = Answer<'get-resource-associations'>['results'][number]
type Wanted = Body<'create-resource-association'>
const types = ['NUMBER', 'ALPHA', 'DOMAIN', 'RCS_RESOURCE', 'APPLE_RESOURCE'] as const
const channels = ['SMS', 'MMS', 'EMAIL', 'WHATSAPP', 'RCS', 'APPLE'] as const
const ROWS = 200

/** Which numbers and names belong to which application and entity. */
export function Associations() {
  const { t } = useTranslation()
  const list = useAsk('get-resource-associations', { query: { size: ROWS } })
  const remove = useChange('delete-resource-association', ['get-resource-associations'])
  const end = async (one: Association) => {
    const sure = await confirm({
      title: t('applications.endTitle', { resource: one.resourceId }),
      text: t('applications.endText'),
      action: t('applications.end'),
      harmful: true,
    })
    if (!sure) return
    remove.mutate(
      { body: { ...one, entityId: one.entityId ?? '' } },
      { onSuccess: () => tellDone(t('applications.ended')), onError: tellFault },
    )
  }
  const shown = list.data?.results ?? []
  const left = (list.data?.paging.totalResults ?? 0) - shown.length
  return (
    <Stack>
      <Associate />
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data && shown.length === 0 && (
        <Card>
          <Empty
            icon={<IconLink size={28} />}
            title={t('applications.noAssociations')}
            text={t('applications.noAssociationsText')}
          />
        </Card>
      )}
      {shown.length > 0 && (
        <Card p={0}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('applications.resource')}</Table.Th>
                <Table.Th>{t('applications.belongsTo')}</Table.Th>
                <Table.Th ta="end">{t('states.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((one) => (
                <Table.Tr key={JSON.stringify(one)} data-association={one.resourceId}>
                  <Table.Td>
                    <Group gap={6}>
                      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                        {one.resourceId}
                      </Text>
                      <Badge color="gray">{one.channel}</Badge>
                    </Group>
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {one.applicationId} · {one.entityId ?? '–'}
                  </Table.Td>
                  <Table.Td ta="end">
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={t('applications.endTitle', { resource: one.resourceId })}
                      title={t('applications.endTitle', { resource: one.resourceId })}
                      onClick={() => void end(one)}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
      {left > 0 && (
        <Text size="sm" c="dimmed">
          {t('applications.leftOut', { count: left })}
        </Text>
      )}
    </Stack>
  )
}

function Associate() {
  const { t } = useTranslation()
  const make = useChange('create-resource-association', ['get-resource-associations'])
  const applications = useAsk('get-applications', { query: { size: 1000 } })
  const entities = useAsk('get-entities', { query: { size: 1000 } })
  const [type, setType] = useState<Wanted['resourceType']>('NUMBER')
  const [channel, setChannel] = useState<Wanted['channel']>('SMS')
  const [resourceId, setResource] = useState('')
  const [applicationId, setApplication] = useState<string | null>(null)
  const [entityId, setEntity] = useState<string | null>(null)
  const ready = resourceId.trim() !== '' && applicationId !== null && entityId !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    make.mutate(
      {
        body: {
          resourceType: type,
          channel,
          resourceId: resourceId.trim(),
          applicationId,
          entityId,
        },
      },
      {
        onSuccess: () => {
          tellDone(t('applications.associated'))
          setResource('')
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Group grow preventGrowOverflow={false} align="flex-end">
            <TextInput
              label={t('applications.resource')}
              value={resourceId}
              onChange={(event) => setResource(event.currentTarget.value)}
              maxLength={255}
              miw={150}
              required
            />
            <Select
              label={t('applications.type')}
              data={types.map((value) => ({ value, label: t(`applications.types.${value}`) }))}
              value={type}
              onChange={(value) => setType((value ?? 'NUMBER') as Wanted['resourceType'])}
              allowDeselect={false}
              miw={140}
            />
            <Select
              label={t('applications.channel')}
              data={[...channels]}
              value={channel}
              onChange={(value) => setChannel((value ?? 'SMS') as Wanted['channel'])}
              allowDeselect={false}
              miw={120}
            />
          </Group>
          <Group grow preventGrowOverflow={false} align="flex-end">
            <Select
              label={t('applications.application')}
              data={(applications.data?.results ?? []).map((one) => one.applicationId)}
              value={applicationId}
              onChange={setApplication}
              nothingFoundMessage={t('applications.none')}
              searchable
              miw={150}
              required
            />
            <Select
              label={t('applications.entity')}
              data={(entities.data?.results ?? []).map((one) => one.entityId)}
              value={entityId}
              onChange={setEntity}
              nothingFoundMessage={t('applications.noEntities')}
              searchable
              miw={150}
              required
            />
            <Button
              type="submit"
              leftSection={<IconPlus size={16} />}
              loading={make.isPending}
              disabled={!ready}
            >
              {t('applications.associate')}
            </Button>
          </Group>
          {make.error && <FaultNotice fault={make.error} />}
        </Stack>
      </form>
    </Card>
  )
}
