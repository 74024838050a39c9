import { Button, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import type { Country } from './countries.tsx'
import { countryName } from './words.ts'

/** What holds in this installation instead of the files: whether at all, when marketing goes out, further days. */
export function CountryForm({ one, done }: { one: Country; done: () => void }) {
  const { t } = useTranslation()
  const said = one.installation
  const save = useChange('set-country-rules', ['list-country-rules'])
  const reset = useChange('reset-country-rules', ['list-country-rules'])
  const [isEnforced, setEnforced] = useState(said?.rule.enforced !== false)
  const [opening, setOpening] = useState(said?.rule.opening ?? '')
  const [days, setDays] = useState((said?.rule.holidays ?? []).join(' '))
  const [reason, setReason] = useState(said?.reason ?? '')
  const [tried, setTried] = useState(false)
  const name = countryName(one.country)
  const params = { country: one.country }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (reason.trim() === '') return
    const {
      opening: _opening,
      holidays: _holidays,
      enforced: _enforced,
      ...rest
    } = said?.rule ?? {}
    const rule = {
      ...rest,
      ...(isEnforced ? {} : { enforced: false }),
      ...(opening.trim() === '' ? {} : { opening: opening.trim() }),
      ...(days.trim() === '' ? {} : { holidays: days.trim().split(/\s+/) }),
    }
    save.mutate(
      { params, body: { rule, reason: reason.trim() } },
      {
        onSuccess: () => {
          tellDone(t('rules.saved'))
          done()
        },
      },
    )
  }
  const forget = () =>
    reset.mutate(
      { params, query: {} },
      {
        onSuccess: () => {
          tellDone(t('rules.saved'))
          done()
        },
        onError: tellFault,
      },
    )
  return (
    <form onSubmit={submit} noValidate>
      <Stack pt="sm">
        <Switch
          label={t('rules.binds', { country: name })}
          checked={isEnforced}
          onChange={(event) => setEnforced(event.currentTarget.checked)}
        />
        <TextInput
          label={t('rules.opening')}
          description={t('rules.openingAbout')}
          placeholder={one.hours.find((each) => each.prefixes.length === 0)?.opening}
          value={opening}
          onChange={(event) => setOpening(event.currentTarget.value)}
          maxLength={200}
        />
        <TextInput
          label={t('rules.furtherDays')}
          description={t('rules.furtherDaysAbout')}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          maxLength={2_000}
        />
        <TextInput
          label={t('rules.reason')}
          description={t('rules.reasonAbout')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && reason.trim() === '' ? t('rules.reasonMissing') : undefined}
          maxLength={500}
          required
        />
        {save.error && <FaultNotice fault={save.error} />}
        <Group gap="xs">
          <Button type="submit" size="xs" loading={save.isPending}>
            {t('rules.save')}
          </Button>
          {said !== null && (
            <Button size="xs" variant="default" loading={reset.isPending} onClick={forget}>
              {t('rules.reset')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
