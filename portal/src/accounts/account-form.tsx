import { Button, Checkbox, ColorInput, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Body } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'
import type { Account } from './accounts-page.tsx'

type NewKind = Body<'create-account'>['kind']
type Person = 'NATURAL' | 'LEGAL'
/** What may stand below what; the server has the last word. */
const kindsBelow: Record<Account['kind'], NewKind[]> = {
  OWNER: ['CUSTOMER', 'RESELLER', 'SUB_ACCOUNT'],
  RESELLER: ['CUSTOMER', 'SUB_ACCOUNT'],
  CUSTOMER: ['SUB_ACCOUNT'],
  SUB_ACCOUNT: ['SUB_ACCOUNT'],
}
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Makes an account below the own one, or changes what one is called and looks like. */
export function AccountForm({
  account,
  parentKind,
  done,
}: {
  account: Account | null
  parentKind: Account['kind']
  done: (name: string) => void
}) {
  const { t } = useTranslation()
  const create = useChange('create-account', ['list-accounts'])
  const change = useChange('change-account', ['list-accounts'])
  const kinds = kindsBelow[parentKind]
  const [name, setName] = useState(account?.name ?? '')
  const [kind, setKind] = useState<NewKind>(kinds[0]!)
  const [person, setPerson] = useState<Person | null>(account?.person ?? null)
  const [ofAge, setOfAge] = useState(account?.declaredOfAge ?? false)
  const [brand, setBrand] = useState({
    displayName: account?.branding.displayName ?? '',
    color: account?.branding.color ?? '',
    logoUrl: account?.branding.logoUrl ?? '',
    supportEmail: account?.branding.supportEmail ?? '',
  })
  const [region, setRegion] = useState(account?.dataRegion ?? '')
  const [hold, setHold] = useState(account?.ambiguous === 'HOLD')
  const [tried, setTried] = useState(false)
  const ageMissing = account === null && person === 'NATURAL' && !ofAge
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || ageMissing) return
    const body = {
      name: name.trim(),
      person,
      dataRegion: orNull(region),
      ambiguous: hold ? ('HOLD' as const) : ('RESEND' as const),
      branding: {
        displayName: orNull(brand.displayName),
        color: orNull(brand.color),
        logoUrl: orNull(brand.logoUrl),
        supportEmail: orNull(brand.supportEmail),
      },
    }
    const onSuccess = () => done(body.name)
    if (account) change.mutate({ params: { accountKey: account.key }, body }, { onSuccess })
    else create.mutate({ body: { ...body, kind, declaredOfAge: ofAge } }, { onSuccess })
  }
  const fault = create.error ?? change.error
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('accounts.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' ? t('accounts.nameMissing') : undefined}
          maxLength={100}
          required
          data-autofocus
        />
        {account === null && (
          <Select
            label={t('accounts.kindLabel')}
            description={t('accounts.kindAbout')}
            data={kinds.map((one) => ({ value: one, label: t(`accounts.kind.${one}`) }))}
            value={kind}
            onChange={(value) => value !== null && setKind(value as NewKind)}
            allowDeselect={false}
          />
        )}
        <Select
          label={t('accounts.person')}
          description={t('accounts.personAbout')}
          data={(['LEGAL', 'NATURAL'] as const).map((one) => ({
            value: one,
            label: t(`accounts.personKind.${one}`),
          }))}
          value={person}
          onChange={(value) => setPerson(value as Person | null)}
          clearable
          clearButtonProps={{ 'aria-label': t('accounts.clearPerson') }}
        />
        {account === null && person === 'NATURAL' && (
          <Checkbox
            label={t('accounts.ofAge')}
            checked={ofAge}
            onChange={(event) => setOfAge(event.currentTarget.checked)}
            error={tried && ageMissing ? t('accounts.ofAgeMissing') : undefined}
          />
        )}
        <TextInput
          label={t('accounts.displayName')}
          description={t('accounts.displayNameAbout')}
          value={brand.displayName}
          onChange={(event) => setBrand({ ...brand, displayName: event.currentTarget.value })}
          maxLength={100}
        />
        <ColorInput
          label={t('accounts.color')}
          value={brand.color}
          onChange={(color) => setBrand({ ...brand, color })}
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': t('accounts.pickColor') }}
        />
        <TextInput
          label={t('accounts.logo')}
          placeholder="https://"
          value={brand.logoUrl}
          onChange={(event) => setBrand({ ...brand, logoUrl: event.currentTarget.value })}
          maxLength={2048}
        />
        <TextInput
          label={t('accounts.supportEmail')}
          type="email"
          value={brand.supportEmail}
          onChange={(event) => setBrand({ ...brand, supportEmail: event.currentTarget.value })}
          maxLength={254}
        />
        <Checkbox
          label={t('accounts.hold')}
          description={t('accounts.holdAbout')}
          checked={hold}
          onChange={(event) => setHold(event.currentTarget.checked)}
        />
        <TextInput
          label={t('accounts.region')}
          description={t('accounts.regionAbout')}
          value={region}
          onChange={(event) => setRegion(event.currentTarget.value)}
          maxLength={50}
        />
        {fault && <FaultNotice fault={fault} />}
        <Button type="submit" loading={create.isPending || change.isPending}>
          {account ? t('accounts.save') : t('accounts.make')}
        </Button>
      </Stack>
    </form>
  )
}
