import { Button, Card, NumberInput, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay, useMe } from '../app/session.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

type State = Answer<'get-sending-settings'>
type Settings = State['own']

/** What the account says of its own sending; what it leaves out is what the installation says. */
export function OwnSettings() {
  const settings = useAsk('get-sending-settings', {})
  if (settings.error)
    return <FaultNotice fault={settings.error} retry={() => void settings.refetch()} />
  if (!settings.data) return <Waiting rows={4} />
  return <SettingsForm key={JSON.stringify(settings.data.own)} state={settings.data} />
}

function SettingsForm({ state: { own, inForce } }: { state: State }) {
  const { t } = useTranslation()
  const me = useMe()
  const mayChange = useMay('accounts:manage', 'account-management:manage')
  const save = useChange('set-sending-settings', ['get-sending-settings'])
  const [wanted, setWanted] = useState<Settings>(own)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ body: wanted }, { onSuccess: () => tellDone(t('rules.saved')) })
  }
  const set = (some: Partial<Settings>) => setWanted({ ...wanted, ...some })
  const usual = (value: string | number) => t('rules.usual', { value })
  return (
    <Card component="form" onSubmit={submit} noValidate>
      <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack>
          {me.account.isRoot && <Text size="sm">{t('rules.rootNote')}</Text>}
          <Select
            label={t('rules.contentClass')}
            description={t('rules.contentClassAbout')}
            placeholder={usual(t(`rules.class.${inForce.contentClass}`))}
            data={(['OTP', 'TRANSACTIONAL', 'MARKETING'] as const).map((value) => ({
              value,
              label: t(`rules.class.${value}`),
            }))}
            value={wanted.contentClass}
            onChange={(value) => set({ contentClass: value as Settings['contentClass'] })}
            clearable
            clearButtonProps={{ 'aria-label': t('rules.clear') }}
          />
          <Title order={2} size="h4">
            {t('rules.flooding')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('rules.floodingAbout')}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {(['variedMax', 'identicalMax', 'minutes'] as const).map((name) => (
              <NumberInput
                key={name}
                label={t(`rules.floodingField.${name}`)}
                placeholder={usual(inForce.flooding[name])}
                min={1}
                max={name === 'minutes' ? 1_440 : 10_000}
                allowDecimal={false}
                value={wanted.flooding[name] ?? ''}
                onChange={(value) =>
                  set({ flooding: { ...wanted.flooding, [name]: numberOrNull(value) } })
                }
              />
            ))}
          </SimpleGrid>
          <NumberInput
            label={t('rules.duplicates')}
            description={t('rules.duplicatesAbout')}
            placeholder={usual(inForce.duplicateSeconds)}
            min={0}
            max={86_400}
            allowDecimal={false}
            value={wanted.duplicateSeconds ?? ''}
            onChange={(value) => set({ duplicateSeconds: numberOrNull(value) })}
          />
          <Select
            label={t('rules.optOut')}
            description={t('rules.optOutAbout')}
            placeholder={usual(
              t(`rules.optOutChoice.${inForce.keywordsOn ? inForce.optOutScope : 'NOTHING'}`),
            )}
            data={(['SENDER', 'ACCOUNT', 'NOTHING'] as const).map((value) => ({
              value,
              label: t(`rules.optOutChoice.${value}`),
            }))}
            value={wanted.keywordsOn === false ? 'NOTHING' : wanted.optOutScope}
            onChange={(value) => set(optOutOf(value))}
            clearable
            clearButtonProps={{ 'aria-label': t('rules.clear') }}
          />
          {save.error && <FaultNotice fault={save.error} />}
          {mayChange && (
            <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
              {t('rules.save')}
            </Button>
          )}
        </Stack>
      </fieldset>
    </Card>
  )
}

const numberOrNull = (value: string | number): number | null =>
  typeof value === 'number' ? value : null

const optOutOf = (value: string | null): Pick<Settings, 'keywordsOn' | 'optOutScope'> =>
  value === null
    ? { keywordsOn: null, optOutScope: null }
    : value === 'NOTHING'
      ? { keywordsOn: false, optOutScope: null }
      : { keywordsOn: true, optOutScope: value as 'SENDER' | 'ACCOUNT' }
