import { Badge, Button, Card, Group, NumberInput, Stack, Switch, Text, Title } from '@mantine/core'
import { IconPlugX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'

type Operator = Answer<'get-simulator-operators'>['operators'][number]
type Settings = Operator['settings']

const STALE = ['get-simulator-operators'] as const
const switches = ['refuseAll', 'refuseBinds', 'deaf'] as const
const amounts = [
  ['messagesPerSecond', 0, 100_000],
  ['responseAfterMs', 0, 60_000],
] as const

/** Faults of the simulated operator itself, to see how the platform takes them. */
export function OperatorPanel() {
  const { t } = useTranslation()
  const operators = useAsk('get-simulator-operators', {}, { refetchInterval: 5_000 })
  if (operators.error)
    return <FaultNotice fault={operators.error} retry={() => void operators.refetch()} />
  if (!operators.data) return <Waiting />
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('simulatedOperator.about')}
      </Text>
      {operators.data.operators.map((operator) => (
        <OperatorCard key={operator.systemId} operator={operator} />
      ))}
    </Stack>
  )
}

function OperatorCard({ operator }: { operator: Operator }) {
  const { t } = useTranslation()
  const save = useChange('set-simulator-operator', STALE)
  const name = operator.systemId === '*' ? t('simulatedOperator.everyone') : operator.systemId
  const set = (settings: Partial<Settings>) =>
    save.mutate(
      { body: { systemId: operator.systemId, settings } },
      { onSuccess: () => tellDone(t('endings.saved')), onError: tellFault },
    )
  return (
    <Card component="section" aria-label={name}>
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Title order={2}>{name}</Title>
          {operator.systemId !== '*' && (
            <Badge color={operator.links > 0 ? 'green' : 'gray'}>
              {t('simulatedOperator.links', { count: operator.links })}
            </Badge>
          )}
        </Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlugX size={14} />}
          onClick={() =>
            save.mutate(
              { body: { systemId: operator.systemId, dropLinks: true } },
              { onSuccess: () => tellDone(t('simulatedOperator.dropped')), onError: tellFault },
            )
          }
        >
          {t('simulatedOperator.drop')}
        </Button>
      </Group>
      <Stack gap="sm">
        {switches.map((field) => (
          <Switch
            key={field}
            label={t(`simulatedOperator.${field}`)}
            checked={operator.settings[field]}
            onChange={(event) => set({ [field]: event.currentTarget.checked })}
          />
        ))}
        <Group>
          {amounts.map(([field, min, max]) => (
            <NumberInput
              key={`${field} ${operator.settings[field]}`}
              label={t(`simulatedOperator.${field}`)}
              defaultValue={operator.settings[field]}
              min={min}
              max={max}
              allowDecimal={false}
              onBlur={(event) => {
                const value = Number(event.currentTarget.value.replaceAll(/\D/g, ''))
                if (value !== operator.settings[field]) set({ [field]: value })
              }}
            />
          ))}
        </Group>
      </Stack>
    </Card>
  )
}
