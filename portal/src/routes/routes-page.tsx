import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Group,
  List,
  Modal,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconArrowRight,
  IconArrowsSplit,
  IconPencil,
  IconPlus,
  IconRouteSquare2,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseMsisdn } from '../../../src/protocols/e164/index.ts'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { LinkButton } from '../parts/links.tsx'
import { ConditionsShown } from './conditions-shown.tsx'
import type { Route } from './draft.ts'
import { RouteForm, STALE } from './route-form.tsx'

const here = getRouteApi('/app/routes')

export function RoutesPage() {
  const { t } = useTranslation()
  const routes = useAsk('get-routes', { query: { limit: 200 } })
  const [opened, form] = useDisclosure(false)
  const [edited, setEdited] = useState<Route | null>(null)
  const open = (route: Route | null) => {
    setEdited(route)
    form.open()
  }
  return (
    <Page
      title={t('routes.title')}
      about={t('routes.about')}
      actions={
        <>
          <LinkButton
            to="/routes/why"
            variant="default"
            leftSection={<IconRouteSquare2 size={16} />}
          >
            {t('routes.why.title')}
          </LinkButton>
          <LinkButton to="/connections" variant="default">
            {t('nav.connections')}
          </LinkButton>
          <Button leftSection={<IconPlus size={16} />} onClick={() => open(null)}>
            {t('routes.new')}
          </Button>
        </>
      }
    >
      <Explain />
      {routes.error && <FaultNotice fault={routes.error} retry={() => void routes.refetch()} />}
      {routes.isPending && <Waiting rows={3} />}
      {routes.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconArrowsSplit size={28} />}
            title={t('routes.none')}
            text={t('routes.noneText')}
            action={<Button onClick={() => open(null)}>{t('routes.new')}</Button>}
          />
        </Card>
      )}
      {routes.data && routes.data.results.length > 0 && (
        <Card p={0} className="rows">
          {routes.data.results.map((route) => (
            <RouteRow key={route.id} route={route} edit={() => open(route)} />
          ))}
        </Card>
      )}
      <Modal
        opened={opened}
        onClose={form.close}
        title={edited ? t('routes.edit', { name: edited.name }) : t('routes.new')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <RouteForm key={edited?.id ?? 'new'} route={edited} done={form.close} />
      </Modal>
    </Page>
  )
}

function RouteRow({ route, edit }: { route: Route; edit: () => void }) {
  const { t } = useTranslation()
  const remove = useChange('delete-route', STALE)
  const drop = async () => {
    if (
      await confirm({
        title: t('routes.deleteTitle', { name: route.name }),
        text: t('routes.deleteText'),
        action: t('routes.delete'),
        harmful: true,
      })
    )
      remove.mutate(
        { params: { routeId: route.id } },
        {
          onSuccess: () => tellDone(t('routes.deleted', { name: route.name })),
          onError: tellFault,
        },
      )
  }
  return (
    <Group
      justify="space-between"
      p="md"
      gap="sm"
      style={{ borderBottom: '1px solid var(--trunkline-line)' }}
      data-route={route.name}
    >
      <Stack gap={4} flex={1} miw={220}>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {route.name}
          </Text>
          {!route.enabled && <Badge color="gray">{t('routes.off')}</Badge>}
          {route.simulated && <SimulatedBadge />}
        </Group>
        <Group gap={6}>
          <Text size="sm">
            {route.prefix === ''
              ? t('routes.allNumbers')
              : t('routes.numbersFrom', { prefix: `+${route.prefix}` })}
          </Text>
          <IconArrowRight size={14} aria-label={t('routes.leadsTo')} />
          <Text size="sm">
            {route.connectionName === null ? (
              t('routes.connectionGone')
            ) : (
              <Link to="/connections/$id" params={{ id: String(route.connectionId) }}>
                {route.connectionName}
              </Link>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {t('routes.priorityIs', { priority: route.priority })}
          </Text>
        </Group>
        <ConditionsShown route={route} />
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={edit}
          aria-label={t('routes.edit', { name: route.name })}
          title={t('routes.edit', { name: route.name })}
        >
          <IconPencil size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="red"
          onClick={() => void drop()}
          aria-label={t('routes.deleteTitle', { name: route.name })}
          title={t('routes.deleteTitle', { name: route.name })}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  )
}

/** Which way a number goes, and why: the question behind most "it did not arrive". */
function Explain() {
  const { t } = useTranslation()
  const { explain } = here.useSearch()
  const navigate = here.useNavigate()
  const [text, setText] = useState(explain ?? '')
  const [tried, setTried] = useState(false)
  const read = parseMsisdn(text)
  const asked = explain === undefined ? null : parseMsisdn(explain)
  const answer = useAsk(
    'explain-route',
    { query: { to: asked?.ok ? asked.msisdn : '' } },
    { enabled: asked?.ok === true },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (read.ok) void navigate({ search: { explain: read.msisdn }, replace: true })
  }
  return (
    <Card component="section" aria-label={t('routes.explain')}>
      <form onSubmit={submit} noValidate>
        <Group align="flex-start">
          <TextInput
            flex={1}
            miw={200}
            label={t('routes.explain')}
            description={t('routes.explainAbout')}
            placeholder="+49 151 23456789"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            inputMode="tel"
            error={tried && !read.ok ? t(`compose.recipients.reason.${read.reason}`) : undefined}
          />
          <Button
            type="submit"
            variant="default"
            mt={{ base: 0, xs: 46 }}
            leftSection={<IconSearch size={16} />}
          >
            {t('routes.explainGo')}
          </Button>
        </Group>
      </form>
      {answer.error && (
        <div style={{ marginTop: 12 }}>
          <FaultNotice fault={answer.error} />
        </div>
      )}
      {answer.data && <Explained answer={answer.data} />}
    </Card>
  )
}

function Explained({ answer }: { answer: Answer<'explain-route'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const network = answer.network
  return (
    <Alert
      mt="md"
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
        {network && (
          <Text size="sm">
            {t('routes.network')}{' '}
            {[
              network.countryIso !== null && format.country(network.countryIso),
              network.networkName,
              network.mnc === null ? network.mcc : `${network.mcc}-${network.mnc}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        )}
        {answer.considered.length > 0 && (
          <>
            <Title order={2} fz="sm">
              {t('routes.considered')}
            </Title>
            <List size="sm" type="ordered">
              {answer.considered.map((one) => (
                <List.Item key={one.route.id}>
                  <b>{one.route.name}</b>{' '}
                  <Code>{one.route.prefix === '' ? '*' : one.route.prefix}</Code> –{' '}
                  {t(`routes.verdict.${one.verdict}`)}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <LinkButton
          to="/routes/why"
          search={{ to: answer.to }}
          size="xs"
          variant="default"
          style={{ alignSelf: 'flex-start' }}
        >
          {t('routes.why.more')}
        </LinkButton>
        {!answer.chosen && (
          <LinkButton to="/connections/new" size="xs" style={{ alignSelf: 'flex-start' }}>
            {t('connections.new')}
          </LinkButton>
        )}
      </Stack>
    </Alert>
  )
}
