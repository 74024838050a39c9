import { Badge, Code, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { Copy } from '../parts/copy.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { outcomeColours, useActionName, useActorName, type Entry } from './names.ts'

export function EntryDrawer({ entry, onClose }: { entry: Entry | null; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={t('audit.entry')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      {entry && <Details entry={entry} />}
    </Drawer>
  )
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const actionName = useActionName()
  const actorName = useActorName()
  const rows: [string, ReactNode][] = [
    [t('audit.when'), <Time key="when" at={entry.at} />],
    [t('audit.who'), actorName(entry)],
    ...(entry.actor?.keyId
      ? ([[t('audit.key'), <Code key="key">{entry.actor.keyId}</Code>]] as [string, ReactNode][])
      : []),
    [t('audit.ip'), entry.ip ?? '–'],
    [t('audit.target'), entry.target?.id ? <Code key="target">{entry.target.id}</Code> : '–'],
    [t('audit.fields'), entry.fields.length > 0 ? entry.fields.join(', ') : '–'],
    [t('audit.status'), entry.status ?? '–'],
    [t('audit.operation'), <Code key="operation">{entry.action}</Code>],
  ]
  return (
    <Stack gap="lg" data-entry={entry.seq}>
      <Group gap="xs">
        <Title order={2} fz="lg">
          {actionName(entry)}
        </Title>
        <Badge color={outcomeColours[entry.outcome]}>{t(`audit.outcome.${entry.outcome}`)}</Badge>
      </Group>
      {entry.outcome === 'UNKNOWN' && <Text size="sm">{t('audit.unknownText')}</Text>}
      {entry.erased && <Text size="sm">{t('audit.erasedText')}</Text>}
      <Table variant="vertical" layout="fixed">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={140}>{name}</Table.Th>
              <Table.Td className="breaks">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Proof seq={entry.seq} />
    </Stack>
  )
}

/** The entry's place in the chain, for whoever wants to compare it with an export. */
function Proof({ seq }: { seq: number }) {
  const { t } = useTranslation()
  const proof = useAsk('get-audit-proof', { params: { seq } })
  return (
    <Stack gap="xs">
      <Title order={3} fz="md">
        {t('audit.proof')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('audit.proofText', { seq })}
      </Text>
      {proof.error && <FaultNotice fault={proof.error} retry={() => void proof.refetch()} />}
      {proof.isPending && <Waiting rows={1} />}
      {proof.data && (
        <Group gap="xs" wrap="nowrap">
          <Code className="breaks">{proof.data.entry.hash}</Code>
          <Copy text={proof.data.entry.hash} what={t('audit.hash')} />
        </Group>
      )}
    </Stack>
  )
}
