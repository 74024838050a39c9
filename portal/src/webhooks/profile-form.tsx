import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import type { Profile } from './profiles.tsx'

/** Limits of the numbers, as the operations have them. */
const numbers = {
  maxBucketSize: [1, 2000],
  windowSize: [20, 10_000],
  connectTimeout: [300, 30_000],
  readTimeout: [1000, 90_000],
  rateLimit: [1, 5000],
} as const
type NumberName = keyof typeof numbers
const numberNames = Object.keys(numbers) as NumberName[]

export function ProfileForm({ profile, done }: { profile: Profile | null; done: () => void }) {
  const { t } = useTranslation()
  const security = useAsk('get-security-settings', { query: { page: 0, size: 100 } })
  const certificates = useAsk('get-certificates-details-page', { query: { page: 0, size: 100 } })
  const create = useChange('create-profile', ['get-profiles', 'list-profile-states'])
  const update = useChange('update-profile', ['get-profiles'])
  const [profileId, setId] = useState(profile?.profileId ?? '')
  const [notifyUrl, setUrl] = useState(profile?.webhook?.notifyUrl ?? '')
  const [authId, setAuth] = useState<string | null>(profile?.security?.authId ?? null)
  const [certificateId, setCertificate] = useState<string | null>(
    profile?.clientCertificateId ?? null,
  )
  const [values, setValues] = useState<Partial<Record<NumberName, number>>>(
    Object.fromEntries(
      numberNames.flatMap((name) => (profile?.[name] === undefined ? [] : [[name, profile[name]]])),
    ),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (notifyUrl.trim() === '' || profileId === '') return
    const body = {
      webhook: { notifyUrl: notifyUrl.trim() },
      clientCertificateId: certificateId ?? '',
      ...(authId === null ? {} : { security: { authId } }),
      ...values,
    }
    if (profile) update.mutate({ params: { profileId }, body }, { onSuccess: done })
    else create.mutate({ body: { profileId, ...body } }, { onSuccess: done })
  }
  const fault = create.error ?? update.error
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('webhooks.id')}
          description={t('webhooks.idAbout')}
          value={profileId}
          onChange={(event) => setId(event.currentTarget.value)}
          disabled={profile !== null}
          maxLength={255}
          required
        />
        <TextInput
          label={t('webhooks.url')}
          placeholder="https://example.com/hook"
          type="url"
          value={notifyUrl}
          onChange={(event) => setUrl(event.currentTarget.value)}
          maxLength={512}
          required
        />
        <Select
          label={t('webhooks.tab.security')}
          data={(security.data?.results ?? []).map((one) => one.authId)}
          value={authId}
          onChange={setAuth}
          allowDeselect={profile?.security === undefined}
          placeholder={t('webhooks.without')}
        />
        <Select
          label={t('webhooks.certificate')}
          data={(certificates.data?.results ?? []).map((one) => one.certificateId)}
          value={certificateId}
          onChange={setCertificate}
          clearable
          clearButtonProps={{ 'aria-label': t('webhooks.without') }}
          placeholder={t('webhooks.without')}
        />
        <Group grow preventGrowOverflow={false}>
          {numberNames.map((name) => (
            <NumberInput
              key={name}
              label={t(`webhooks.number.${name}`)}
              value={values[name] ?? ''}
              onChange={(value) =>
                setValues(({ [name]: _before, ...others }) =>
                  value === '' ? others : { ...others, [name]: Number(value) },
                )
              }
              min={numbers[name][0]}
              max={numbers[name][1]}
              allowDecimal={false}
              miw={150}
            />
          ))}
        </Group>
        {fault && <FaultNotice fault={fault} />}
        <Button
          type="submit"
          loading={create.isPending || update.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('webhooks.save')}
        </Button>
      </Stack>
    </form>
  )
}
