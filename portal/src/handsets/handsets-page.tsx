import {
  ActionIcon,
  Alert,
  Button,
  Card,
  Grid,
  Group,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import {
  IconArrowLeft,
  IconDeviceMobile,
  IconPlus,
  IconRefresh,
  IconSend2,
} from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseMsisdn } from '../../../src/protocols/e164/index.ts'
import { renew, useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useRefresh } from '../api/stream.ts'
import { readTime, useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Phone } from '../parts/phone.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { BehaviourPanel } from './behaviour-panel.tsx'
import { OperatorPanel } from './operator-panel.tsx'
import './handsets.css'
import { LinkAnchor, LinkButton } from '../parts/links.tsx'

type HandsetMessage = Answer<'get-simulator-messages'>['results'][number]

const REFRESH_MS = 10_000
const THREAD_MESSAGES_MAX = 100
const SERVICE_UNAVAILABLE = 503
const NOT_FOUND = 404
const route = getRouteApi('/app/handsets')

export function HandsetsPage() {
  const { t } = useTranslation()
  const { tab = 'handsets', number } = route.useSearch()
  const navigate = route.useNavigate()
  const handsets = useAsk(
    'get-simulator-handsets',
    { query: { limit: 100 } },
    { refetchInterval: REFRESH_MS },
  )
  useRefresh(['handsets'], () => void renew('get-simulator-handsets', 'get-simulator-messages'))
  const off =
    handsets.error !== null &&
    (handsets.error.status === SERVICE_UNAVAILABLE || handsets.error.status === NOT_FOUND)
  return (
    <Page
      title={t('handsets.title')}
      about={t('handsets.about')}
      actions={
        <>
          <SimulatedBadge />
          <Reset />
        </>
      }
    >
      {off ? (
        <Card>
          <Empty
            icon={<IconDeviceMobile size={28} />}
            title={t('handsets.off')}
            text={t('handsets.offText')}
            action={<Button onClick={() => void handsets.refetch()}>{t('fault.retry')}</Button>}
          />
        </Card>
      ) : (
        <Tabs
          value={tab}
          onChange={(value) =>
            void navigate({
              search: { tab: value === 'handsets' ? undefined : (value ?? undefined), number },
            })
          }
          keepMounted={false}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="handsets">{t('handsets.tabHandsets')}</Tabs.Tab>
            <Tabs.Tab value="endings">{t('handsets.tabEndings')}</Tabs.Tab>
            <Tabs.Tab value="operator">{t('handsets.tabOperator')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="handsets">
            {handsets.error && (
              <FaultNotice fault={handsets.error} retry={() => void handsets.refetch()} />
            )}
            {handsets.isPending && <Waiting />}
            {handsets.data && <Handsets handsets={handsets.data.results} number={number} />}
          </Tabs.Panel>
          <Tabs.Panel value="endings">
            <BehaviourPanel />
          </Tabs.Panel>
          <Tabs.Panel value="operator">
            <OperatorPanel />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  )
}

function Reset() {
  const { t } = useTranslation()
  const reset = useChange('reset-simulator', [
    'get-simulator-handsets',
    'get-simulator-messages',
    'get-simulator-behaviour',
    'get-simulator-operators',
  ])
  const ask = async () => {
    if (
      await confirm({
        title: t('handsets.resetTitle'),
        text: t('handsets.resetText'),
        action: t('handsets.reset'),
        harmful: true,
      })
    )
      reset.mutate({}, { onSuccess: () => tellDone(t('handsets.resetDone')), onError: tellFault })
  }
  return (
    <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => void ask()}>
      {t('handsets.reset')}
    </Button>
  )
}

function Handsets({
  handsets,
  number,
}: {
  handsets: Answer<'get-simulator-handsets'>['results']
  number: string | undefined
}) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const format = useFormat()
  const shown = number ?? handsets[0]?.number
  return (
    <Grid gap="lg">
      <Grid.Col
        span={{ base: 12, sm: 5, lg: 4 }}
        className={number === undefined ? '' : 'only-wide'}
      >
        <Stack gap="sm">
          <NewHandset />
          {handsets.length === 0 && (
            <Card>
              <Empty
                icon={<IconDeviceMobile size={28} />}
                title={t('handsets.none')}
                text={t('handsets.noneText')}
                action={
                  <LinkButton to="/compose" search={{ to: '999100000001' }}>
                    {t('handsets.sendOne')}
                  </LinkButton>
                }
              />
            </Card>
          )}
          {handsets.length > 0 && (
            <Card
              p={0}
              component="nav"
              className="handset-list"
              aria-label={t('handsets.tabHandsets')}
            >
              {handsets.map((one) => (
                <Link
                  key={one.number}
                  to="/handsets"
                  search={{ number: one.number }}
                  resetScroll={false}
                  className="row-link handset-link"
                  data-current={one.number === shown || undefined}
                  aria-current={one.number === shown ? 'true' : undefined}
                >
                  <Group justify="space-between" wrap="nowrap" gap="xs">
                    <Text size="sm" fw={600} className="numbers">
                      +{one.number}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {format.ago(readTime(one.lastMessage.at))}
                    </Text>
                  </Group>
                  <Text size="sm" c="dimmed" className="one-line">
                    {one.lastMessage.direction === 'FROM_HANDSET' && `${t('handsets.wrote')} `}
                    {one.lastMessage.text}
                  </Text>
                </Link>
              ))}
            </Card>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col
        span={{ base: 12, sm: 7, lg: 8 }}
        className={number === undefined ? 'only-wide' : ''}
      >
        {shown !== undefined && (
          <Stack gap="sm">
            <Button
              variant="subtle"
              leftSection={<IconArrowLeft size={16} />}
              className="only-narrow"
              onClick={() => void navigate({ search: {} })}
              style={{ alignSelf: 'flex-start' }}
            >
              {t('handsets.all')}
            </Button>
            <Thread key={shown} number={shown} />
          </Stack>
        )}
      </Grid.Col>
    </Grid>
  )
}

/** Opens the screen of a handset that has not got anything yet, so that it may write first. */
function NewHandset() {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const read = parseMsisdn(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!read.ok) return
    setText('')
    setTried(false)
    void navigate({ search: { number: read.msisdn } })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={t('handsets.open')}
          placeholder={t('handsets.openExample')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          inputMode="tel"
          error={tried && !read.ok ? t(`compose.recipients.reason.${read.reason}`) : undefined}
        />
        <ActionIcon
          type="submit"
          size={36}
          variant="default"
          aria-label={t('handsets.open')}
          title={t('handsets.open')}
        >
          <IconPlus size={18} />
        </ActionIcon>
      </Group>
    </form>
  )
}

function Thread({ number }: { number: string }) {
  const { t } = useTranslation()
  const messages = useAsk(
    'get-simulator-messages',
    { query: { number, limit: THREAD_MESSAGES_MAX } },
    { refetchInterval: REFRESH_MS },
  )
  const screen = useRef<HTMLDivElement>(null)
  const thread = messages.data?.results.toReversed() ?? []
  const last = thread.at(-1)
  useEffect(() => {
    screen.current?.scrollTo({ top: screen.current.scrollHeight })
  }, [last?.messageId, thread.length])
  const correspondent = last?.correspondent
  return (
    <>
      {messages.error && (
        <FaultNotice fault={messages.error} retry={() => void messages.refetch()} />
      )}
      <Phone
        label={t('handsets.phone', { number: `+${number}` })}
        title={`+${number}`}
        note={
          <Text size="xs" className="bubble-note">
            {t('handsets.network')}
          </Text>
        }
        footer={<Answer key={correspondent ?? ''} number={number} correspondent={correspondent} />}
      >
        <div
          className="phone-screen thread"
          ref={screen}
          tabIndex={0}
          role="log"
          aria-label={t('handsets.thread')}
        >
          {messages.data && thread.length === 0 && (
            <div className="bubble bubble-in bubble-note">{t('handsets.threadEmpty')}</div>
          )}
          {thread.map((message) => (
            <Bubble key={message.messageId} message={message} />
          ))}
        </div>
      </Phone>
      <Group justify="center" gap="lg">
        <LinkAnchor to="/messages" search={{ to: number }} size="sm">
          {t('handsets.toMessages')}
        </LinkAnchor>
        <LinkAnchor to="/inbound" search={{ from: number }} size="sm">
          {t('handsets.toInbound')}
        </LinkAnchor>
        <LinkAnchor to="/compose" search={{ to: number }} size="sm">
          {t('handsets.writeTo')}
        </LinkAnchor>
      </Group>
    </>
  )
}

function Bubble({ message }: { message: HandsetMessage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const outwards = message.direction === 'FROM_HANDSET'
  const reached = outwards || message.state === 'DELIVERED'
  return (
    <>
      <div
        className={`bubble ${outwards ? 'bubble-out' : 'bubble-in'} ${reached ? '' : 'bubble-fault'}`}
        data-direction={message.direction}
      >
        {message.text}
      </div>
      <Text
        size="xs"
        className="bubble-note"
        style={{ alignSelf: outwards ? 'flex-end' : 'flex-start' }}
      >
        {outwards ? t('handsets.to', { name: message.correspondent }) : message.correspondent} ·{' '}
        {format.clockTime(readTime(message.at))}
        {message.flash && ` · ${t('handsets.flash')}`}
        {message.partCount > 1 && ` · ${t('compose.text.parts', { count: message.partCount })}`}
        {!reached && ` · ${t(`handsets.state.${message.state}`, { defaultValue: message.state })}`}
        {message.partsMissing > 0 &&
          ` · ${t('handsets.partsMissing', { count: message.partsMissing })}`}
      </Text>
    </>
  )
}

const TEXT_CHARACTERS_MAX = 1_600

function Answer({ number, correspondent }: { number: string; correspondent: string | undefined }) {
  const { t } = useTranslation()
  const write = useChange('send-simulator-inbound', [
    'get-simulator-handsets',
    'get-simulator-messages',
    'list-inbound',
  ])
  const [to, setTo] = useState(correspondent ?? '')
  const [text, setText] = useState('')
  const ready = to.trim() !== '' && text.trim() !== ''
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!ready || write.isPending) return
    write.mutate({ body: { from: number, to: to.trim(), text } }, { onSuccess: () => setText('') })
  }
  return (
    <form className="phone-answer" onSubmit={submit}>
      {correspondent === undefined && (
        <TextInput
          size="xs"
          aria-label={t('handsets.recipient')}
          placeholder={t('handsets.recipientExample')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          maxLength={20}
        />
      )}
      <Group gap={6} wrap="nowrap" align="flex-end">
        <Textarea
          flex={1}
          size="sm"
          radius="lg"
          autosize
          minRows={1}
          maxRows={4}
          aria-label={
            correspondent === undefined
              ? t('handsets.write')
              : t('handsets.answerTo', { name: correspondent })
          }
          placeholder={correspondent === undefined ? t('handsets.write') : t('handsets.answer')}
          value={text}
          maxLength={TEXT_CHARACTERS_MAX}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault()
              submit()
            }
          }}
        />
        <ActionIcon
          type="submit"
          size={36}
          radius="xl"
          variant="filled"
          aria-label={t('handsets.send')}
          loading={write.isPending}
          disabled={!ready}
        >
          <IconSend2 size={18} />
        </ActionIcon>
      </Group>
      {write.error && (
        <Alert color="red" p={6} role="alert">
          <Title order={3} fz="xs">
            {write.error.message}
          </Title>
          <Text size="xs">
            {write.error.violations.map((one) => `${one.property} ${one.violation}`).join(', ') ||
              write.error.action}
          </Text>
        </Alert>
      )}
    </form>
  )
}
