import { Button, Card, NumberInput, SimpleGrid, Stack, Switch, TextInput, Title } from '@mantine/core' // prettier-ignore
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

type Settings = Answer<'get-operator-alarm-settings'>

const limits = [
  ['downSeconds', 10, 86_400],
  ['queueSeconds', 10, 86_400],
  ['errorsPercent', 1, 100],
  ['throttledPercent', 1, 100],
] as const
type Limit = (typeof limits)[number][0]

/** When alarms are raised, and who is told. */
export function AlarmSettings() {
  const settings = useAsk('get-operator-alarm-settings', {})
  if (settings.error)
    return <FaultNotice fault={settings.error} retry={() => void settings.refetch()} />
  if (!settings.data) return <Waiting rows={4} />
  return <SettingsForm key={JSON.stringify(settings.data)} stored={settings.data} />
}

function SettingsForm({ stored }: { stored: Settings }) {
  const { t } = useTranslation()
  const mayChange = useMay('operators:manage')
  const save = useChange('update-operator-alarm-settings', ['get-operator-alarm-settings'])
  const [amounts, setAmounts] = useState<Record<Limit, number | string>>(stored)
  const [mail, setMail] = useState(stored.mail)
  const [webhookUrl, setWebhookUrl] = useState(stored.webhookUrl ?? '')
  const [tried, setTried] = useState(false)
  const refused = (field: string) =>
    save.error?.violations.find((one) => one.property === field)?.violation
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (limits.some(([name]) => amounts[name] === '')) return
    const { downSeconds, queueSeconds, errorsPercent, throttledPercent } = amounts
    save.mutate(
      {
        body: {
          downSeconds: Number(downSeconds),
          queueSeconds: Number(queueSeconds),
          errorsPercent: Number(errorsPercent),
          throttledPercent: Number(throttledPercent),
          mail,
          webhookUrl: webhookUrl.trim() === '' ? null : webhookUrl.trim(),
        },
      },
      { onSuccess: () => tellDone(t('alarms.saved')) },
    )
  }
  return (
    <Card component="form" onSubmit={submit} noValidate>
      <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack>
          <Title order={2} size="h4">
            {t('alarms.when')}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {limits.map(([name, min, max]) => (
              <NumberInput
                key={name}
                label={t(`alarms.field.${name}.label`)}
                description={t(`alarms.field.${name}.about`)}
                value={amounts[name]}
                onChange={(value) => setAmounts({ ...amounts, [name]: value })}
                error={tried && amounts[name] === '' ? t('connection.missing') : refused(name)}
                min={min}
                max={max}
                allowDecimal={false}
                required
              />
            ))}
          </SimpleGrid>
          <Title order={2} size="h4">
            {t('alarms.who')}
          </Title>
          <Switch
            label={t('alarms.mail')}
            description={t('alarms.mailAbout')}
            checked={mail}
            onChange={(event) => setMail(event.currentTarget.checked)}
          />
          <TextInput
            type="url"
            label={t('alarms.webhook')}
            description={t('alarms.webhookAbout')}
            placeholder="https://example.com/alarms"
            value={webhookUrl}
            onChange={(event) => setWebhookUrl(event.currentTarget.value)}
            error={refused('webhookUrl')}
            maxLength={2_000}
          />
          {save.error && <FaultNotice fault={save.error} />}
          {mayChange && (
            <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
              {t('alarms.save')}
            </Button>
          )}
        </Stack>
      </fieldset>
    </Card>
  )
}
