import {
  Card,
  Grid,
  Group,
  Indicator,
  List,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
  Title,
  Tooltip,
} from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconCheck,
  IconCircleX,
  IconClockHour4,
  IconLayoutDashboard,
  IconSend,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient, renew, useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useReach } from '../api/reach.ts'
import { useStream } from '../api/stream.ts'
import { useMayOpen } from '../app/access.ts'
import { useMe } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { FirstSteps } from './first-steps.tsx'
import { LinkButton, LinkCard } from '../parts/links.tsx'

type Overview = Answer<'get-overview'>

const TrafficChart = lazy(() => import('./traffic-chart.tsx'))
const REFRESH_MS = 30_000

/** The first page; whoever may not see traffic is led by the menu, which shows what their role allows. */
export function OverviewPage() {
  const { t } = useTranslation()
  const me = useMe()
  if (useMayOpen('/messages')) return <TrafficOverview />
  return (
    <Page title={t('overview.title')}>
      <Card>
        <Empty
          icon={<IconLayoutDashboard size={28} />}
          title={t('overview.welcome', { name: me.user.name || me.user.email })}
          text={t('overview.welcomeText', { account: me.account.name })}
        />
      </Card>
    </Page>
  )
}

function TrafficOverview() {
  const { t } = useTranslation()
  const me = useMe()
  const maySend = useMayOpen('/compose')
  const overview = useAsk('get-overview', {}, { refetchInterval: REFRESH_MS })
  useStream((event) => {
    if (event === 'renewed') return void renew('get-overview')
    if (event.topic !== 'counters') return
    queryClient.setQueryData<Overview>(['get-overview', {}], (old) =>
      old ? { ...old, today: { ...old.today, ...(event.data as Overview['today']) } } : old,
    )
  })
  return (
    <Page
      title={t('overview.title')}
      about={t('overview.about')}
      actions={
        maySend && (
          <LinkButton to="/compose" leftSection={<IconSend size={16} />}>
            {t('overview.compose')}
          </LinkButton>
        )
      }
    >
      <FirstSteps isRoot={me.account.isRoot} />
      {overview.error && (
        <FaultNotice fault={overview.error} retry={() => void overview.refetch()} />
      )}
      {overview.isPending && <Waiting rows={3} height={110} />}
      {overview.data && <Numbers overview={overview.data} />}
    </Page>
  )
}

function Numbers({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { today } = overview
  const failed = today.undeliverable + today.expired + today.rejected
  const ended = today.delivered + failed
  return (
    <>
      <Group gap="xs" justify="space-between">
        <Title order={2}>{t('overview.today')}</Title>
        <Live />
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
        <Figure
          icon={<IconSend size={18} />}
          colour="brand"
          name={t('overview.accepted')}
          value={today.accepted}
          note={
            today.simulated > 0
              ? t('overview.simulatedOf', { number: format.number(today.simulated) })
              : undefined
          }
          to="/messages"
          search={{}}
        />
        <Figure
          icon={<IconCheck size={18} />}
          colour="green"
          name={t('overview.delivered')}
          value={today.delivered}
          note={
            ended > 0
              ? t('overview.share', { percent: format.percent(today.delivered / ended) })
              : undefined
          }
          to="/messages"
          search={{ status: 'DELIVERED' }}
        />
        <Figure
          icon={<IconClockHour4 size={18} />}
          colour="blue"
          name={t('overview.pending')}
          value={today.pending}
          note={
            overview.waiting.scheduled > 0
              ? t('overview.scheduled', { number: format.number(overview.waiting.scheduled) })
              : undefined
          }
          to="/messages"
          search={{ status: 'PENDING' }}
        />
        <Figure
          icon={<IconCircleX size={18} />}
          colour="red"
          name={t('overview.failed')}
          value={failed}
          note={
            failed > 0
              ? t('overview.failedOf', {
                  undeliverable: today.undeliverable,
                  expired: today.expired,
                  rejected: today.rejected,
                })
              : undefined
          }
          to="/messages"
          search={{ status: today.undeliverable >= today.rejected ? 'UNDELIVERABLE' : 'REJECTED' }}
        />
        <Figure
          icon={<IconArrowDownLeft size={18} />}
          colour="grape"
          name={t('overview.inbound')}
          value={today.inbound}
          to="/inbound"
          search={{}}
        />
      </SimpleGrid>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card h="100%">
            <Title order={2} mb="md">
              {t('overview.chart')}
            </Title>
            <Suspense fallback={<Skeleton height={260} />}>
              <TrafficChart hours={overview.hours} />
            </Suspense>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Card h="100%">
            <Title order={2} mb="sm">
              {t('overview.health')}
            </Title>
            <Health overview={overview} />
            <Title order={2} mt="lg" mb="xs">
              {t('overview.waiting')}
            </Title>
            <Stack gap={6}>
              <Waits name={t('overview.toSend')} value={overview.waiting.toSend} />
              <Waits name={t('overview.waitingScheduled')} value={overview.waiting.scheduled} />
              <Waits name={t('overview.reports')} value={overview.waiting.reports} />
            </Stack>
          </Card>
        </Grid.Col>
      </Grid>
    </>
  )
}

/** The API counts up to 10,000 and says 10,001 for more. */
const COUNTED_MAX = 10_000

function Waits({ name, value }: { name: string; value: number }) {
  const format = useFormat()
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{name}</Text>
      <Text size="sm" fw={600} className="numbers">
        {value > COUNTED_MAX ? `${format.number(COUNTED_MAX)}+` : format.number(value)}
      </Text>
    </Group>
  )
}

function Figure({
  icon,
  colour,
  name,
  value,
  note,
  to,
  search,
}: {
  icon: ReactNode
  colour: string
  name: string
  value: number
  note?: string
  to: '/messages' | '/inbound'
  search: { status?: string }
}) {
  const format = useFormat()
  return (
    <LinkCard padding="md" to={to} search={search} className="plain-link">
      <Group gap="xs" wrap="nowrap">
        <ThemeIcon variant="light" color={colour} size="md" aria-hidden>
          {icon}
        </ThemeIcon>
        <Text size="sm" c="dimmed" className="one-line">
          {name}
        </Text>
      </Group>
      <Text fz={28} fw={700} lh={1.3} mt={4} className="numbers" data-figure={name}>
        {format.number(value)}
      </Text>
      <Text size="xs" c="dimmed" mih={18}>
        {note}
      </Text>
    </LinkCard>
  )
}

function Live() {
  const { t } = useTranslation()
  const live = useReach().events === 'live'
  return (
    <Tooltip label={live ? t('overview.liveWhy') : t('overview.notLiveWhy')}>
      <Group gap={10} tabIndex={0} role="note">
        <Indicator
          color={live ? 'green' : 'gray'}
          processing={live}
          size={9}
          position="middle-center"
        >
          <span style={{ display: 'inline-block', width: 10 }} />
        </Indicator>
        <Text size="xs" c="dimmed">
          {live ? t('overview.live') : t('overview.notLive')}
        </Text>
      </Group>
    </Tooltip>
  )
}

const healthColours: Record<string, string> = { OK: 'green', DEGRADED: 'orange', DOWN: 'red' }

function Health({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const nameOf = (part: string): string => {
    const [kind = part, ...rest] = part.split(':')
    const name = t(`health.${kind}`, { defaultValue: kind })
    return rest.length === 0 ? name : t('health.named', { kind: name, name: rest.join(':') })
  }
  return (
    <List
      listStyleType="none"
      spacing="sm"
      size="sm"
      w="100%"
      styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}
    >
      {overview.health.map((one) => (
        <List.Item key={one.part}>
          <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
            <div style={{ minWidth: 0 }}>
              {one.part.startsWith('connection:') ? (
                <Link to="/connections" className="plain-link">
                  {nameOf(one.part)}
                </Link>
              ) : (
                nameOf(one.part)
              )}
              {one.detail !== null && (
                <Text size="xs" c="dimmed">
                  {one.detail}
                </Text>
              )}
            </div>
            <Group gap={4} wrap="nowrap" style={{ flexShrink: 0 }}>
              <ThemeIcon
                size={18}
                radius="xl"
                color={healthColours[one.state] ?? 'gray'}
                aria-hidden
              >
                {one.state === 'OK' ? <IconCheck size={12} /> : <IconAlertTriangle size={12} />}
              </ThemeIcon>
              <Text size="xs" fw={600}>
                {t(`health.state.${one.state}`)}
              </Text>
            </Group>
          </Group>
        </List.Item>
      ))}
    </List>
  )
}
