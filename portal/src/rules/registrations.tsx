import {
  Badge,
  Button,
  Card,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconCertificate, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { confirm } from '../parts/confirm.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { countryName } from './words.ts'

export type Registration = Answer<'list-sender-registrations'>['results'][number]

const colours = { REQUESTED: 'blue', APPROVED: 'green', REJECTED: 'red', EXPIRED: 'gray' } as const
const ROWS = 50

/** Senders that the account registers for countries, and what became of that. */
export function Registrations() {
  const { t } = useTranslation()
  const mayChange = useMay('accounts:manage', 'account-management:manage')
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-sender-registrations', {
    query: { limit: ROWS, ...(cursor === undefined ? {} : { cursor }) },
  })
  return (
    <Stack>
      {mayChange && <RequestForm />}
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconCertificate size={28} />}
            title={t('rules.noRegistrations')}
            text={t('rules.noRegistrationsText')}
          />
        </Card>
      )}
      {list.data?.results.map((one) => (
        <RegistrationCard key={one.id} one={one} mayChange={mayChange} />
      ))}
      {list.data && <Pages next={list.data.nextCursor} cursors={cursors} go={setCursors} />}
    </Stack>
  )
}

/** What a registration says, for whoever asked and whoever decides. */
export function RegistrationFacts({ one }: { one: Registration }) {
  const { t } = useTranslation()
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text fw={600}>{one.sender}</Text>
        <Text>{countryName(one.country)}</Text>
        <Badge color="gray">{t(`rules.kind.${one.kind}`)}</Badge>
        <Badge color={colours[one.state]}>{t(`rules.state.${one.state}`)}</Badge>
      </Group>
      {Object.entries(one.details).map(([name, value]) => (
        <Text key={name} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {name}: {value}
        </Text>
      ))}
      {one.note !== null && <Text size="sm">{one.note}</Text>}
      {one.answer !== null && (
        <Text size="sm" fw={500}>
          {t('rules.answered', { answer: one.answer })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('rules.requested')} <Time at={one.requestedAt} short />
      </Text>
      {one.expiresAt !== null && (
        <Text size="sm" c="dimmed">
          {t('rules.expires')} <Time at={one.expiresAt} short />
        </Text>
      )}
    </Stack>
  )
}

function RegistrationCard({ one, mayChange }: { one: Registration; mayChange: boolean }) {
  const { t } = useTranslation()
  const remove = useChange('delete-sender-registration', ['list-sender-registrations'])
  const about = { sender: one.sender, country: countryName(one.country) }
  const ask = async () => {
    const sure = await confirm({
      title: t('rules.withdrawTitle', about),
      text: t('rules.withdrawText'),
      action: t('rules.withdraw'),
      harmful: true,
    })
    if (sure)
      remove.mutate(
        { params: { registrationId: one.id } },
        { onSuccess: () => tellDone(t('rules.withdrawn', about)), onError: tellFault },
      )
  }
  return (
    <Card data-registration={`${one.sender} ${one.country}`}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <RegistrationFacts one={one} />
        {mayChange && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            aria-label={t('rules.withdrawTitle', about)}
            onClick={() => void ask()}
          >
            {t('rules.withdraw')}
          </Button>
        )}
      </Group>
    </Card>
  )
}

function RequestForm() {
  const { t } = useTranslation()
  const add = useChange('request-sender-registration', ['list-sender-registrations'])
  const countries = useAsk('list-country-rules', { query: { limit: 300 } })
  const [sender, setSender] = useState('')
  const [country, setCountry] = useState<string | null>(null)
  const [details, setDetails] = useState<Record<string, string>>({})
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const chosen = countries.data?.results.find((one) => one.country === country)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (sender.trim() === '' || country === null) return
    add.mutate(
      {
        body: { sender: sender.trim(), country, details, ...(note.trim() === '' ? {} : { note }) },
      },
      {
        onSuccess: () => {
          tellDone(t('rules.asked', { sender: sender.trim(), country: countryName(country) }))
          setSender('')
          setDetails({})
          setNote('')
          setTried(false)
        },
      },
    )
  }
  return (
    <Card component="form" onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t('rules.registrationAbout')}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('rules.sender')}
            value={sender}
            onChange={(event) => setSender(event.currentTarget.value)}
            error={tried && sender.trim() === '' ? t('rules.senderMissing') : undefined}
            maxLength={64}
            required
          />
          <Select
            label={t('rules.country')}
            data={(countries.data?.results ?? []).map((one) => ({
              value: one.country,
              label: countryName(one.country),
            }))}
            value={country}
            onChange={setCountry}
            error={tried && country === null ? t('rules.countryMissing') : undefined}
            searchable
            required
          />
        </SimpleGrid>
        {chosen?.registrationFields.map((field) => (
          <TextInput
            key={field.name}
            label={field.about}
            description={field.kinds.map((kind) => t(`rules.kind.${kind}`)).join(', ')}
            value={details[field.name] ?? ''}
            onChange={(event) =>
              setDetails({ ...details, [field.name]: event.currentTarget.value })
            }
            maxLength={200}
          />
        ))}
        <TextInput
          label={t('rules.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={1_000}
        />
        {add.error && <FaultNotice fault={add.error} />}
        <Button
          type="submit"
          leftSection={<IconPlus size={16} />}
          loading={add.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('rules.ask')}
        </Button>
      </Stack>
    </Card>
  )
}
