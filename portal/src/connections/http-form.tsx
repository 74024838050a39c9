import { Button, Card, Group, NumberInput, PasswordInput, Select, SimpleGrid, Stack, Switch, TextInput, Title } from '@mantine/core' // prettier-ignore
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { FaultNotice } from '../parts/states.tsx'
import { GenericFields } from './generic-fields.tsx'
import { changedOf, draftOf, genericDraftOf, type Connection, type HttpDraft } from './http-settings.ts' // prettier-ignore

const STALE = ['get-operator-connections', 'get-operator-connection'] as const
const signatures = ['NONE', 'MD5_HASH', 'HMAC_MD5', 'HMAC_SHA1', 'HMAC_SHA256', 'HMAC_SHA512'] as const // prettier-ignore

/** The settings of an operator that is reached over HTTP. Secrets are written, never shown. */
export function HttpForm({
  connection,
  http,
  done,
}: {
  connection: Connection
  http: NonNullable<Connection['http']>
  done: (made: Connection) => void
}) {
  const { t } = useTranslation()
  const mayChange = useMay('operators:manage')
  const [draft, setDraft] = useState(() => draftOf(connection, http))
  const [generic, setGeneric] = useState(() => http.generic && genericDraftOf(http.generic))
  const update = useChange('update-operator-connection', STALE)
  const put = (part: Partial<HttpDraft>) => setDraft((old) => ({ ...old, ...part }))
  const refused = (field: string) =>
    update.error?.violations.find((one) => one.property === field)?.violation
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate(
      {
        params: { connectionId: connection.id },
        body: changedOf(connection, http.preset, draft, generic),
      },
      { onSuccess: done },
    )
  }
  const reports = http.preset === 'INFOBIP' ? ['PUSH', 'PULL', 'NONE'] : ['PUSH', 'NONE']
  const isSigned = http.preset === 'VONAGE' || generic !== null
  return (
    <Card component="form" onSubmit={submit} noValidate data-http={http.preset}>
      <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack>
          <Title order={2}>{t('connection.http.title', { preset: http.preset })}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('connection.field.name.label')}
              value={draft.name}
              onChange={(event) => put({ name: event.currentTarget.value })}
              error={refused('name')}
              maxLength={100}
              required
            />
            {generic === null && (
              <TextInput
                label={t('connection.http.base')}
                value={draft.url}
                onChange={(event) => put({ url: event.currentTarget.value })}
                error={refused('http.url')}
                maxLength={500}
              />
            )}
            <TextInput
              label={t('connection.http.systemId')}
              value={draft.systemId}
              onChange={(event) => put({ systemId: event.currentTarget.value })}
              error={refused('systemId')}
              maxLength={64}
              autoComplete="off"
            />
            <Secret
              label={t('connection.http.password')}
              value={draft.password}
              change={(password) => put({ password })}
              error={refused('password')}
            />
            {isSigned && (
              <Secret
                label={t('connection.http.signatureSecret')}
                value={draft.signatureSecret}
                change={(signatureSecret) => put({ signatureSecret })}
                error={refused('signatureSecret')}
              />
            )}
            {http.preset === 'VONAGE' && (
              <Select
                label={t('connection.http.signature')}
                data={signatures.map((value) => ({ value, label: t(`connection.http.sign.${value}`) }))} // prettier-ignore
                value={draft.signature}
                onChange={(value) => value !== null && put({ signature: value })}
                allowDeselect={false}
              />
            )}
            <Select
              label={t('connection.http.reports')}
              data={reports.map((value) => ({ value, label: t(`connection.http.way.${value}`) }))}
              value={draft.reports}
              onChange={(value) =>
                value !== null && put({ reports: value as HttpDraft['reports'] })
              }
              allowDeselect={false}
            />
            <NumberInput
              label={t('connection.field.messagesPerSecond.label')}
              value={draft.messagesPerSecond}
              onChange={(messagesPerSecond) => put({ messagesPerSecond })}
              error={refused('messagesPerSecond')}
              min={0.1}
              max={100_000}
            />
            <NumberInput
              label={t('connection.http.windowSize')}
              value={draft.windowSize}
              onChange={(windowSize) => put({ windowSize })}
              error={refused('windowSize')}
              min={1}
              max={200}
              allowDecimal={false}
            />
          </SimpleGrid>
          {generic && (
            <GenericFields
              draft={generic}
              put={(part) => setGeneric({ ...generic, ...part })}
              refused={(field) => refused(`http.generic.${field}`)}
            />
          )}
          <Switch
            label={t('connection.field.enabled.label')}
            checked={draft.enabled}
            onChange={(event) => put({ enabled: event.currentTarget.checked })}
          />
          {update.error && <FaultNotice fault={update.error} />}
          {mayChange && (
            <Group>
              <Button type="submit" loading={update.isPending}>
                {t('connection.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </Card>
  )
}

function Secret({
  label,
  value,
  change,
  error,
}: {
  label: string
  value: string
  change: (value: string) => void
  error: string | undefined
}) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      label={label}
      placeholder={t('connection.passwordKept')}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      error={error}
      maxLength={256}
      autoComplete="new-password"
      visibilityToggleButtonProps={{
        'aria-label': t('login.showPassword'),
        tabIndex: 0,
        'aria-hidden': false,
      }}
    />
  )
}
