import {
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { IconWorldOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay, useMe } from '../app/session.ts'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { CountryForm } from './country-form.tsx'
import { countryName, hoursShown } from './words.ts'

export type Country = Answer<'list-country-rules'>['results'][number]
type Enforcement = Answer<'get-rule-enforcement'>['enforcement']
const places: readonly Enforcement[] = ['REAL_ROUTES', 'ALL_ROUTES', 'OFF']

/** What each country asks, with where that is written. */
export function Countries() {
  const { t } = useTranslation()
  const me = useMe()
  const [search, setSearch] = useState('')
  const list = useAsk('list-country-rules', { query: { limit: 300 } })
  const wanted = search.trim().toLowerCase()
  const found = (list.data?.results ?? []).filter(
    (one) =>
      one.country.toLowerCase().includes(wanted) ||
      countryName(one.country).toLowerCase().includes(wanted),
  )
  return (
    <Stack>
      {me.account.isRoot && <WhereTheyBind />}
      <Text size="sm" c="dimmed">
        {t('rules.countriesAbout')}
      </Text>
      <TextInput
        label={t('rules.findCountry')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={320}
      />
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={5} />}
      {list.data && found.length === 0 && (
        <Card>
          <Empty
            icon={<IconWorldOff size={28} />}
            title={t('rules.noCountry')}
            text={t('rules.noCountryText')}
          />
        </Card>
      )}
      {found.map((one) => (
        <CountryCard key={one.country} one={one} />
      ))}
    </Stack>
  )
}

function WhereTheyBind() {
  const { t } = useTranslation()
  const mayChange = useMay('routes:manage')
  const now = useAsk('get-rule-enforcement', {})
  const change = useChange('set-rule-enforcement', ['get-rule-enforcement', 'get-sending-settings'])
  if (now.error) return <FaultNotice fault={now.error} retry={() => void now.refetch()} />
  return (
    <Select
      label={t('rules.enforcement')}
      description={t('rules.enforcementAbout')}
      data={places.map((value) => ({ value, label: t(`rules.enforced.${value}`) }))}
      value={now.data?.enforcement ?? null}
      disabled={!mayChange || change.isPending}
      allowDeselect={false}
      maw={480}
      onChange={(value) =>
        change.mutate(
          { body: { enforcement: value as Enforcement } },
          { onSuccess: () => tellDone(t('rules.saved')), onError: tellFault },
        )
      }
    />
  )
}

function Source({ source, lookedUp }: { source: string; lookedUp: string }) {
  const { t } = useTranslation()
  const { host } = new URL(source)
  return (
    <Anchor size="xs" href={source} target="_blank" rel="noreferrer">
      {t('rules.source', { host, date: lookedUp })}
    </Anchor>
  )
}

function CountryCard({ one }: { one: Country }) {
  const { t } = useTranslation()
  const me = useMe()
  const mayChange = useMay('routes:manage') && me.account.isRoot
  const [isOpen, setOpen] = useState(false)
  const [isEdited, setEdited] = useState(false)
  const name = countryName(one.country)
  const bodyId = `country-${one.country}`
  const isChanged = one.installation !== null || one.account !== null
  return (
    <Card data-country={one.country}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Title order={2} size="h4">
            {name}
          </Title>
          {isChanged && <Badge color="blue">{t('rules.changedHere')}</Badge>}
        </Group>
        <Group gap="xs">
          {mayChange && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('rules.editCountry', { country: name })}
              onClick={() => setEdited(!isEdited)}
            >
              {t('rules.edit')}
            </Button>
          )}
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={isOpen}
            aria-controls={bodyId}
            aria-label={t(isOpen ? 'rules.hideCountry' : 'rules.showCountry', { country: name })}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'rules.hide' : 'rules.show')}
          </Button>
        </Group>
      </Group>
      {isEdited && <CountryForm one={one} done={() => setEdited(false)} />}
      <div id={bodyId} hidden={!isOpen}>
        {isOpen && <CountryFacts one={one} />}
      </div>
    </Card>
  )
}

function CountryFacts({ one }: { one: Country }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" pt="sm">
      {[one.installation, one.account].map(
        (said, index) =>
          said && (
            <Text key={index === 0 ? 'installation' : 'account'} size="sm" fw={500}>
              {t(index === 0 ? 'rules.saidHere' : 'rules.saidOfAccount', { reason: said.reason })}
            </Text>
          ),
      )}
      {one.senders.map((sender) => (
        <div key={sender.kind}>
          <Text size="sm">
            {t(`rules.kind.${sender.kind}`)}: {t(`rules.use.${sender.use}`)}
          </Text>
          <Source {...sender} />
        </div>
      ))}
      {one.hours.map((hours) => (
        <div key={hours.prefixes.join(' ')}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('rules.marketingHours', { hours: hoursShown(hours.opening) })}{' '}
            {hours.closedOnHolidays && t('rules.notOnHolidays')}{' '}
            {hours.prefixes.length > 0 && t('rules.onlyFor', { digits: hours.prefixes.join(', ') })}
          </Text>
          <Source {...hours} />
        </div>
      ))}
      {one.requiredOptions.map((option) => (
        <div key={option.option}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('rules.mustCarry', { option: option.option })}
          </Text>
          <Source {...option} />
        </div>
      ))}
      {one.duties.map((duty) => (
        <div key={duty.value}>
          <Text size="sm">{t(`rules.duty.${duty.kind}`, { value: duty.value })}</Text>
          <Source {...duty} />
        </div>
      ))}
    </Stack>
  )
}
