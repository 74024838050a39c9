import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  MultiSelect,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { TimeInput } from '@mantine/dates'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { InstantField } from '../parts/instant-field.tsx'
import { AccountsField } from './account-field.tsx'
import {
  countriesOf,
  networksOf,
  senderKinds,
  type Draft,
  type SenderKind,
  type TimeWindow,
} from './draft.ts'
import { contentClasses, type ContentClass } from './search.ts'

interface Fields {
  draft: Draft
  put: (changed: Partial<Draft>) => void
}

/** Which messages a route is for beside the first digits of their numbers. What is left empty fits all. */
export function ConditionFields({
  draft,
  put,
  accountNames,
}: Fields & { accountNames: readonly string[] }) {
  const { t } = useTranslation()
  const clear = (field: string) => ({ 'aria-label': t('routes.clear', { field }) })
  const all = (chosen: readonly unknown[]) => (chosen.length === 0 ? t('routes.all') : undefined)
  return (
    <Stack>
      <TagsInput
        label={t('routes.countries')}
        description={t('routes.countriesAbout')}
        placeholder={all(draft.countries)}
        value={draft.countries}
        onChange={(written) => put({ countries: countriesOf(written) })}
        splitChars={[',', ' ']}
        maxTags={250}
        acceptValueOnBlur
        clearable
        clearButtonProps={clear(t('routes.countries'))}
      />
      <TagsInput
        label={t('routes.networks')}
        description={t('routes.networksAbout')}
        placeholder={all(draft.networks)}
        value={draft.networks}
        onChange={(written) => put({ networks: networksOf(written) })}
        splitChars={[',', ' ']}
        maxTags={500}
        acceptValueOnBlur
        clearable
        clearButtonProps={clear(t('routes.networks'))}
      />
      <AccountsField
        value={draft.accountKeys}
        names={accountNames}
        onChange={(accountKeys) => put({ accountKeys })}
      />
      {draft.accountKeys.length > 0 && (
        <Switch
          label={t('routes.withSubAccounts')}
          checked={draft.withSubAccounts}
          onChange={(event) => put({ withSubAccounts: event.currentTarget.checked })}
        />
      )}
      <MultiSelect
        label={t('routes.contentClasses')}
        placeholder={all(draft.contentClasses)}
        data={contentClasses.map((value) => ({ value, label: t(`routes.contentClass.${value}`) }))}
        value={draft.contentClasses}
        onChange={(chosen) => put({ contentClasses: chosen as ContentClass[] })}
        clearable
        clearButtonProps={clear(t('routes.contentClasses'))}
      />
      <MultiSelect
        label={t('routes.senderKinds')}
        placeholder={all(draft.senderKinds)}
        data={senderKinds.map((value) => ({ value, label: t(`routes.senderKind.${value}`) }))}
        value={draft.senderKinds}
        onChange={(chosen) => put({ senderKinds: chosen as SenderKind[] })}
        clearable
        clearButtonProps={clear(t('routes.senderKinds'))}
      />
      <TagsInput
        label={t('routes.senders')}
        placeholder={all(draft.senders)}
        value={draft.senders}
        onChange={(senders) => put({ senders: senders.map((one) => one.slice(0, 20)) })}
        maxTags={200}
        acceptValueOnBlur
        clearable
        clearButtonProps={clear(t('routes.senders'))}
      />
      <Times draft={draft} put={put} />
    </Stack>
  )
}

const days = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const satisfies readonly TimeWindow['days'][number][]
const WINDOWS_MAX = 14
const OFFICE: TimeWindow = { days: [], from: '09:00', to: '18:00' }

function Times({ draft, put }: Fields) {
  const { t } = useTranslation()
  const { timeWindows } = draft
  const change = (at: number, changed: Partial<TimeWindow>) =>
    put({
      timeWindows: timeWindows.map((one, index) => (index === at ? { ...one, ...changed } : one)),
    })
  return (
    <Fieldset legend={t('routes.times')}>
      <Stack gap="sm">
        {timeWindows.map((window, at) => (
          <Group key={at} align="flex-end" gap="xs">
            <MultiSelect
              flex={1}
              miw={180}
              label={t('routes.days')}
              placeholder={window.days.length === 0 ? t('routes.everyDay') : undefined}
              data={days.map((value) => ({ value, label: t(`day.${value}`) }))}
              value={window.days}
              onChange={(chosen) => change(at, { days: chosen as TimeWindow['days'] })}
            />
            <TimeInput
              label={t('routes.from')}
              value={window.from}
              onChange={(event) => change(at, { from: event.currentTarget.value || '00:00' })}
            />
            <TimeInput
              label={t('routes.to')}
              value={window.to === '24:00' ? '00:00' : window.to}
              onChange={(event) => change(at, { to: event.currentTarget.value || '00:00' })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              onClick={() => put({ timeWindows: timeWindows.filter((_, index) => index !== at) })}
              aria-label={t('routes.removeWindow', { number: at + 1 })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => put({ timeWindows: [...timeWindows, OFFICE] })}
          disabled={timeWindows.length >= WINDOWS_MAX}
        >
          {t('routes.addWindow')}
        </Button>
        {timeWindows.length > 0 && (
          <TextInput
            label={t('routes.timeZone')}
            value={draft.timeZone}
            onChange={(event) => put({ timeZone: event.currentTarget.value })}
            placeholder="Europe/Berlin"
            maxLength={64}
            required
          />
        )}
        <InstantField
          label={t('routes.validFrom')}
          value={draft.validFrom}
          onChange={(validFrom) => put({ validFrom })}
          clearable
        />
        <InstantField
          label={t('routes.validUntil')}
          value={draft.validUntil}
          onChange={(validUntil) => put({ validUntil })}
          clearable
        />
      </Stack>
    </Fieldset>
  )
}
