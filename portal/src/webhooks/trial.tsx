import { Alert, Badge, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer, Given } from '../api/call.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { FaultNotice } from '../parts/states.tsx'

type Channel = Given<'test-profile'>['body']['channel']

/** Sends a sample event to a profile and shows both sides of it. */
export function Trial({ profileId }: { profileId: string }) {
  const { t } = useTranslation()
  const catalogue = useAsk('list-subscription-events', {})
  const attempt = useChange('test-profile')
  const [event, setEvent] = useState('SMS DELIVERY')
  const events = (catalogue.data?.results ?? []).flatMap((one) =>
    one.served.map((name) => `${one.channel} ${name}`),
  )
  const send = () => {
    const [channel = '', name = ''] = event.split(' ')
    attempt.mutate({ params: { profileId }, body: { channel: channel as Channel, event: name } })
  }
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          flex={1}
          label={t('webhooks.event')}
          data={events.length > 0 ? events : [event]}
          value={event}
          onChange={(value) => value && setEvent(value)}
          allowDeselect={false}
        />
        <Button onClick={send} loading={attempt.isPending}>
          {t('webhooks.send')}
        </Button>
      </Group>
      {attempt.error && <FaultNotice fault={attempt.error} />}
      {attempt.data && <Outcome trial={attempt.data} />}
    </Stack>
  )
}

function Outcome({ trial }: { trial: Answer<'test-profile'> }) {
  const { t } = useTranslation()
  const { request, signature } = trial
  const head = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
  return (
    <Stack role="status" gap="sm">
      <Alert color={trial.ok ? 'green' : 'red'}>
        <Group gap="xs">
          <Badge color={trial.ok ? 'green' : 'red'}>{trial.status ?? '—'}</Badge>
          <Text size="sm">{trial.reason ?? t('webhooks.taken')}</Text>
          <Text size="sm" c="dimmed" className="numbers">
            {t('webhooks.tookMs', { ms: trial.tookMs })}
          </Text>
        </Group>
      </Alert>
      <CodeBlock
        label={t('webhooks.sent')}
        code={[`POST ${request.url}`, ...head, '', request.body].join('\n')}
      />
      {signature && (
        <Text size="sm">
          {t('webhooks.signedAs', { header: signature.header, algorithm: signature.algorithm })}
        </Text>
      )}
      {trial.answer !== null && trial.answer !== '' && (
        <CodeBlock label={t('webhooks.answered')} code={trial.answer} />
      )}
    </Stack>
  )
}
