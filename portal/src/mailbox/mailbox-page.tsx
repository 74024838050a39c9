import { Button, Card, Grid, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { IconMailbox, IconRefresh, IconTrash } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { confirm } from '../parts/confirm.tsx'
import { LinkNav } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { MailBody } from './mail-body.tsx'
import { RelayCard } from './relay-card.tsx'

type Mail = Answer<'get-simulator-mail'>
const REFRESH_MS = 5_000
const SERVICE_UNAVAILABLE = 503
const NOT_FOUND = 404
const route = getRouteApi('/app/mailbox')

/** Mails that nobody got: while no relay is set, all of them come here. */
export function MailboxPage() {
  const { t } = useTranslation()
  const { mail } = route.useSearch()
  const mails = useAsk('get-simulator-mails', { query: { limit: 100 } }, { refetchInterval: REFRESH_MS }) // prettier-ignore
  const off = mails.error?.status === SERVICE_UNAVAILABLE || mails.error?.status === NOT_FOUND
  const found = mails.data?.results ?? []
  return (
    <Page
      title={t('mailbox.title')}
      about={t('mailbox.about')}
      actions={
        <>
          <SimulatedBadge />
          {found.length > 0 && <Clear />}
        </>
      }
    >
      {off && (
        <Card>
          <Empty
            icon={<IconMailbox size={28} />}
            title={t('handsets.off')}
            text={t('mailbox.offText')}
            action={<Button onClick={() => void mails.refetch()}>{t('fault.retry')}</Button>}
          />
        </Card>
      )}
      {mails.error && !off && (
        <FaultNotice fault={mails.error} retry={() => void mails.refetch()} />
      )}
      {mails.isPending && <Waiting />}
      {mails.data && found.length === 0 && (
        <Card>
          <Empty
            icon={<IconMailbox size={28} />}
            title={t('mailbox.none')}
            text={t('mailbox.noneText')}
            action={
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} />}
                onClick={() => void mails.refetch()}
              >
                {t('fault.retry')}
              </Button>
            }
          />
        </Card>
      )}
      {found.length > 0 && (
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Card p="xs" component="nav" aria-label={t('mailbox.list')}>
              {found.map((one) => (
                <LinkNav
                  key={one.mailId}
                  to="/mailbox"
                  className="nav-link"
                  search={{ mail: one.mailId }}
                  active={one.mailId === mail}
                  label={one.subject || t('mailbox.noSubject')}
                  description={
                    <>
                      {one.to.join(', ')} · <Time at={one.at} short />
                    </>
                  }
                  data-mail={one.subject}
                />
              ))}
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }}>
            {mail === undefined ? (
              <Text c="dimmed">{t('mailbox.choose')}</Text>
            ) : (
              <OneMail key={mail} mailId={mail} />
            )}
          </Grid.Col>
        </Grid>
      )}
      <RelayCard />
    </Page>
  )
}

function OneMail({ mailId }: { mailId: string }) {
  const mail = useAsk('get-simulator-mail', { params: { mailId } })
  if (mail.isPending) return <Waiting rows={4} />
  if (mail.error) return <FaultNotice fault={mail.error} retry={() => void mail.refetch()} />
  return <Shown mail={mail.data} />
}

function Shown({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack>
        <div>
          <Title order={2}>{mail.subject || t('mailbox.noSubject')}</Title>
          <Text size="sm" c="dimmed">
            {t('mailbox.from', { from: mail.from })} · {t('mailbox.to', { to: mail.to.join(', ') })}
          </Text>
          <Text size="sm" c="dimmed">
            <Time at={mail.at} />
          </Text>
        </div>
        <Tabs defaultValue={mail.html === null ? 'text' : 'html'} keepMounted={false}>
          <Tabs.List mb="md">
            {mail.html !== null && <Tabs.Tab value="html">{t('mailbox.html')}</Tabs.Tab>}
            <Tabs.Tab value="text">{t('mailbox.text')}</Tabs.Tab>
          </Tabs.List>
          {mail.html !== null && (
            <Tabs.Panel value="html">
              <MailBody html={mail.html} title={mail.subject || t('mailbox.noSubject')} />
            </Tabs.Panel>
          )}
          <Tabs.Panel value="text">
            <Text component="pre" size="sm" style={{ whiteSpace: 'pre-wrap' }} data-mail-text>
              {mail.text}
            </Text>
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Card>
  )
}

function Clear() {
  const { t } = useTranslation()
  const clear = useChange('clear-simulator-mails', ['get-simulator-mails'])
  const navigate = route.useNavigate()
  const ask = async () => {
    const sure = await confirm({
      title: t('mailbox.clear'),
      text: t('mailbox.clearText'),
      action: t('mailbox.clear'),
      harmful: true,
    })
    if (sure)
      clear.mutate(
        {},
        {
          onSuccess: () => {
            tellDone(t('mailbox.cleared'))
            void navigate({ search: {} })
          },
          onError: tellFault,
        },
      )
  }
  return (
    <Group>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} />}
        onClick={() => void ask()}
        loading={clear.isPending}
      >
        {t('mailbox.clear')}
      </Button>
    </Group>
  )
}
