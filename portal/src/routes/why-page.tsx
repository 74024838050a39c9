import {
  Alert,
  Badge,
  Button,
  Card,
  Group,
  List,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconArrowRight, IconRouteSquare2, IconSearch } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseMsisdn } from '../../../src/protocols/e164/index.ts'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { instantOf, useFormat, writeTime } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { InstantField } from '../parts/instant-field.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { AccountField } from './account-field.tsx'
import { ConditionsShown } from './conditions-shown.tsx'
import { contentClasses, type ContentClass } from './search.ts'

type Explanation = Answer<'explain-route'>
type Considered = Explanation['considered'][number]

const here = getRouteApi('/app/routes/why')

/** Which route a message would take and why: a number is simulated, nothing is sent. */
export function WhyPage() {
  const { t } = useTranslation()
  const { to, from, account, content, at } = here.useSearch()
  const read = to === undefined ? null : parseMsisdn(to)
  const answer = useAsk(
    'explain-route',
    {
      query: {
        to: read?.ok ? read.msisdn : '',
        ...(from && { from }),
        ...(account && { accountKey: account }),
        ...(content && { contentClass: content }),
        ...(at && { at: writeTime(instantOf(at)) }),
      },
    },
    { enabled: read?.ok === true },
  )
  return (
    <Page title={t('routes.why.title')} about={t('routes.why.about')}>
      <Simulation />
      {answer.error && <FaultNotice fault={answer.error} retry={() => void answer.refetch()} />}
      {read?.ok === true && answer.isPending && <Waiting rows={3} />}
      {to === undefined && (
        <Card>
          <Empty
            icon={<IconRouteSquare2 size={28} />}
            title={t('routes.why.none')}
            text={t('routes.why.noneText')}
          />
        </Card>
      )}
      {answer.data && <Explained answer={answer.data} />}
    </Page>
  )
}

/** The message that is made believe. */
function Simulation() {
  const { t } = useTranslation()
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const [to, setTo] = useState(search.to ?? '')
  const [from, setFrom] = useState(search.from ?? '')
  const [account, setAccount] = useState(search.account ?? null)
  const [content, setContent] = useState<ContentClass | null>(search.content ?? null)
  const [at, setAt] = useState(search.at ?? null)
  const [tried, setTried] = useState(false)
  const read = parseMsisdn(to)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!read.ok) return
    void navigate({
      search: {
        to: read.msisdn,
        from: from.trim() || undefined,
        account: account ?? undefined,
        content: content ?? undefined,
        at: at ?? undefined,
      },
      replace: true,
    })
  }
  return (
    <Card component="section" aria-label={t('routes.why.message')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            <TextInput
              label={t('routes.why.to')}
              placeholder="+49 151 23456789"
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              error={tried && !read.ok ? t(`compose.recipients.reason.${read.reason}`) : undefined}
              inputMode="tel"
              required
            />
            <TextInput
              label={t('routes.why.from')}
              placeholder={t('routes.why.anySender')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              maxLength={20}
            />
            <AccountField value={account} onChange={setAccount} />
            <Select
              label={t('routes.why.content')}
              placeholder={t('routes.contentClass.TRANSACTIONAL')}
              data={contentClasses.map((value) => ({
                value,
                label: t(`routes.contentClass.${value}`),
              }))}
              value={content}
              onChange={(chosen) => setContent(chosen as ContentClass | null)}
              clearable
              clearButtonProps={{
                'aria-label': t('routes.clear', { field: t('routes.why.content') }),
              }}
            />
            <InstantField label={t('routes.why.at')} value={at} onChange={setAt} clearable />
          </SimpleGrid>
          <Button type="submit" w="fit-content" leftSection={<IconSearch size={16} />}>
            {t('routes.why.go')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}

function Explained({ answer }: { answer: Explanation }) {
  const { t } = useTranslation()
  return (
    <>
      <Alert
        color={answer.chosen ? 'green' : 'red'}
        title={
          answer.chosen
            ? t('routes.goes', {
                route: answer.chosen.name,
                connection: answer.chosen.connectionName ?? '–',
              })
            : t('routes.goesNowhere')
        }
        role="status"
        data-chosen={answer.chosen?.name ?? ''}
      >
        <Stack gap="xs">
          <Text size="sm" lang="en">
            {answer.text}
          </Text>
          <Network answer={answer} />
          {answer.selection?.explored && <Text size="sm">{t('routes.why.explored')}</Text>}
        </Stack>
      </Alert>
      {answer.onFailure.length > 0 && (
        <Card>
          <Title order={2} fz="md" mb="xs">
            {t('routes.why.onFailure')}
          </Title>
          <List size="sm" type="ordered" data-on-failure>
            {answer.onFailure.map((one) => (
              <List.Item key={one.routeId}>
                <b>{one.name}</b>{' '}
                <IconArrowRight
                  size={14}
                  aria-label={t('routes.leadsTo')}
                  style={{ verticalAlign: -2 }}
                />{' '}
                {one.connectionName}
              </List.Item>
            ))}
          </List>
        </Card>
      )}
      {answer.considered.length > 0 && <ConsideredTable considered={answer.considered} />}
    </>
  )
}

function Network({ answer: { network, networkSource } }: { answer: Explanation }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (network === null) return null
  const words = [
    network.countryIso !== null && format.country(network.countryIso),
    network.networkName,
    network.mnc === null ? network.mcc : `${network.mcc}-${network.mnc}`,
  ].filter(Boolean)
  return (
    <Text size="sm">
      {t('routes.network')} {words.join(' · ')}{' '}
      <Text span size="xs" c="dimmed">
        {t(networkSource === 'TABLE' ? 'routes.why.byTable' : 'routes.why.byPlan')}
      </Text>
    </Text>
  )
}

function ConsideredTable({ considered }: { considered: readonly Considered[] }) {
  const { t } = useTranslation()
  return (
    <Card p={0}>
      <Table.ScrollContainer
        minWidth={600}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('routes.considered') } }} // prettier-ignore
      >
        <Table verticalSpacing="sm">
          <Table.Caption px="md" ta="start">
            {t('routes.why.caption')}
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('routes.why.route')}</Table.Th>
              <Table.Th>{t('routes.why.health')}</Table.Th>
              <Table.Th>{t('routes.why.cost')}</Table.Th>
              <Table.Th>{t('routes.why.quality')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {considered.map((one) => (
              <ConsideredRow key={one.route.id} one={one} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

const verdictColour = (verdict: Considered['verdict']): string => {
  if (verdict === 'CHOSEN') return 'green'
  if (verdict === 'WAITED_FOR') return 'orange'
  return verdict.startsWith('OTHER_') || verdict === 'NOT_NEEDED' ? 'gray' : 'red'
}

function ConsideredRow({ one }: { one: Considered }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table.Tr data-considered={one.route.name}>
      <Table.Td>
        <Stack gap={4}>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {one.route.name}
            </Text>
            {one.route.simulated && <SimulatedBadge />}
          </Group>
          <Badge
            variant="light"
            color={verdictColour(one.verdict)}
            tt="none"
            h="auto"
            maw="100%"
            styles={{ label: { whiteSpace: 'normal' } }}
            data-verdict={one.verdict}
          >
            {t(`routes.verdict.${one.verdict}`)}
          </Badge>
          <Text size="xs" c="dimmed">
            {one.route.prefix === ''
              ? t('routes.allNumbers')
              : t('routes.numbersFrom', { prefix: `+${one.route.prefix}` })}
            {' · '}
            {t('routes.priorityIs', { priority: one.route.priority })}
            {one.share !== null &&
              ` · ${t('routes.why.share', { share: format.percent(one.share / 100) })}`}
          </Text>
          <ConditionsShown route={one.route} />
        </Stack>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t(`routes.healths.${one.health}`)}</Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {one.cost === null
            ? t('routes.why.notKnown')
            : format.money(Number(one.cost.amount), one.cost.currency)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {one.quality === null
            ? t('routes.why.notMeasured')
            : t('routes.why.qualityIs', {
                score: format.number(one.quality.score),
                delivered: format.percent(one.quality.deliveredPercent / 100),
                seconds: format.number(one.quality.delaySeconds),
                samples: format.number(one.quality.samples),
              })}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
