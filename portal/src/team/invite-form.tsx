import { Button, Select, Stack, TextInput } from '@mantine/core'
import i18next from 'i18next'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { languages } from '../language/index.ts'
import { FaultNotice } from '../parts/states.tsx'
import { looksLikeEmail } from '../welcome/email.ts'
import { useRoles } from './use-roles.ts'

/** Asks somebody to join. */
export function InviteForm({ done }: { done: (email: string) => void }) {
  const { t } = useTranslation()
  const roles = useRoles()
  const invite = useChange('create-invitation', ['list-invitations'])
  const [email, setEmail] = useState('')
  const [roleId, setRoleId] = useState<string | null>(null)
  const [locale, setLocale] = useState(i18next.language)
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!looksLikeEmail(email) || roleId === null) return
    const body = { email: email.trim(), roleId, locale }
    invite.mutate({ body }, { onSuccess: (made) => done(made.email) })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('login.email')}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={tried && !looksLikeEmail(email) ? t('welcome.emailMissing') : undefined}
          maxLength={254}
          required
          data-autofocus
        />
        <Select
          label={t('team.role')}
          description={t('team.roleAbout')}
          data={roles}
          value={roleId}
          onChange={setRoleId}
          error={tried && roleId === null ? t('team.roleMissing') : undefined}
          required
        />
        <Select
          label={t('team.language')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={locale}
          onChange={(value) => setLocale(value ?? 'en')}
          allowDeselect={false}
        />
        {invite.error && <FaultNotice fault={invite.error} />}
        <Button type="submit" loading={invite.isPending}>
          {t('team.send')}
        </Button>
      </Stack>
    </form>
  )
}
