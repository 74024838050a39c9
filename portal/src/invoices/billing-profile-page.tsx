import { Button, Card, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { isCountry, LINES_MAX, linesOf, orNull } from '../parts/written.ts'

type Profile = Answer<'get-billing-profile'>

/** What stands on the account's invoices as buyer. */
export function BillingProfilePage() {
  const { t } = useTranslation()
  const profile = useAsk('get-billing-profile', {})
  return (
    <Page title={t('billingProfile.title')} about={t('billingProfile.about')}>
      {profile.error && <FaultNotice fault={profile.error} retry={() => void profile.refetch()} />}
      {profile.isPending && <Waiting rows={4} />}
      {profile.data && <ProfileForm profile={profile.data} />}
    </Page>
  )
}

function ProfileForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  const save = useChange('update-billing-profile', ['get-billing-profile'])
  const [said, setSaid] = useState({
    legalName: profile.legalName,
    address: profile.address.join('\n'),
    country: profile.country ?? '',
    vatId: profile.vatId ?? '',
    email: profile.email ?? '',
    isCompany: profile.isCompany,
    language: profile.language,
  })
  const [tried, setTried] = useState(false)
  const put = (changed: Partial<typeof said>) => setSaid({ ...said, ...changed })
  const countryFits = isCountry(said.country)
  const nameFits = said.legalName.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!countryFits || !nameFits) return
    const body = {
      legalName: said.legalName.trim(),
      address: linesOf(said.address).slice(0, LINES_MAX),
      country: said.country,
      isCompany: said.isCompany,
      vatId: orNull(said.vatId),
      email: orNull(said.email),
      language: said.language,
      extra: profile.extra,
    }
    save.mutate({ body }, { onSuccess: () => tellDone(t('billingProfile.saved')) })
  }
  return (
    <Card maw={620}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('billingProfile.legalName')}
            value={said.legalName}
            onChange={(event) => put({ legalName: event.currentTarget.value })}
            error={tried && !nameFits ? t('billingProfile.needed') : undefined}
            maxLength={200}
            autoComplete="organization"
            required
          />
          <Textarea
            label={t('billingProfile.address')}
            description={t('billingProfile.addressAbout')}
            value={said.address}
            onChange={(event) => put({ address: event.currentTarget.value })}
            autoComplete="street-address"
            maxLength={1600}
            minRows={3}
            autosize
          />
          <TextInput
            label={t('billingProfile.country')}
            description={t('billingProfile.countryAbout')}
            value={said.country}
            onChange={(event) => put({ country: event.currentTarget.value.toUpperCase().trim() })}
            error={tried && !countryFits ? t('billingProfile.countryFault') : undefined}
            maxLength={2}
            w={160}
            required
          />
          <Switch
            label={t('billingProfile.isCompany')}
            checked={said.isCompany}
            onChange={(event) => put({ isCompany: event.currentTarget.checked })}
          />
          <TextInput
            label={t('billingProfile.vatId')}
            value={said.vatId}
            onChange={(event) => put({ vatId: event.currentTarget.value })}
            maxLength={40}
          />
          <TextInput
            label={t('billingProfile.email')}
            description={t('billingProfile.emailAbout')}
            value={said.email}
            onChange={(event) => put({ email: event.currentTarget.value })}
            type="email"
            autoComplete="email"
            maxLength={254}
          />
          <Select
            label={t('billingProfile.language')}
            value={said.language}
            onChange={(value) => put({ language: value === 'ja' ? 'ja' : 'en' })}
            data={[
              { value: 'en', label: 'English' },
              { value: 'ja', label: '日本語' },
            ]}
            allowDeselect={false}
            w={220}
          />
          {save.error && <FaultNotice fault={save.error} />}
          <Button type="submit" loading={save.isPending} w="fit-content">
            {t('billingProfile.save')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
