import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Card,
  Group,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconDeviceMobileCheck, IconHourglass, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { readTime, useFormat } from '../language/format.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'

type VerifiedNumber = Answer<'list-verified-numbers'>['results'][number]
const STALE = ['list-verified-numbers'] as const

/** Whom an account on trial reaches, and what is left of the trial. */
export function VerifiedNumbersPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const mayChange = useMay('accounts:manage', 'account-management:manage')
  const numbers = useAsk('list-verified-numbers', {})
  const trial = numbers.data?.trial ?? null
  return (
    <Page title={t('verifiedNumbers.title')} about={t('verifiedNumbers.about')}>
      {numbers.error && <FaultNotice fault={numbers.error} retry={() => void numbers.refetch()} />}
      {numbers.isPending && <Waiting rows={3} />}
      {numbers.data && trial === null && (
        <Alert color="blue" title={t('verifiedNumbers.noTrial')}>
          {t('verifiedNumbers.noTrialText')}
        </Alert>
      )}
      {trial !== null && (
        <Alert color="blue" icon={<IconHourglass />} data-trial>
          {t('verifiedNumbers.left', {
            count: trial.messagesLeft,
            today: trial.messagesLeftToday,
          })}
          {trial.endsAt !== null &&
            ` ${t('verifiedNumbers.ends', { time: format.time(readTime(trial.endsAt)) })}`}
        </Alert>
      )}
      {trial !== null && mayChange && <AddNumber />}
      {numbers.data?.results.length === 0 && trial !== null && (
        <Card>
          <Empty
            icon={<IconDeviceMobileCheck size={28} />}
            title={t('verifiedNumbers.none')}
            text={t('verifiedNumbers.noneText')}
          />
        </Card>
      )}
      {numbers.data?.results.map((one) => (
        <NumberCard key={one.id} number={one} mayChange={mayChange} />
      ))}
    </Page>
  )
}

function AddNumber() {
  const { t } = useTranslation()
  const begin = useChange('begin-number-verification', STALE)
  const [number, setNumber] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (number.trim() === '') return
    begin.mutate(
      { body: { number: number.trim() } },
      {
        onSuccess: (made) => {
          tellDone(t('verifiedNumbers.sent', { number: made.number }))
          setNumber('')
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('verifiedNumbers.new')}
            description={t('verifiedNumbers.newAbout')}
            type="tel"
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            maxLength={32}
            required
          />
          {begin.error && <FaultNotice fault={begin.error} />}
          <Group>
            <Button type="submit" loading={begin.isPending}>
              {t('verifiedNumbers.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function NumberCard({ number, mayChange }: { number: VerifiedNumber; mayChange: boolean }) {
  const { t } = useTranslation()
  const say = useChange('confirm-number-verification', STALE)
  const remove = useChange('delete-verified-number', STALE)
  const [code, setCode] = useState('')
  const title = t('verifiedNumbers.deleteTitle', { number: number.number })
  const drop = async () => {
    const action = t('verifiedNumbers.delete')
    if (await confirm({ title, text: t('verifiedNumbers.deleteText'), action, harmful: true }))
      remove.mutate({ params: { id: number.id } }, { onError: tellFault })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    say.mutate(
      { params: { id: number.id }, body: { code: code.trim() } },
      { onSuccess: () => tellDone(t('verifiedNumbers.done', { number: number.number })) },
    )
  }
  return (
    <Card data-number={number.number}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs">
            <Text fw={600} size="sm">
              +{number.number}
            </Text>
            <Badge color={number.verifiedAt === null ? 'orange' : 'green'}>
              {number.verifiedAt === null
                ? t('verifiedNumbers.waiting')
                : t('verifiedNumbers.verified')}
            </Badge>
          </Group>
          {mayChange && (
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={title}
              title={title}
              onClick={() => void drop()}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
        {mayChange && number.verifiedAt === null && (
          <form onSubmit={submit} noValidate>
            <Group align="flex-end">
              <TextInput
                label={t('verifiedNumbers.code')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={20}
              />
              <Button type="submit" loading={say.isPending} disabled={code.trim() === ''}>
                {t('verifiedNumbers.confirm')}
              </Button>
            </Group>
          </form>
        )}
        {say.error && <FaultNotice fault={say.error} />}
      </Stack>
    </Card>
  )
}
