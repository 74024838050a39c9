import {
  Alert,
  Badge,
  Card,
  Group,
  Progress,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/call.ts'
import { StateBadge } from '../connections/state-badge.tsx'
import { readTime, useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { LinkAnchor } from '../parts/links.tsx'
import { Figure, Rate, Times } from './figure.tsx'

type Connection = Answer<'get-live-view'>['connections'][number]

/** More than the engine counts. */
export const COUNTED_MAX = 10_001
const CLASSES = ['OTP', 'TRANSACTIONAL', 'MARKETING'] as const
const OUTCOMES_SHOWN = 8

/** One connection at this instant. */
export function ConnectionLive({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const { perSecond, receipts, lastError } = connection
  const troubled = connection.state !== 'CONNECTED' && connection.state !== 'DISABLED'
  return (
    <Card component="article" aria-label={connection.name} data-live={connection.name}>
      <Stack gap="md">
        <Group gap="xs">
          <Title order={2}>
            <LinkAnchor
              to="/connections/$id"
              params={{ id: String(connection.connectionId) }}
              inherit
              underline="hover"
            >
              {connection.name}
            </LinkAnchor>
          </Title>
          <StateBadge state={connection.state} />
          {connection.simulated && <SimulatedBadge />}
        </Group>
        {lastError !== null && troubled && (
          <Alert color="red" title={lastError.text} lang="en">
            <Text size="sm">{lastError.whatToDo}</Text>
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md">
          <Rate name={t('live.submitted')} seconds={perSecond.submitted} />
          <Rate name={t('live.accepted')} seconds={perSecond.accepted} colour="green" />
          <Rate name={t('live.refused')} seconds={perSecond.refused} colour="red" />
          <Rate name={t('live.throttled')} seconds={perSecond.throttled} colour="orange" />
          <Rate name={t('live.receipts')} seconds={perSecond.receipts} colour="green" />
          <Rate name={t('live.inbound')} seconds={perSecond.inbound} colour="grape" />
        </SimpleGrid>
        <Figures connection={connection} />
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
          <Binds connection={connection} />
          <Queues connection={connection} />
          <Outcomes connection={connection} />
        </SimpleGrid>
        {receipts.parked > 0 && (
          <Text size="sm">{t('live.parkedText', { count: receipts.parked })}</Text>
        )}
      </Stack>
    </Card>
  )
}

function Figures({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { rateNow, receipts } = connection
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="md">
      <Times name={t('live.roundTrip')} times={connection.roundTripMs} />
      <Times name={t('live.receiptDelay')} times={receipts.delayMs} />
      <Figure name={t('live.awaited')} value={format.number(receipts.awaited)} />
      <Figure
        name={t('live.rateNow')}
        value={rateNow === null ? t('live.noLimit') : t('live.perSecond', { rate: format.number(rateNow) })} // prettier-ignore
      />
      <Figure name={t('live.partsInMemory')} value={format.number(connection.partsInMemory)} />
      <Figure
        name={t('live.unknown')}
        value={t('live.inMinute', {
          total: format.number(connection.perSecond.unknown.reduce((sum, one) => sum + one, 0)),
        })}
      />
    </SimpleGrid>
  )
}

function Binds({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section>
      <Title order={3} mb={6}>
        {t('live.binds')}
      </Title>
      {connection.binds.length === 0 && <Text size="sm">{t('live.noBinds')}</Text>}
      <Stack gap={8} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {connection.binds.map((bind) => (
          <li key={`${bind.number} ${bind.kind}`} data-bind={bind.state}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm">
                {bind.number} · {t(`live.bindKind.${bind.kind}`)} ·{' '}
                {t(`connection.bindState.${bind.state}`)}
              </Text>
              <Text size="sm" className="numbers">
                {t('live.window', {
                  inFlight: format.number(bind.inFlight),
                  size: format.number(bind.windowSize),
                })}
              </Text>
            </Group>
            <Progress
              value={(100 * bind.inFlight) / Math.max(1, bind.windowSize)}
              size="sm"
              color={bind.state === 'BOUND' ? 'brand' : 'orange'}
              aria-hidden
            />
          </li>
        ))}
      </Stack>
    </section>
  )
}

function Queues({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const format = useFormat()
  const counted = (messages: number) =>
    messages >= COUNTED_MAX
      ? t('live.orMore', { number: format.number(COUNTED_MAX - 1) })
      : format.number(messages)
  return (
    <section>
      <Title order={3} mb={6}>
        {t('live.queues')}
      </Title>
      <Table verticalSpacing={4} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('live.class')}</Table.Th>
            <Table.Th ta="right">{t('live.inMemory')}</Table.Th>
            <Table.Th ta="right">{t('live.waiting')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {CLASSES.map((each) => {
            const waiting = connection.waiting.find((one) => one.contentClass === each)
            return (
              <Table.Tr key={each} data-class={each}>
                <Table.Th scope="row" fw={500}>
                  {t(`live.contentClass.${each}`)}
                </Table.Th>
                <Table.Td ta="right" className="numbers">
                  {format.number(connection.inMemory[each])}
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {counted(waiting?.messages ?? 0)}
                  {waiting && waiting.oldestDueAt !== null && (
                    <Text size="xs" c="dimmed">
                      {t('live.dueSince', { ago: format.ago(readTime(waiting.oldestDueAt)) })}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function Outcomes({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const format = useFormat()
  const all = connection.outcomes
  const sum = all.reduce((messages, one) => messages + one.messages, 0)
  return (
    <section>
      <Title order={3} mb={6}>
        {t('live.outcomes')}
      </Title>
      {all.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('live.noOutcomes')}
        </Text>
      )}
      {all.slice(0, OUTCOMES_SHOWN).map((one) => (
        <Group
          key={`${one.status} ${one.error}`}
          justify="space-between"
          wrap="nowrap"
          gap="xs"
          data-outcome={one.status}
        >
          <Text size="sm">
            {t(`statusGroup.${groupOf(one.status)}`, { defaultValue: one.status })}
            {one.error !== 'NO_ERROR' && (
              <>
                {' · '}
                {t(`messageError.${one.error}`, { defaultValue: one.error })}
              </>
            )}
          </Text>
          <Badge color={one.status.startsWith('DELIVERED') ? 'green' : 'red'} className="numbers">
            {format.number(one.messages)} · {format.percent(one.messages / sum)}
          </Badge>
        </Group>
      ))}
    </section>
  )
}

/** `DELIVERED_TO_HANDSET`: DELIVERED. */
const groupOf = (status: string): string => status.split('_')[0]!
