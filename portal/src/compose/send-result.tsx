import { Alert, Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconCalendarClock, IconCheck, IconListDetails, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useRefresh } from '../api/stream.ts'
import { useFormat } from '../language/format.ts'
import { useAdvice } from '../messages/advice.ts'
import { StatusBadge } from '../parts/badges.tsx'
import { Copy } from '../parts/copy.tsx'
import { Page } from '../parts/page.tsx'
import { LinkButton } from '../parts/links.tsx'

type Result = Answer<'send-sms-messages'>['messages'][number]

/** So many rows are drawn; the rest is behind the link to the list. */
const ROWS_MAX = 50
const FINAL_GROUPS = new Set(['REJECTED'])
const REFRESH_MS = 1_500

/** What became of a request: how many went, which did not and why, and the ways on. */
export function SendResult({
  answer,
  scheduledFor,
  again,
  back,
}: {
  answer: Answer<'send-sms-messages'>
  scheduledFor: Date | null
  again: () => void
  back: () => void
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const refused = answer.messages.filter((one) => FINAL_GROUPS.has(one.status?.groupName ?? ''))
  const taken = answer.messages.filter((one) => !refused.includes(one))
  return (
    <Page title={t('compose.result.title')}>
      {taken.length > 0 && (
        <Alert
          color="green"
          icon={scheduledFor ? <IconCalendarClock /> : <IconCheck />}
          title={t(scheduledFor ? 'compose.result.scheduled' : 'compose.result.taken', {
            count: taken.length,
            number: format.number(taken.length),
          })}
          role="status"
        >
          {scheduledFor
            ? t('compose.result.scheduledText', {
                local: format.time(scheduledFor),
                utc: format.utc(scheduledFor),
              })
            : t('compose.result.takenText')}
        </Alert>
      )}
      {refused.length > 0 && <Refused refused={refused} />}
      <Group>
        <LinkButton
          to="/messages"
          search={{ bulkId: answer.bulkId, ...(scheduledFor ? { scheduled: true } : {}) }}
          leftSection={<IconListDetails size={16} />}
        >
          {t('compose.result.follow')}
        </LinkButton>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={again}>
          {t('compose.result.again')}
        </Button>
        {refused.length > 0 && (
          <Button variant="default" onClick={back}>
            {t('compose.result.back')}
          </Button>
        )}
      </Group>
      {taken.length > 0 && <Taken taken={taken} bulkId={answer.bulkId} />}
      {answer.bulkId !== undefined && (
        <Group gap={4}>
          <Text size="xs" c="dimmed">
            {t('compose.result.bulkId')} <span className="mono">{answer.bulkId}</span>
          </Text>
          <Copy text={answer.bulkId} what={t('compose.result.bulkId')} />
        </Group>
      )}
    </Page>
  )
}

function Refused({ refused }: { refused: readonly Result[] }) {
  const { t } = useTranslation()
  const adviceOn = useAdvice()
  const byStatus = Map.groupBy(refused, (one) => one.status?.name ?? '')
  return (
    <Stack gap="sm">
      {[...byStatus].map(([name, all]) => {
        const advice = adviceOn(name)
        return (
          <Alert
            key={name}
            color="red"
            role="alert"
            title={t('compose.result.refused', { count: all.length, why: advice.title })}
          >
            <Text size="sm">{advice.text ?? all[0]!.status?.description}</Text>
            <Text size="sm" className="numbers" mt={4}>
              {all
                .slice(0, 8)
                .map((one) => one.destination)
                .join(', ')}
              {all.length > 8 && ' …'}
            </Text>
          </Alert>
        )
      })}
    </Stack>
  )
}

function Taken({ taken, bulkId }: { taken: readonly Result[]; bulkId: string | undefined }) {
  const { t } = useTranslation()
  // The answer knows the first status only; the list tells how each goes on.
  const live = useAsk(
    'list-messages',
    { query: { limit: ROWS_MAX, bulkId } },
    { refetchInterval: REFRESH_MS, enabled: bulkId !== undefined },
  )
  useRefresh(['counters'], () => void live.refetch())
  const now = new Map(live.data?.results.map((one) => [one.messageId, one]))
  return (
    <Card p={0}>
      <Title order={2} p="md">
        {t('compose.result.messages')}
      </Title>
      <Table.ScrollContainer minWidth={300}>
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('messages.column.to')}</Table.Th>
              <Table.Th>{t('messages.column.status')}</Table.Th>
              <Table.Th>{t('messages.column.parts')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {taken.slice(0, ROWS_MAX).map((one) => {
              const message = now.get(one.messageId ?? '')
              return (
                <Table.Tr key={one.messageId}>
                  <Table.Td>
                    {/* The address of a message holds our own id, which the list knows. */}
                    {message ? (
                      <Link to="/messages/$id" params={{ id: message.id }} search={{ bulkId }}>
                        +{one.destination}
                      </Link>
                    ) : (
                      `+${one.destination}`
                    )}
                  </Table.Td>
                  <Table.Td>
                    {message ? (
                      <StatusBadge status={message.status} scheduled={message.sendAt !== null} />
                    ) : (
                      <Badge color="blue">
                        {t(`statusGroup.${one.status?.groupName ?? 'PENDING'}`)}
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td>{one.details?.messageCount ?? ''}</Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {taken.length > ROWS_MAX && (
        <Text size="sm" c="dimmed" p="md">
          {t('compose.result.more', { count: taken.length - ROWS_MAX })}
        </Text>
      )}
    </Card>
  )
}
