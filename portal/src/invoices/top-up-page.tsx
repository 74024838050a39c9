import { Alert, Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellFault } from '../parts/tell.ts'

const LOOK_MS = 3_000
type TopUp = Answer<'get-top-up'>

/** Where the payer comes back to: how the payment ended, looked up until it has. */
export function TopUpPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/app/top-up/$id' })
  const topUp = useAsk(
    'get-top-up',
    { params: { id } },
    { refetchInterval: (query) => (query.state.data?.state === 'BEGUN' ? LOOK_MS : false) },
  )
  return (
    <Page title={t('topUp.title')}>
      {topUp.error && <FaultNotice fault={topUp.error} retry={() => void topUp.refetch()} />}
      {topUp.isPending && <Waiting rows={2} />}
      {topUp.data && <Outcome topUp={topUp.data} />}
    </Page>
  )
}

const colours = { BEGUN: 'blue', PAID: 'green', FAILED: 'red', EXPIRED: 'gray' } as const

function Outcome({ topUp }: { topUp: TopUp }) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack gap="md" role="status">
        <Group>
          <Badge color={colours[topUp.state]} data-state={topUp.state}>
            {t(`topUp.state.${topUp.state}`)}
          </Badge>
          <Sums topUp={topUp} />
        </Group>
        <Text size="sm">{t(`topUp.stateText.${topUp.state}`)}</Text>
        <Group>
          {topUp.receiptId !== null && (
            <LinkButton to="/invoices/$id" params={{ id: topUp.receiptId }}>
              {t('topUp.receipt')}
            </LinkButton>
          )}
          <LinkButton to="/invoices" variant="default">
            {t('topUp.toInvoices')}
          </LinkButton>
        </Group>
      </Stack>
    </Card>
  )
}

function Sums({ topUp }: { topUp: TopUp }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Text size="sm" className="numbers">
      {t('topUp.sums', {
        payable: format.money(Number(topUp.payable), topUp.currency),
        vat: format.money(Number(topUp.vat), topUp.currency),
      })}
    </Text>
  )
}

/** The page of the card that is none. */
export function SimulatedCardPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/app/simulated-card/$id' })
  const navigate = useNavigate()
  const topUp = useAsk('get-top-up', { params: { id } })
  const pay = useChange('pay-simulated-card', ['get-top-up', 'list-top-ups', 'list-invoices'])
  const end = (outcome: 'PAID' | 'FAILED') =>
    pay.mutate(
      { params: { id }, body: { outcome } },
      {
        onSuccess: () => void navigate({ to: '/top-up/$id', params: { id } }),
        onError: tellFault,
      },
    )
  return (
    <Page title={t('topUp.simulatedTitle')}>
      <Alert icon={<IconFlask />} color="grape">
        <Text size="sm">{t('topUp.simulatedText')}</Text>
      </Alert>
      {topUp.error && <FaultNotice fault={topUp.error} retry={() => void topUp.refetch()} />}
      {topUp.isPending && <Waiting rows={2} />}
      {topUp.data && (
        <Card>
          <Stack gap="md">
            <Sums topUp={topUp.data} />
            <Group>
              <Button loading={pay.isPending} onClick={() => end('PAID')}>
                {t('topUp.simulatedPay')}
              </Button>
              <Button variant="default" disabled={pay.isPending} onClick={() => end('FAILED')}>
                {t('topUp.simulatedFail')}
              </Button>
            </Group>
          </Stack>
        </Card>
      )}
    </Page>
  )
}
