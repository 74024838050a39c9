import {
  Alert,
  Button,
  Card,
  Group,
  List,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { IconCheck, IconPlugConnected, IconSend, IconX } from '@tabler/icons-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Body } from '../api/call.ts'
import { StatusBadge } from '../parts/badges.tsx'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { now } from '../clock.ts'
import { StateBadge } from './state-badge.tsx'

const ways = ['SMPP', 'INFOBIP', 'TWILIO', 'VONAGE'] as const
type Way = (typeof ways)[number]
/** Smaller than what routes get by default, so that it goes before the one to the simulator. */
const PRIORITY = 50
const REFRESH_MS = 1_000
const OPEN_GROUPS = new Set(['ACCEPTED', 'PENDING'])

interface Filled {
  way: Way
  host: string
  port: number | string
  url: string
  account: string
  secret: string
}

/** What the API takes for what was filled in. */
const bodyOf = ({
  way,
  host,
  port,
  url,
  account,
  secret,
}: Filled): Body<'create-operator-connection'> => ({
  name: way === 'SMPP' ? host.trim() : `${way} ${now().toISOString().slice(0, 16)}`,
  password: secret,
  ...(way === 'SMPP'
    ? { kind: 'SMPP_CLIENT', host: host.trim(), port: Number(port), systemId: account.trim() }
    : {
        kind: 'HTTP',
        ...(account.trim() === '' ? {} : { systemId: account.trim() }),
        http: { preset: way, url: url.trim() === '' ? null : url.trim() },
      }),
})

/** From nothing to a text on one's own phone: connect an operator, send, watch the receipt come. */
export function SendForRealPage() {
  const { t } = useTranslation()
  const [connectionId, setConnectionId] = useState<number | null>(null)
  return (
    <Page title={t('real.title')} about={t('real.about')}>
      <Step number={1} title={t('real.connect')}>
        {connectionId === null ? (
          <Connect done={setConnectionId} />
        ) : (
          <Connected connectionId={connectionId} />
        )}
      </Step>
      {connectionId !== null && (
        <Step number={2} title={t('real.send')}>
          <SendOne connectionId={connectionId} />
        </Step>
      )}
    </Page>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Card component="section" aria-label={title}>
      <Stack>
        <Title order={2}>
          {number}. {title}
        </Title>
        {children}
      </Stack>
    </Card>
  )
}

function Connect({ done }: { done: (connectionId: number) => void }) {
  const { t } = useTranslation()
  const [filled, setFilled] = useState<Filled>({ way: 'SMPP', host: '', port: 2775, url: '', account: '', secret: '' }) // prettier-ignore
  const test = useChange('test-operator-connection')
  const create = useChange('create-operator-connection', ['get-operator-connections'])
  const lead = useChange('create-route', ['get-routes'])
  const change = (part: Partial<Filled>) => {
    test.reset()
    create.reset()
    setFilled((old) => ({ ...old, ...part }))
  }
  const connect = async (event: FormEvent) => {
    event.preventDefault()
    const tried = await test.mutateAsync({ body: bodyOf(filled) })
    if (!tried.succeeded) return
    const made = await create.mutateAsync({ body: bodyOf(filled) })
    await lead.mutateAsync({
      body: {
        name: t('routes.defaultName', { name: made.name }),
        prefix: '',
        connectionId: made.id,
        priority: PRIORITY,
      },
    })
    done(made.id)
  }
  const fault = test.error ?? create.error ?? lead.error
  return (
    // A refusal is shown below; what it rejects with is not wanted a second time.
    <form onSubmit={(event) => void connect(event).catch(() => undefined)}>
      <Stack>
        <SegmentedControl
          aria-label={t('real.way')}
          value={filled.way}
          onChange={(way) => change({ way: way as Way })}
          data={ways.map((way) => ({ value: way, label: t(`real.ways.${way}`) }))}
          orientation="vertical"
          fullWidth
        />
        <Text size="sm">{t(`real.wayAbout.${filled.way}`)}</Text>
        <Fields filled={filled} change={change} />
        {test.data && !test.data.succeeded && (
          <Alert
            color="red"
            role="alert"
            icon={<IconX />}
            title={t(`connection.outcome.${test.data.outcome}`)}
          >
            <Text size="sm" lang="en">
              {test.data.text} {test.data.whatToDo}
            </Text>
          </Alert>
        )}
        {fault && <FaultNotice fault={fault} />}
        <Group>
          <Button
            type="submit"
            leftSection={<IconPlugConnected size={16} />}
            loading={test.isPending || create.isPending || lead.isPending}
          >
            {t('real.testAndConnect')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('real.routeAbout')}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

function Fields({ filled, change }: { filled: Filled; change: (part: Partial<Filled>) => void }) {
  const { t } = useTranslation()
  const { way } = filled
  return (
    <>
      {way === 'SMPP' && (
        <>
          <TextInput
            label={t('connection.field.host.label')}
            value={filled.host}
            onChange={(event) => change({ host: event.currentTarget.value })}
            maxLength={255}
            autoCapitalize="none"
            required
          />
          <NumberInput
            label={t('connection.field.port.label')}
            value={filled.port}
            onChange={(port) => change({ port })}
            min={1}
            max={65_535}
            allowDecimal={false}
            hideControls
            required
          />
        </>
      )}
      {way !== 'SMPP' && (
        <TextInput
          label={t('real.url')}
          description={t(way === 'INFOBIP' ? 'real.urlGiven' : 'real.urlOwn')}
          value={filled.url}
          onChange={(event) => change({ url: event.currentTarget.value })}
          maxLength={500}
          required={way === 'INFOBIP'}
        />
      )}
      {way !== 'INFOBIP' && (
        <TextInput
          label={t(`real.account.${way}`)}
          value={filled.account}
          onChange={(event) => change({ account: event.currentTarget.value })}
          maxLength={64}
          autoComplete="off"
          required
        />
      )}
      <PasswordInput
        label={t(`real.secret.${way}`)}
        value={filled.secret}
        onChange={(event) => change({ secret: event.currentTarget.value })}
        maxLength={256}
        autoComplete="off"
        required
      />
    </>
  )
}

function Connected({ connectionId }: { connectionId: number }) {
  const { t } = useTranslation()
  const connection = useAsk(
    'get-operator-connection',
    { params: { connectionId } },
    { refetchInterval: REFRESH_MS },
  )
  return (
    <>
      {connection.error && <FaultNotice fault={connection.error} />}
      {connection.data && (
        <Group role="status">
          <Text fw={600}>{connection.data.name}</Text>
          <StateBadge state={connection.data.state} />
          <Text size="sm">{t('real.connected')}</Text>
        </Group>
      )}
    </>
  )
}

function SendOne({ connectionId }: { connectionId: number }) {
  const { t } = useTranslation()
  const [sender, setSender] = useState('')
  const [to, setTo] = useState('')
  const [text, setText] = useState(t('real.sample'))
  const send = useChange('send-sms-messages')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate({
      body: {
        messages: [
          {
            ...(sender.trim() === '' ? {} : { sender: sender.trim() }),
            destinations: [{ to: to.replace(/[^0-9]/g, '') }],
            content: { text },
          },
        ],
      },
    })
  }
  const messageId = send.data?.messages[0]?.messageId
  return (
    <>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('real.to')}
            description={t('real.toAbout')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            inputMode="tel"
            maxLength={24}
            required
          />
          <TextInput
            label={t('real.sender')}
            description={t('real.senderAbout')}
            value={sender}
            onChange={(event) => setSender(event.currentTarget.value)}
            maxLength={16}
          />
          <Textarea
            label={t('real.text')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={160}
            required
          />
          {send.error && <FaultNotice fault={send.error} />}
          <Group>
            <Button type="submit" leftSection={<IconSend size={16} />} loading={send.isPending}>
              {t('real.sendIt')}
            </Button>
          </Group>
        </Stack>
      </form>
      {messageId !== undefined && <Watch messageId={messageId} connectionId={connectionId} />}
    </>
  )
}

/** The message as it goes, until its receipt came; then what to do next. */
function Watch({ messageId, connectionId }: { messageId: string; connectionId: number }) {
  const { t } = useTranslation()
  const message = useAsk(
    'get-message',
    { params: { id: messageId } },
    {
      refetchInterval: (query) =>
        query.state.data && !OPEN_GROUPS.has(query.state.data.status.groupName)
          ? false
          : REFRESH_MS,
    },
  )
  // The answer comes as soon as it is stored; reading it may be a moment too early.
  if (!message.data) return message.error ? <FaultNotice fault={message.error} /> : null
  const { status } = message.data
  const arrived = status.groupName === 'DELIVERED'
  const open = OPEN_GROUPS.has(status.groupName)
  return (
    <Alert
      color={arrived ? 'green' : open ? 'blue' : 'red'}
      icon={arrived ? <IconCheck /> : <IconSend />}
      title={t(arrived ? 'real.arrived' : open ? 'real.underWay' : 'real.failed')}
      role="status"
      data-status={status.name}
    >
      <Stack gap="xs">
        <Group gap="xs">
          <StatusBadge status={status} />
          {message.data.error.description !== undefined && !open && !arrived && (
            <Text size="sm">{message.data.error.description}</Text>
          )}
        </Group>
        {arrived && (
          <List size="sm">
            <List.Item>{t('real.nextKey')}</List.Item>
            <List.Item>{t('real.nextRoutes')}</List.Item>
            <List.Item>{t('real.nextInbound')}</List.Item>
          </List>
        )}
        <Group gap="xs">
          <LinkButton size="xs" variant="default" to="/messages/$id" params={{ id: messageId }}>
            {t('real.details')}
          </LinkButton>
          <LinkButton
            size="xs"
            variant="default"
            to="/connections/$id"
            params={{ id: String(connectionId) }}
          >
            {t('real.settings')}
          </LinkButton>
        </Group>
      </Stack>
    </Alert>
  )
}
