import { Button, MultiSelect, NumberInput, Stack, TagsInput, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { instantOf, readTime, writeTime } from '../language/format.ts'
import { InstantField } from '../parts/instant-field.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellFault } from '../parts/tell.ts'
import type { ApiKey } from './api-keys-page.tsx'
import { fromPair, PairsField, toPair, type Pair } from './pairs-field.tsx'

const permissionNames = ['PUBLIC_API', '2FA_CLIENT', 'WEB_SDK'] as const
type Permission = (typeof permissionNames)[number]

const STALE = ['get-api-keys-by-filter'] as const
/** An address or a network; the server reads it exactly. */
const looksLikeNetwork = (text: string): boolean => /^[0-9a-fA-F.:]+(?:\/\d{1,3})?$/.test(text)

const instant = (local: string | Date | null): string | undefined =>
  local === null ? undefined : writeTime(typeof local === 'string' ? instantOf(local) : local)

/** Makes a key, or changes what an existing one may do. */
export function KeyForm({
  apiKey,
  perSecond,
  done,
}: {
  apiKey: ApiKey | null
  /** Requests a second; null: as many as the account may. */
  perSecond: number | null
  done: (made: Answer<'create-api-key'> | null) => void
}) {
  const { t } = useTranslation()
  const scopes = useAsk('list-scopes', {})
  const create = useChange('create-api-key', STALE)
  const update = useChange('update-api-key', STALE)
  const [name, setName] = useState(apiKey?.name ?? '')
  const [chosen, setChosen] = useState<string[]>(apiKey?.scopeGuids ?? [])
  const [addresses, setAddresses] = useState<string[]>(apiKey?.allowedIPs ?? [])
  const [from, setFrom] = useState<string | Date | null>(
    apiKey?.validFrom ? readTime(apiKey.validFrom) : null,
  )
  const [to, setTo] = useState<string | Date | null>(
    apiKey?.validTo ? readTime(apiKey.validTo) : null,
  )
  const [permissions, setPermissions] = useState<Permission[]>(
    permissionNames.filter((one) => (apiKey?.permissions ?? ['PUBLIC_API']).includes(one)),
  )
  const [pairs, setPairs] = useState<Pair[]>(() => (apiKey?.platform ?? []).map(toPair))
  const limit = useChange('limit-api-key', ['list-api-key-uses'])
  const [most, setMost] = useState<number | null>(perSecond)
  const [tried, setTried] = useState(false)
  const pairWrong = pairs.some((one) => one.applicationId.trim() === '')
  const wrong = addresses.find((one) => !looksLikeNetwork(one))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || wrong !== undefined || pairWrong) return
    const body = {
      name: name.trim(),
      scopeGuids: chosen,
      allowedIPs: addresses,
      validFrom: instant(from),
      validTo: instant(to),
      permissions,
      platform: pairs.map(fromPair),
    }
    // The limit is an operation of its own; a new key is shown whatever becomes of it.
    const limited = (id: string, then: () => void) =>
      most === perSecond
        ? then()
        : limit.mutate(
            { params: { id }, body: { requestsPerSecond: most } },
            { onError: tellFault, onSettled: then },
          )
    if (apiKey) {
      const id = apiKey.id ?? ''
      update.mutate(
        { params: { apiKeyId: id }, body },
        { onSuccess: () => limited(id, () => done(null)) },
      )
    } else
      create.mutate(
        { body },
        {
          onSuccess: (made) => limited(made.id ?? '', () => done(made)),
        },
      )
  }
  const fault = create.error ?? update.error
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('apiKeys.name')}
          description={t('apiKeys.nameAbout')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' ? t('apiKeys.nameMissing') : undefined}
          maxLength={100}
          required
          data-autofocus
        />
        <MultiSelect
          label={t('apiKeys.scopesLabel')}
          description={t('apiKeys.scopesAbout')}
          placeholder={chosen.length === 0 ? t('apiKeys.allScopes') : ''}
          data={scopes.data?.results.map((one) => ({ value: one.name, label: one.name })) ?? []}
          renderOption={({ option }) => (
            <div>
              <b className="mono">{option.value}</b>
              <div>
                {scopes.data?.results.find((one) => one.name === option.value)?.description}
              </div>
            </div>
          )}
          value={chosen}
          onChange={setChosen}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('apiKeys.clearScopes') }}
          nothingFoundMessage={t('apiKeys.noScope')}
          maxDropdownHeight={260}
        />
        <TagsInput
          label={t('apiKeys.ips')}
          description={t('apiKeys.ipsAbout')}
          placeholder="203.0.113.7, 10.0.0.0/8"
          value={addresses}
          onChange={setAddresses}
          splitChars={[',', ' ', ';']}
          error={wrong === undefined ? undefined : t('apiKeys.ipWrong', { address: wrong })}
        />
        <InstantField label={t('apiKeys.validFrom')} value={from} onChange={setFrom} clearable />
        <InstantField
          label={t('apiKeys.validTo')}
          description={t('apiKeys.validToAbout')}
          value={to}
          onChange={setTo}
          clearable
        />
        <MultiSelect
          label={t('apiKeys.permissions')}
          description={t('apiKeys.permissionsAbout')}
          data={permissionNames.map((one) => ({
            value: one,
            label: t(`apiKeys.permission.${one}`),
          }))}
          value={permissions}
          onChange={(chosenOnes) =>
            setPermissions(permissionNames.filter((one) => chosenOnes.includes(one)))
          }
        />
        <NumberInput
          label={t('apiKeys.perSecond')}
          description={t('apiKeys.perSecondAbout')}
          value={most ?? ''}
          onChange={(value) => setMost(typeof value === 'number' ? value : null)}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          hideControls
        />
        <PairsField pairs={pairs} setPairs={setPairs} tried={tried} />
        {fault && <FaultNotice fault={fault} />}
        <Button type="submit" loading={create.isPending || update.isPending || limit.isPending}>
          {apiKey ? t('apiKeys.save') : t('apiKeys.make')}
        </Button>
      </Stack>
    </form>
  )
}
