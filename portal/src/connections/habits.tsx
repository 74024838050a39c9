import { Anchor, Fieldset, NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, Text } from '@mantine/core' // prettier-ignore
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { addressKinds, habitsOf, type Settings } from './settings.ts'

interface Fields {
  settings: Settings
  change: (part: Partial<Settings>) => void
}
type Dialect = Settings['dialect']

const validities = ['RELATIVE', 'ABSOLUTE', 'NONE'] as const
const STATUS_MAX = 0xffff_ffff
/** What `0x` and digits mean, or digits alone. */
const statusesOf = (written: readonly string[]): number[] => [
  ...new Set(written.map(Number).filter((one) => Number.isInteger(one) && one > 0 && one <= STATUS_MAX)), // prettier-ignore
]

/** What an operator wants otherwise than the standard suggests: a vendor's set, and what is changed in it. */
export function Habits({ settings, change }: Fields) {
  const { t } = useTranslation()
  const vendors = useAsk('get-operator-vendors', {})
  const all = vendors.data?.results ?? []
  const chosen = all.find((one) => one.id === settings.vendor)
  const { dialect } = settings
  const put = (part: Partial<Dialect>) => change({ dialect: { ...dialect, ...part } })
  return (
    <Stack>
      {vendors.error && <FaultNotice fault={vendors.error} retry={() => void vendors.refetch()} />}
      <Select
        label={t('connection.habits.vendor')}
        description={t('connection.habits.vendorAbout')}
        placeholder={t('connection.habits.none')}
        data={all.map((one) => ({ value: one.id, label: one.name }))}
        value={settings.vendor}
        onChange={(id) => {
          const vendor = all.find((one) => one.id === id)
          change(vendor ? habitsOf(vendor) : { vendor: null })
        }}
        clearable
        clearButtonProps={{ 'aria-label': t('connection.habits.clear') }}
      />
      {chosen && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {t('connection.habits.source')}{' '}
          {chosen.source.startsWith('https:') ? (
            <Anchor
              href={chosen.source}
              target="_blank"
              rel="noreferrer"
              inherit
              underline="always"
            >
              {chosen.source}
            </Anchor>
          ) : (
            chosen.source
          )}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {addressKinds.map((name) => (
          <Address key={name} name={name} value={dialect[name]} put={put} />
        ))}
      </SimpleGrid>
      <Select
        label={t('connection.habits.validity')}
        data={validities.map((value) => ({ value, label: t(`connection.habits.form.${value}`) }))}
        value={dialect.validity}
        onChange={(validity) => validity !== null && put({ validity })}
        allowDeselect={false}
      />
      <TagsInput
        label={t('connection.habits.congestion')}
        description={t('connection.habits.congestionAbout')}
        value={dialect.congestionStatuses.map((one) => `0x${one.toString(16)}`)}
        onChange={(written) => put({ congestionStatuses: statusesOf(written) })}
        splitChars={[',', ' ']}
        maxTags={20}
        acceptValueOnBlur
      />
      <Switch
        label={t('connection.habits.unmarked')}
        description={t('connection.habits.unmarkedAbout')}
        checked={dialect.unmarkedReceipts}
        onChange={(event) => put({ unmarkedReceipts: event.currentTarget.checked })}
      />
    </Stack>
  )
}

/** TON and NPI go together: writing one brings 0 for the other, and emptying one empties both. */
function Address({
  name,
  value,
  put,
}: {
  name: (typeof addressKinds)[number]
  value: { ton: number; npi: number } | null
  put: (part: Partial<Dialect>) => void
}) {
  const { t } = useTranslation()
  const set = (part: { ton?: number | string; npi?: number | string }) => {
    const { ton, npi } = { ton: value?.ton ?? '', npi: value?.npi ?? '', ...part }
    const isEmptied = part.ton === '' || part.npi === ''
    put({ [name]: isEmptied ? null : { ton: Number(ton), npi: Number(npi) } })
  }
  return (
    <Fieldset legend={t(`connection.habits.address.${name}`)}>
      <SimpleGrid cols={2}>
        <NumberInput
          label="TON"
          placeholder={t('connection.habits.usual')}
          value={value?.ton ?? ''}
          onChange={(ton) => set({ ton })}
          min={0}
          max={6}
          allowDecimal={false}
          clampBehavior="strict"
        />
        <NumberInput
          label="NPI"
          placeholder={t('connection.habits.usual')}
          value={value?.npi ?? ''}
          onChange={(npi) => set({ npi })}
          min={0}
          max={18}
          allowDecimal={false}
          clampBehavior="strict"
        />
      </SimpleGrid>
    </Fieldset>
  )
}
