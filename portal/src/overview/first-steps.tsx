import {
  ActionIcon,
  Card,
  Group,
  Progress,
  SimpleGrid,
  Text,
  ThemeIcon,
  Title,
} from '@mantine/core'
import { IconCheck, IconChevronRight, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { renew, useAsk } from '../api/ask.ts'
import { useRefresh } from '../api/stream.ts'
import { useMayOpen } from '../app/access.ts'
import { showFirstSteps, useFirstStepsShown } from './first-steps-shown.ts'
import { LinkButton } from '../parts/links.tsx'

interface Step {
  id: 'send' | 'delivered' | 'handset' | 'key' | 'connect' | 'webhook'
  to: '/compose' | '/messages' | '/handsets' | '/api-keys' | '/connections/new' | '/webhooks'
  done: boolean | undefined
}

const REFRESH_MS = 20_000

/** The way of a newcomer, ticked by what the account really did. Steps are for those who may take them. */
export function FirstSteps({ isRoot }: { isRoot: boolean }) {
  const shown = useFirstStepsShown()
  const maySend = useMayOpen('/compose')
  return shown && maySend ? <Steps isRoot={isRoot} /> : null
}

function Steps({ isRoot }: { isRoot: boolean }) {
  const { t } = useTranslation()
  const mayMakeKeys = useMayOpen('/api-keys')
  const mayConnect = useMayOpen('/webhooks')
  const sent = useAsk('list-messages', { query: { limit: 1 } }, { refetchInterval: REFRESH_MS })
  const delivered = useAsk(
    'list-messages',
    { query: { limit: 1, status: 'DELIVERED' } },
    { refetchInterval: REFRESH_MS },
  )
  const answered = useAsk(
    'list-inbound',
    { query: { limit: 1 } },
    { refetchInterval: REFRESH_MS, enabled: isRoot },
  )
  const keys = useAsk(
    'get-api-keys-by-filter',
    { query: { page: 0, size: 2 } },
    { enabled: mayMakeKeys },
  )
  const connections = useAsk('get-operator-connections', { query: {} }, { enabled: isRoot })
  const webhooks = useAsk('get-webhooks', {}, { enabled: mayConnect })
  useRefresh(['counters', 'inbound'], () => void renew('list-messages', 'list-inbound'))
  const steps: Step[] = [
    { id: 'send', to: '/compose', done: sent.data && sent.data.results.length > 0 },
    { id: 'delivered', to: '/messages', done: delivered.data && delivered.data.results.length > 0 },
    ...(isRoot
      ? [
          {
            id: 'handset',
            to: '/handsets',
            done: answered.data && answered.data.results.length > 0,
          } as const,
        ]
      : []),
    ...(mayMakeKeys
      ? [
          {
            id: 'key',
            to: '/api-keys',
            done: keys.data && (keys.data.paging.totalCount ?? 0) > 1,
          } as const,
        ]
      : []),
    ...(isRoot
      ? [
          {
            id: 'connect',
            to: '/connections/new',
            done: connections.data?.results.some((one) => !one.simulated),
          } as const,
        ]
      : []),
    ...(mayConnect
      ? [
          {
            id: 'webhook',
            to: '/webhooks',
            done:
              webhooks.data &&
              (webhooks.data.deliveryUrl !== null || webhooks.data.inboundUrl !== null),
          } as const,
        ]
      : []),
  ]
  const count = steps.filter((step) => step.done).length
  const next = steps.find((step) => step.done === false)
  return (
    <Card component="section" aria-label={t('firstSteps.title')}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <div>
          <Title order={2}>{t('firstSteps.title')}</Title>
          <Text size="sm" c="dimmed">
            {count === steps.length
              ? t('firstSteps.allDone')
              : t('firstSteps.about', { count, total: steps.length })}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('firstSteps.hide')}
          title={t('firstSteps.hide')}
          onClick={() => showFirstSteps(false)}
        >
          <IconX size={18} />
        </ActionIcon>
      </Group>
      <Progress
        value={(count / steps.length) * 100}
        aria-label={t('firstSteps.progress', { count, total: steps.length })}
        mb="sm"
        size="sm"
        color="green"
      />
      <SimpleGrid
        cols={{ base: 1, md: 2 }}
        spacing="xl"
        verticalSpacing={4}
        component="ol"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
      >
        {steps.map((step, index) => (
          <li key={step.id} data-step={step.id} data-done={step.done === true}>
            <Group justify="space-between" gap="xs" py={4} wrap="nowrap">
              <Group gap="sm" wrap="nowrap" align="flex-start">
                <ThemeIcon
                  radius="xl"
                  size={26}
                  variant={step.done ? 'filled' : 'light'}
                  color={step.done ? 'green' : 'gray'}
                >
                  {step.done ? (
                    <IconCheck size={15} aria-label={t('firstSteps.done')} />
                  ) : (
                    <span>{index + 1}</span>
                  )}
                </ThemeIcon>
                <div>
                  <Text size="sm" fw={600}>
                    {t(`firstSteps.${step.id}.title`)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t(`firstSteps.${step.id}.text`)}
                  </Text>
                </div>
              </Group>
              <LinkButton
                to={step.to}
                size="compact-sm"
                mr={2}
                style={{ flexShrink: 0 }}
                variant={step === next ? 'filled' : 'default'}
                rightSection={<IconChevronRight size={14} aria-hidden />}
                aria-label={t('firstSteps.goTo', { title: t(`firstSteps.${step.id}.title`) })}
              >
                {t('firstSteps.go')}
              </LinkButton>
            </Group>
          </li>
        ))}
      </SimpleGrid>
    </Card>
  )
}
