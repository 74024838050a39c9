import { Alert, Badge, Drawer, Group, Stack, Table, Text, Timeline, Title } from '@mantine/core'
import { IconArrowsSplit, IconBulb, IconDeviceMobileMessage, IconRepeat } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMe } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge, StatusBadge } from '../parts/badges.tsx'
import { Copy } from '../parts/copy.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'
import { useAdvice } from './advice.ts'
import { LinkButton } from '../parts/links.tsx'

type Message = Answer<'get-message'>

const REFRESH_MS = 1_500
const OPEN_GROUPS = new Set(['ACCEPTED', 'PENDING'])
const FAILED_GROUPS = new Set(['UNDELIVERABLE', 'EXPIRED', 'REJECTED'])
const route = getRouteApi('/app/messages/$id')

/** One message over the list it came from: what became of it, why, and what to do. */
export function MessageDrawer() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const message = useAsk(
    'get-message',
    { params: { id } },
    {
      refetchInterval: (query) =>
        query.state.data && !OPEN_GROUPS.has(query.state.data.status.groupName)
          ? REFRESH_MS * 6
          : REFRESH_MS,
    },
  )
  return (
    <Drawer
      opened
      onClose={() => void navigate({ to: '/messages', search, resetScroll: false })}
      position="right"
      size="lg"
      title={t('message.title')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      {message.error && <FaultNotice fault={message.error} retry={() => void message.refetch()} />}
      {message.isPending && <Waiting rows={6} />}
      {message.data && <Details message={message.data} />}
    </Drawer>
  )
}

export function Details({ message }: { message: Message }) {
  const { t } = useTranslation()
  const me = useMe()
  const to = /^\d{7,}$/.test(message.to) ? `+${message.to}` : message.to
  return (
    <Stack gap="lg">
      <div>
        <Group gap="xs">
          <Title order={2} fz="lg" className="numbers">
            {to}
          </Title>
          <StatusBadge status={message.status} scheduled={message.sendAt !== null} />
          {message.simulated && <SimulatedBadge />}
        </Group>
        <Text size="sm" c="dimmed">
          {t('message.from', { sender: message.sender })} · <Time at={message.acceptedAt} />
        </Text>
      </div>
      <Fate message={message} />
      <div>
        <Group justify="space-between">
          <Title order={3}>{t('message.text')}</Title>
          {message.text !== null && <Copy text={message.text} what={t('message.text')} />}
        </Group>
        <Text className="breaks" size="sm">
          {message.text ?? t(message.binary ? 'messages.binary' : 'message.textGone')}
        </Text>
      </div>
      <Group gap="xs">
        {message.simulated && me.account.isRoot && (
          <LinkButton
            to="/handsets"
            search={{ number: message.to }}
            variant="default"
            size="xs"
            leftSection={<IconDeviceMobileMessage size={14} />}
          >
            {t('message.toHandset')}
          </LinkButton>
        )}
        <LinkButton
          to="/compose"
          search={{ to: message.to, sender: message.sender }}
          variant="default"
          size="xs"
          leftSection={<IconRepeat size={14} />}
        >
          {t('message.again')}
        </LinkButton>
        {me.account.isRoot && (
          <LinkButton
            to="/routes/why"
            search={{ to: message.to, from: message.sender }}
            variant="default"
            size="xs"
            leftSection={<IconArrowsSplit size={14} />}
          >
            {t('message.explainRoute')}
          </LinkButton>
        )}
      </Group>
      <section aria-label={t('message.timeline')}>
        <Title order={3} mb="sm">
          {t('message.timeline')}
        </Title>
        <History message={message} />
      </section>
      <section>
        <Title order={3} mb="xs">
          {t('message.facts')}
        </Title>
        <Facts message={message} />
      </section>
    </Stack>
  )
}

function Fate({ message }: { message: Message }) {
  const { t, i18n } = useTranslation()
  const adviceOn = useAdvice()
  const advice = adviceOn(message.status.name)
  const failed = FAILED_GROUPS.has(message.status.groupName)
  const delivered = message.status.groupName === 'DELIVERED'
  const hasError = message.error.id !== 0
  return (
    <Alert
      color={failed ? 'red' : delivered ? 'green' : 'blue'}
      title={advice.title}
      data-fate={message.status.name}
      role={failed ? 'alert' : 'status'}
    >
      <Stack gap={6}>
        <Text size="sm">{advice.text ?? message.status.description}</Text>
        {hasError && (
          <Text size="sm">
            {t('message.networkSaid')}{' '}
            <b>
              {t(`messageError.${message.error.name}`, { defaultValue: message.error.description })}
            </b>{' '}
            ({message.error.name}, {message.error.id}){' '}
            {t(message.error.permanent ? 'message.permanent' : 'message.temporary')}
          </Text>
        )}
        {message.whatToDo !== null && (advice.text === null || !failed) && (
          <Group gap={6} align="flex-start" wrap="nowrap">
            <IconBulb size={18} aria-hidden style={{ flexShrink: 0 }} />
            <Text size="sm" fw={600} lang="en">
              {i18n.language !== 'en' && `${t('message.serverSays')} `}
              {message.whatToDo}
            </Text>
          </Group>
        )}
      </Stack>
    </Alert>
  )
}

const kindColours: Record<string, string> = {
  REJECTED: 'red',
  EXPIRED: 'orange',
  RETRY: 'orange',
  REROUTED: 'orange',
  REPORT_PUSH_FAILED: 'orange',
  REPORTED: 'green',
  REPORT_PUSHED: 'green',
  CONVERTED: 'green',
}

function History({ message }: { message: Message }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Timeline active={message.timeline.length} bulletSize={14} lineWidth={2}>
      {message.timeline.map((entry, index) => (
        <Timeline.Item
          key={`${entry.at} ${entry.kind} ${index}`}
          color={
            FAILED_GROUPS.has(entry.status?.groupName ?? '')
              ? 'red'
              : (kindColours[entry.kind] ?? 'brand')
          }
          title={
            <Group gap="xs">
              <Text size="sm" fw={600} component="span">
                {t(`timeline.${entry.kind}`)}
              </Text>
              {entry.status && <StatusBadge status={entry.status} />}
              {entry.part !== null && (
                <Badge color="gray">{t('message.part', { part: format.number(entry.part) })}</Badge>
              )}
            </Group>
          }
        >
          <Text size="xs" c="dimmed">
            <Time at={entry.at} />
            {entry.connection !== null && ` · ${entry.connection}`}
            {entry.operatorId !== null && (
              <>
                {' · '}
                <span className="mono">{t('message.operatorId', { id: entry.operatorId })}</span>
              </>
            )}
          </Text>
          {entry.detail !== null && (
            <Text size="sm" lang="en">
              {entry.detail}
            </Text>
          )}
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function Facts({ message }: { message: Message }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows: [string, ReactNode, string?][] = [
    [t('message.id'), message.id, message.id],
    ...(message.messageId === message.id
      ? []
      : ([[t('message.messageId'), message.messageId, message.messageId]] as [
          string,
          ReactNode,
          string,
        ][])),
    ...(message.bulkId === null
      ? []
      : ([
          [
            t('message.bulkId'),
            <Link key="bulk" to="/messages" search={{ bulkId: message.bulkId }}>
              {message.bulkId}
            </Link>,
            message.bulkId,
          ],
        ] as [string, ReactNode, string][])),
    [t('message.status'), `${message.status.name} (${message.status.id})`],
    [t('message.error'), `${message.error.name} (${message.error.id})`],
    [t('message.parts'), format.number(message.parts)],
    [
      t('message.price'),
      message.price.pricePerMessage > 0
        ? format.money(message.price.pricePerMessage, message.price.currency)
        : t('message.noPrice'),
    ],
    [
      t('message.network'),
      [message.networkName, message.mccMnc].filter(Boolean).join(' · ') || '–',
    ],
    [t('message.route'), message.route ?? '–'],
    [t('message.connection'), message.connection ?? '–'],
    [t('message.accepted'), <Time key="accepted" at={message.acceptedAt} />],
    ...(message.sendAt === null
      ? []
      : ([[t('message.due'), <Time key="due" at={message.sendAt} />]] as [string, ReactNode][])),
    [t('message.sent'), message.sentAt === null ? '–' : <Time key="sent" at={message.sentAt} />],
    [t('message.done'), message.doneAt === null ? '–' : <Time key="done" at={message.doneAt} />],
    [t('message.validUntil'), <Time key="valid" at={message.validUntil} />],
    ...(
      [
        [t('message.notifyUrl'), message.notifyUrl],
        [t('message.callbackData'), message.callbackData],
        [t('message.applicationId'), message.applicationId],
        [t('message.entityId'), message.entityId],
        [t('message.campaign'), message.campaignReferenceId],
      ] as const
    ).flatMap(([name, value]) =>
      value === null ? [] : [[name, value, value] as [string, ReactNode, string]],
    ),
  ]
  return (
    <Table verticalSpacing={6} layout="fixed">
      <Table.Tbody>
        {rows.map(([name, value, copied]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="36%" fw={500} c="dimmed">
              {name}
            </Table.Th>
            <Table.Td>
              <Group gap={4} wrap="nowrap" justify="space-between">
                <Text size="sm" component="span" className={copied === undefined ? '' : 'mono'}>
                  {value}
                </Text>
                {copied !== undefined && <Copy text={copied} what={name} />}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
