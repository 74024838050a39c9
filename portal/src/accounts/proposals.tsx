import { Badge, Button, Card, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'

type Proposal = Answer<'list-proposals'>['results'][number]

/** What programs propose about people, and a person decides; nothing when nothing waits. */
export function Proposals({ mayDecide }: { mayDecide: boolean }) {
  const { t } = useTranslation()
  const open = useAsk('list-proposals', { query: { open: true } })
  if (open.error) return <FaultNotice fault={open.error} retry={() => void open.refetch()} />
  if (!open.data || open.data.results.length === 0) return null
  return (
    <Stack gap="sm" component="section" aria-label={t('accounts.proposals')}>
      <Title order={2} size="h4">
        {t('accounts.proposals')}
      </Title>
      {open.data.results.map((one) => (
        <OneProposal key={one.id} proposal={one} mayDecide={mayDecide} />
      ))}
    </Stack>
  )
}

function OneProposal({ proposal, mayDecide }: { proposal: Proposal; mayDecide: boolean }) {
  const { t } = useTranslation()
  const decide = useChange('decide-proposal', ['list-proposals', 'list-accounts'])
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const say = (decision: 'CONFIRMED' | 'DISMISSED') => {
    setTried(true)
    if (reason.trim() === '') return
    decide.mutate(
      { params: { id: proposal.id }, body: { decision, reason: reason.trim() } },
      { onSuccess: () => tellDone(t('accounts.decided')) },
    )
  }
  return (
    <Card data-proposal={proposal.accountKey}>
      <Stack gap="xs">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {t(`accounts.proposal.${proposal.kind}`, { name: proposal.accountName })}
          </Text>
          <Badge color="gray">{t(`accounts.by.${proposal.by}`)}</Badge>
          <Text size="xs" c="dimmed">
            <Time at={proposal.madeAt} short />
          </Text>
        </Group>
        <Text size="sm">{proposal.reason}</Text>
        <Text size="sm" c="dimmed">
          {proposal.evidence}
        </Text>
        {mayDecide && (
          <>
            <Textarea
              label={t('accounts.reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={tried && reason.trim() === '' ? t('accounts.reasonMissing') : undefined}
              maxLength={500}
              autosize
            />
            <Group gap="xs">
              <Button color="red" loading={decide.isPending} onClick={() => say('CONFIRMED')}>
                {t(`accounts.confirm.${proposal.kind}`)}
              </Button>
              <Button
                variant="default"
                disabled={decide.isPending}
                onClick={() => say('DISMISSED')}
              >
                {t('accounts.dismiss')}
              </Button>
            </Group>
          </>
        )}
        {decide.error && <FaultNotice fault={decide.error} />}
      </Stack>
    </Card>
  )
}
