import {
  Autocomplete,
  Button,
  Card,
  Group,
  MultiSelect,
  Select,
  Stack,
  Switch,
  TextInput,
  Title,
} from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import {
  bodyOf,
  emptyStrategy,
  faultsOf,
  senderTypes,
  type SenderType,
  type WrittenStrategy,
} from './strategy.ts'

const channels = ['SMS', 'MMS', 'VOICE', 'RCS', 'WHATSAPP', 'VIBER_BM'] as const
const SUGGESTED_MAX = 1_000

/** Makes a sending strategy. @param pattern one that is there, to begin with */
export function StrategyForm({ pattern }: { pattern: WrittenStrategy | null }) {
  const { t } = useTranslation()
  const make = useChange('create-sending-strategy-v2', ['get-sending-strategies-v2'])
  const [said, setSaid] = useState(pattern ?? emptyStrategy)
  const [tried, setTried] = useState(false)
  const put = (changed: Partial<WrittenStrategy>) =>
    setSaid((before) => ({ ...before, ...changed }))
  const faults = faultsOf(said)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (faults.country || faults.order) return
    make.mutate(
      { body: bodyOf(said) },
      {
        onSuccess: () => {
          tellDone(t('applications.strategyMade'))
          setSaid(emptyStrategy)
          setTried(false)
        },
      },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Title order={2} fz="lg">
            {t('applications.newStrategy')}
          </Title>
          <CountsFor
            said={said}
            put={put}
            countryFault={tried && faults.country ? t('applications.countryFault') : undefined}
          />
          <MultiSelect
            label={t('applications.order')}
            description={t('applications.orderAbout')}
            data={senderTypes.map((value) => ({
              value,
              label: t(`applications.senderType.${value}`),
            }))}
            value={[...said.order]}
            onChange={(order) => put({ order: order as SenderType[] })}
            error={tried && faults.order ? t('applications.orderFault') : undefined}
            clearable
            clearButtonProps={{ 'aria-label': t('applications.orderClear') }}
          />
          <Group gap="xl">
            <Switch
              label={t('applications.sticky')}
              description={t('applications.stickyAbout')}
              checked={said.sticky}
              onChange={(event) => put({ sticky: event.currentTarget.checked })}
            />
            <Switch
              label={t('applications.geolocated')}
              description={t('applications.geolocatedAbout')}
              checked={said.geolocated}
              onChange={(event) => put({ geolocated: event.currentTarget.checked })}
            />
          </Group>
          {make.error && <FaultNotice fault={make.error} />}
          <Button
            type="submit"
            leftSection={<IconPlus size={16} />}
            loading={make.isPending}
            w="fit-content"
          >
            {t('applications.makeStrategy')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}

function CountsFor({
  said,
  put,
  countryFault,
}: {
  said: WrittenStrategy
  put: (changed: Partial<WrittenStrategy>) => void
  countryFault: string | undefined
}) {
  const { t } = useTranslation()
  const mayLook = useMay('application-entity:manage')
  const query = { size: SUGGESTED_MAX }
  const applications = useAsk('get-applications', { query }, { enabled: mayLook })
  const entities = useAsk('get-entities', { query }, { enabled: mayLook })
  return (
    <Group grow preventGrowOverflow={false} align="flex-start">
      <Autocomplete
        label={t('applications.application')}
        placeholder={t('applications.every')}
        data={(applications.data?.results ?? []).map((one) => one.applicationId)}
        value={said.applicationId}
        onChange={(applicationId) => put({ applicationId })}
        maxLength={255}
        limit={20}
        miw={150}
      />
      <Autocomplete
        label={t('applications.entity')}
        placeholder={t('applications.every')}
        data={(entities.data?.results ?? []).map((one) => one.entityId)}
        value={said.entityId}
        onChange={(entityId) => put({ entityId })}
        maxLength={255}
        limit={20}
        miw={150}
      />
      <Select
        label={t('applications.channel')}
        placeholder={t('applications.every')}
        data={[...new Set([...channels, said.channel])].filter((one) => one !== '')}
        value={said.channel === '' ? null : said.channel}
        onChange={(channel) => put({ channel: channel ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': t('applications.every') }}
        miw={120}
      />
      <TextInput
        label={t('applications.toCountry')}
        placeholder={t('applications.every')}
        value={said.country}
        onChange={(event) => put({ country: event.currentTarget.value.toUpperCase().trim() })}
        error={countryFault}
        maxLength={2}
        miw={120}
      />
    </Group>
  )
}
