import '@mantine/dates/styles.css'
import {
  Accordion,
  Card,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { TimeInput } from '@mantine/dates'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowMs } from '../clock.ts'
import { instantOf, useFormat } from '../language/format.ts'
import { days, type Day, type Draft, type ValidityUnit } from './draft.ts'
import type { DraftFault } from './faults.ts'
import { InstantField } from '../parts/instant-field.tsx'

interface Fields {
  draft: Draft
  change: (part: Partial<Draft>) => void
  faults: readonly DraftFault[]
}

const LATER_MS = [3_600_000, 86_400_000] as const

/** Everything that is not needed for a first message; what is set shows in the headings. */
export function OptionsFields(fields: Fields) {
  const { t } = useTranslation()
  const { draft } = fields
  const faulty = new Set(fields.faults.map((fault) => fault.field))
  const [opened, setOpened] = useState<string[]>(() => [
    ...(draft.scheduled ? ['when'] : []),
    ...(draft.windowed ? ['delivery'] : []),
  ])
  const wrong = [
    ...(faulty.has('sendAt') ? ['when'] : []),
    ...(faulty.has('validity') || faulty.has('window') ? ['delivery'] : []),
    ...(faulty.has('notifyUrl') ? ['reports'] : []),
  ]
  return (
    <Card p={0}>
      <Accordion
        multiple
        value={[...new Set([...opened, ...wrong])]}
        onChange={setOpened}
        order={2}
        variant="default"
      >
        <Accordion.Item value="when">
          <Accordion.Control>{t('compose.when.title')}</Accordion.Control>
          <Accordion.Panel>
            <When {...fields} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="delivery">
          <Accordion.Control>{t('compose.delivery.title')}</Accordion.Control>
          <Accordion.Panel>
            <Delivery {...fields} />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="reports">
          <Accordion.Control>{t('compose.reports.title')}</Accordion.Control>
          <Accordion.Panel>
            <Reports {...fields} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Card>
  )
}

function useFault(faults: readonly DraftFault[]) {
  const { t } = useTranslation()
  return (field: DraftFault['field']): string | undefined => {
    const fault = faults.find((one) => one.field === field)
    return fault && t(`compose.fault.${fault.key}`, fault.values ?? {})
  }
}

const localText = (ms: number): string => {
  const at = new Date(ms)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:00`
}

function When({ draft, change, faults }: Fields) {
  const { t } = useTranslation()
  const format = useFormat()
  const faultOf = useFault(faults)
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Stack gap="sm" data-field="sendAt">
      <Switch
        label={t('compose.when.later')}
        checked={draft.scheduled}
        onChange={(event) =>
          change({
            scheduled: event.currentTarget.checked,
            sendAt: draft.sendAt ?? localText(nowMs() + LATER_MS[0]),
          })
        }
      />
      {draft.scheduled && (
        <>
          <InstantField
            label={t('compose.when.at')}
            description={t('compose.when.zone', { zone })}
            value={draft.sendAt}
            onChange={(sendAt) => change({ sendAt })}
            earliest={localText(nowMs()).slice(0, 10)}
            error={faultOf('sendAt')}
            presets={LATER_MS.map((ms, index) => ({
              value: localText(nowMs() + ms),
              label: t(`compose.when.preset.${index === 0 ? 'hour' : 'day'}`),
            }))}
          />
          {draft.sendAt !== null && (
            <Text size="sm" c="dimmed">
              {t('compose.when.utc', { utc: format.utc(instantOf(draft.sendAt)) })}
            </Text>
          )}
        </>
      )}
      <TextInput
        label={t('compose.when.bulkId')}
        description={t('compose.when.bulkIdAbout')}
        value={draft.bulkId}
        maxLength={100}
        onChange={(event) => change({ bulkId: event.currentTarget.value })}
      />
    </Stack>
  )
}

function Delivery({ draft, change, faults }: Fields) {
  const { t } = useTranslation()
  const faultOf = useFault(faults)
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs" data-field="validity" wrap="nowrap">
        <NumberInput
          flex={1}
          label={t('compose.delivery.validity')}
          description={t('compose.delivery.validityAbout')}
          value={draft.validityAmount}
          onChange={(validityAmount) => change({ validityAmount })}
          min={1}
          allowDecimal={false}
          placeholder="48"
          error={faultOf('validity')}
          hideControls
        />
        <Select
          w={120}
          aria-label={t('compose.delivery.unit')}
          data={(['SECONDS', 'MINUTES', 'HOURS'] as const).map((value) => ({
            value,
            label: t(`compose.delivery.${value}`),
          }))}
          value={draft.validityUnit}
          onChange={(value) => change({ validityUnit: (value ?? 'HOURS') as ValidityUnit })}
          allowDeselect={false}
        />
      </Group>
      <Switch
        label={t('compose.delivery.flash')}
        description={t('compose.delivery.flashAbout')}
        checked={draft.flash}
        onChange={(event) => change({ flash: event.currentTarget.checked })}
      />
      <Switch
        label={t('compose.delivery.window')}
        description={t('compose.delivery.windowAbout')}
        checked={draft.windowed}
        onChange={(event) => change({ windowed: event.currentTarget.checked })}
      />
      {draft.windowed && (
        <div data-field="window">
          <Checkbox.Group
            label={t('compose.delivery.days')}
            value={draft.windowDays}
            onChange={(chosen) =>
              change({ windowDays: days.filter((day) => chosen.includes(day)) satisfies Day[] })
            }
            error={faultOf('window')}
          >
            <Group gap="sm" my={6}>
              {days.map((day) => (
                <Checkbox key={day} value={day} label={t(`day.${day}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group>
            <TimeInput
              label={t('compose.delivery.from')}
              value={draft.windowFrom}
              onChange={(event) => change({ windowFrom: event.currentTarget.value })}
            />
            <TimeInput
              label={t('compose.delivery.to')}
              value={draft.windowTo}
              onChange={(event) => change({ windowTo: event.currentTarget.value })}
            />
          </Group>
        </div>
      )}
    </Stack>
  )
}

function Reports({ draft, change, faults }: Fields) {
  const { t } = useTranslation()
  const faultOf = useFault(faults)
  return (
    <Stack gap="sm">
      <div data-field="notifyUrl">
        <TextInput
          label={t('compose.reports.url')}
          description={t('compose.reports.urlAbout')}
          placeholder="https://example.com/reports"
          type="url"
          value={draft.notifyUrl}
          onChange={(event) => change({ notifyUrl: event.currentTarget.value })}
          error={faultOf('notifyUrl')}
        />
      </div>
      <TextInput
        label={t('compose.reports.callbackData')}
        description={t('compose.reports.callbackDataAbout')}
        value={draft.callbackData}
        maxLength={4_000}
        onChange={(event) => change({ callbackData: event.currentTarget.value })}
      />
    </Stack>
  )
}
