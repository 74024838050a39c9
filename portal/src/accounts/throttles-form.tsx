import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import type { Account } from './accounts-page.tsx'

type Throttles = Answer<'get-account-throttles'>
type Limit = NonNullable<Throttles['operations']>[number]
const modes = ['installed', 'factor', 'off'] as const
type Mode = (typeof modes)[number]
const units = ['SECOND', 'MINUTE', 'HOUR', 'DAY'] as const

const modeOf = (one: Throttles): Mode =>
  one.unlimited ? 'off' : (one.factor ?? null) === null ? 'installed' : 'factor'

/** How often the programs of an account may ask. */
export function ThrottlesForm({ account, done }: { account: Account; done: () => void }) {
  const params = { accountKey: account.key }
  const set = useAsk('get-account-throttles', { params })
  if (set.error) return <FaultNotice fault={set.error} retry={() => void set.refetch()} />
  if (set.isPending) return <Waiting rows={3} />
  return <Fields account={account} stored={set.data} done={done} />
}

function Fields({
  account,
  stored,
  done,
}: {
  account: Account
  stored: Throttles
  done: () => void
}) {
  const { t } = useTranslation()
  const change = useChange('set-account-throttles', ['get-account-throttles'])
  const [mode, setMode] = useState<Mode>(modeOf(stored))
  const [factor, setFactor] = useState<number | null>(stored.factor ?? null)
  const [perSecond, setPerSecond] = useState<number | null>(stored.requestsPerSecondPerKey ?? null)
  const [limits, setLimits] = useState<(Limit & { row: string })[]>(() =>
    (stored.operations ?? []).map((one) => ({ ...one, row: crypto.randomUUID() })),
  )
  const [tried, setTried] = useState(false)
  const factorMissing = mode === 'factor' && factor === null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (factorMissing) return
    const body = {
      factor: mode === 'factor' ? factor : null,
      unlimited: mode === 'off',
      requestsPerSecondPerKey: perSecond,
      operations: limits.map(({ operationId, requests, per }) => ({
        operationId: operationId.trim(),
        requests,
        per,
      })),
    }
    change.mutate(
      { params: { accountKey: account.key }, body },
      {
        onSuccess: () => {
          tellDone(t('accounts.throttles.saved', { name: account.name }))
          done()
        },
      },
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('accounts.throttles.about')}
        </Text>
        <Select
          label={t('accounts.throttles.documented')}
          description={t('accounts.throttles.documentedAbout')}
          data={modes.map((value) => ({ value, label: t(`accounts.throttles.mode.${value}`) }))}
          value={mode}
          onChange={(value) => setMode((value ?? 'installed') as Mode)}
          allowDeselect={false}
        />
        {mode === 'factor' && (
          <NumberInput
            label={t('accounts.throttles.factor')}
            description={t('accounts.throttles.factorAbout')}
            value={factor ?? ''}
            onChange={(value) => setFactor(typeof value === 'number' ? value : null)}
            error={tried && factorMissing ? t('accounts.throttles.factorMissing') : undefined}
            min={0.01}
            max={1_000}
            hideControls
            required
          />
        )}
        <NumberInput
          label={t('accounts.throttles.perSecond')}
          description={t('accounts.throttles.perSecondAbout')}
          value={perSecond ?? ''}
          onChange={(value) => setPerSecond(typeof value === 'number' ? value : null)}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          hideControls
        />
        <Operations limits={limits} setLimits={setLimits} />
        {change.error && <FaultNotice fault={change.error} />}
        <Button type="submit" loading={change.isPending}>
          {t('accounts.throttles.save')}
        </Button>
      </Stack>
    </form>
  )
}

type Row = Limit & { row: string }

function Operations({ limits, setLimits }: { limits: Row[]; setLimits: (limits: Row[]) => void }) {
  const { t } = useTranslation()
  const change = (row: string, part: Partial<Limit>) =>
    setLimits(limits.map((one) => (one.row === row ? { ...one, ...part } : one)))
  return (
    <Fieldset legend={t('accounts.throttles.operations')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('accounts.throttles.operationsAbout')}
        </Text>
        {limits.map((one) => (
          <Group key={one.row} align="flex-end" gap="xs">
            <TextInput
              flex={1}
              miw={160}
              label={t('accounts.throttles.operation')}
              value={one.operationId}
              onChange={(event) => change(one.row, { operationId: event.currentTarget.value })}
              maxLength={100}
              placeholder="send-sms-messages"
              required
            />
            <NumberInput
              w={110}
              label={t('accounts.throttles.requests')}
              value={one.requests}
              onChange={(value) =>
                typeof value === 'number' && change(one.row, { requests: value })
              }
              min={1}
              allowDecimal={false}
              hideControls
              required
            />
            <Select
              w={120}
              label={t('accounts.throttles.per')}
              data={units.map((value) => ({ value, label: t(`accounts.throttles.unit.${value}`) }))}
              value={one.per}
              onChange={(value) => change(one.row, { per: (value ?? 'SECOND') as Limit['per'] })}
              allowDeselect={false}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={t('accounts.throttles.drop', { operation: one.operationId })}
              title={t('accounts.throttles.drop', { operation: one.operationId })}
              onClick={() => setLimits(limits.filter((other) => other.row !== one.row))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={16} />}
            onClick={() =>
              setLimits([
                ...limits,
                { row: crypto.randomUUID(), operationId: '', requests: 1, per: 'SECOND' },
              ])
            }
          >
            {t('accounts.throttles.add')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
