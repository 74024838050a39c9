import { Alert, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { looksLikeEmail } from '../welcome/email.ts'

/** How mails leave the installation, and a way to try it. */
export function RelayCard() {
  const { t } = useTranslation()
  const relay = useAsk('get-mail-relay', {})
  return (
    <Card>
      <Stack>
        <div>
          <Title order={2}>{t('mailbox.relay')}</Title>
          {relay.data && (
            <Text size="sm" c="dimmed">
              {t(`mailbox.way.${relay.data.way}`, { address: relay.data.address ?? '' })}{' '}
              {t('mailbox.counts', { waiting: relay.data.waiting, failed: relay.data.failed })}
            </Text>
          )}
        </div>
        {relay.error && <FaultNotice fault={relay.error} retry={() => void relay.refetch()} />}
        {relay.isPending && <Waiting rows={1} />}
        <TestMail />
      </Stack>
    </Card>
  )
}

function TestMail() {
  const { t } = useTranslation()
  const test = useChange('send-test-mail', ['get-simulator-mails', 'get-mail-relay'])
  const [to, setTo] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (looksLikeEmail(to)) test.mutate({ body: { to: to.trim() } })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Group align="flex-start">
          <TextInput
            flex={1}
            miw={200}
            label={t('mailbox.testTo')}
            type="email"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={tried && !looksLikeEmail(to) ? t('welcome.emailMissing') : undefined}
            maxLength={254}
            required
          />
          <Button type="submit" variant="default" mt={{ base: 0, xs: 25 }} loading={test.isPending}>
            {t('mailbox.test')}
          </Button>
        </Group>
        {test.error && <FaultNotice fault={test.error} />}
        {test.data && (
          <Alert
            color={test.data.accepted ? 'green' : 'red'}
            title={test.data.accepted ? t('mailbox.taken') : t('mailbox.refused')}
            role="status"
          >
            <Text size="sm" className="mono breaking">
              {test.data.answer}
            </Text>
          </Alert>
        )}
      </Stack>
    </form>
  )
}
