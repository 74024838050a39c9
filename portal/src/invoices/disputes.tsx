import { Badge, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'

type Dispute = Answer<'list-disputes'>['results'][number]
const STALE = [
  'get-invoice',
  'get-issued-invoice',
  'list-disputes',
  'list-received-disputes',
  'list-invoices',
  'list-issued-invoices',
] as const

/** What was said against a bill, and how it was decided. */
export function Disputes({ invoiceId, side }: { invoiceId: string; side: 'own' | 'issued' }) {
  const own = useAsk('list-disputes', { query: { invoiceId } }, { enabled: side === 'own' })
  const received = useAsk(
    'list-received-disputes',
    { query: { invoiceId } },
    { enabled: side === 'issued' },
  )
  const { t } = useTranslation()
  const disputes = (side === 'own' ? own.data : received.data)?.results ?? []
  if (disputes.length === 0) return null
  return (
    <Stack gap="sm">
      <Title order={2}>{t('disputes.title')}</Title>
      {disputes.map((one) => (
        <Card key={one.id}>
          <Stack gap="xs">
            <Group>
              <Badge color={one.state === 'OPEN' ? 'orange' : 'gray'}>
                {t(`disputes.state.${one.state}`)}
              </Badge>
              <Time at={one.openedAt} short />
            </Group>
            <Text size="sm">{one.reason}</Text>
            {one.decision !== null && (
              <Text size="sm" c="dimmed">
                {t('disputes.decision', { text: one.decision })}
              </Text>
            )}
            {one.state === 'OPEN' &&
              (side === 'own' ? <Withdraw id={one.id} /> : <Decide dispute={one} />)}
          </Stack>
        </Card>
      ))}
    </Stack>
  )
}

function Withdraw({ id }: { id: string }) {
  const { t } = useTranslation()
  const withdraw = useChange('withdraw-dispute', STALE)
  if (!useMay('billing:manage')) return null
  return (
    <Button
      variant="default"
      w="fit-content"
      loading={withdraw.isPending}
      onClick={() =>
        withdraw.mutate(
          { params: { id } },
          { onSuccess: () => tellDone(t('disputes.withdrawn')), onError: tellFault },
        )
      }
    >
      {t('disputes.withdraw')}
    </Button>
  )
}

function Decide({ dispute }: { dispute: Dispute }) {
  const { t } = useTranslation()
  const decide = useChange('decide-dispute', STALE)
  const [text, setText] = useState('')
  const say = (upheld: boolean) =>
    decide.mutate(
      { params: { id: dispute.id }, body: { upheld, text: text.trim() } },
      { onSuccess: () => tellDone(t('disputes.decided')), onError: tellFault },
    )
  if (!useMay('billing:manage')) return null
  return (
    <Stack gap="xs">
      <TextInput
        label={t('disputes.text')}
        description={t('disputes.textAbout')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={500}
        required
      />
      <Group>
        <Button disabled={text.trim() === ''} loading={decide.isPending} onClick={() => say(true)}>
          {t('disputes.uphold')}
        </Button>
        <Button
          variant="default"
          disabled={text.trim() === '' || decide.isPending}
          onClick={() => say(false)}
        >
          {t('disputes.refuse')}
        </Button>
      </Group>
    </Stack>
  )
}
