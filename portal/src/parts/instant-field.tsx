import '@mantine/dates/styles.css'
import 'dayjs/locale/ja'
import { DateTimePicker, DatesProvider } from '@mantine/dates'
import { useMediaQuery } from '@mantine/hooks'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A date and a time in the reader's zone, as `2026-11-24 09:00:00`; `instantOf` makes an instant of it. */
export function InstantField({
  label,
  description,
  value,
  onChange,
  error,
  clearable = false,
  earliest,
  presets,
}: {
  label: string
  description?: string
  value: Date | string | null
  onChange: (local: string | null) => void
  error?: ReactNode
  clearable?: boolean
  /** `2026-11-24`: no day before can be chosen. */
  earliest?: string
  presets?: { value: string; label: string }[]
}) {
  const { t, i18n } = useTranslation()
  const id = useId()
  // A calendar with its presets is wider than a phone has room for beside the field.
  const narrow = useMediaQuery('(max-width: 36em)', undefined, { getInitialValueInEffect: false })
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <DateTimePicker
        // The library names the calendar after an element of this id, but gives the field another.
        id={id}
        popoverProps={{ id }}
        dropdownType={narrow ? 'modal' : 'popover'}
        modalProps={{ title: label, closeButtonProps: { 'aria-label': t('states.close') } }}
        label={label}
        description={description}
        value={value}
        onChange={onChange}
        error={error}
        clearable={clearable}
        clearButtonProps={{ 'aria-label': t('instant.clear') }}
        minDate={earliest}
        presets={presets}
        valueFormat="YYYY-MM-DD HH:mm"
        submitButtonProps={{ 'aria-label': t('instant.apply') }}
        timePickerProps={{
          'aria-label': t('instant.time'),
          hoursInputLabel: t('instant.hours'),
          minutesInputLabel: t('instant.minutes'),
        }}
        ariaLabels={{
          previousMonth: t('instant.previousMonth'),
          nextMonth: t('instant.nextMonth'),
          previousYear: t('instant.previousYear'),
          nextYear: t('instant.nextYear'),
          previousDecade: t('instant.previousDecade'),
          nextDecade: t('instant.nextDecade'),
        }}
      />
    </DatesProvider>
  )
}
