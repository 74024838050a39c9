import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import i18next from 'i18next'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { useRoleName } from '../roles/role-name.ts'
import { Frame } from './frame.tsx'
import { linkToken } from './link-token.ts'
import { isLongEnough, NewPassword } from './new-password.tsx'
import { LinkFault } from './over.tsx'

/** The link of an invitation: a password is chosen, unless the person has one here already. */
export function InvitationPage() {
  const { t } = useTranslation()
  const [token] = useState(linkToken)
  const looked = useAsk('look-at-invitation', { body: { token } }, { retry: false })
  return (
    <Frame title={t('welcome.invitation')}>
      {looked.isPending && <Waiting rows={2} />}
      {looked.error && <LinkFault fault={looked.error} what={t('welcome.invitationOver')} />}
      {looked.data && <Form invitation={looked.data} token={token} />}
      <LinkAnchor to="/login" size="sm">
        {t('welcome.toLogIn')}
      </LinkAnchor>
    </Frame>
  )
}

function Form({ invitation, token }: { invitation: Answer<'look-at-invitation'>; token: string }) {
  const { t } = useTranslation()
  const roleName = useRoleName()
  const navigate = useNavigate()
  const accept = useChange('accept-invitation')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const { isKnown, email, accountName: account, invitedBy } = invitation
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isKnown && !isLongEnough(password)) return
    const chosen = isKnown ? {} : { password, name: name.trim() }
    accept.mutate(
      { body: { token, locale: i18next.language, ...chosen } },
      {
        onSuccess: () => {
          tellDone(t('welcome.joined', { account }))
          void navigate({ to: '/login' })
        },
      },
    )
  }
  const role = roleName(invitation.role)
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">
          {invitedBy === null
            ? t('welcome.invited', { account, role })
            : t('welcome.invitedBy', { account, role, inviter: invitedBy })}
        </Text>
        {isKnown ? (
          <Text size="sm">{t('welcome.known', { email })}</Text>
        ) : (
          <>
            <TextInput label={t('login.email')} value={email} readOnly autoComplete="username" />
            <TextInput
              label={t('welcome.name')}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
            />
            <NewPassword
              label={t('welcome.password')}
              value={password}
              onChange={setPassword}
              tried={tried}
            />
          </>
        )}
        {accept.error && <FaultNotice fault={accept.error} />}
        <Button type="submit" loading={accept.isPending} fullWidth>
          {t('welcome.accept')}
        </Button>
      </Stack>
    </form>
  )
}
