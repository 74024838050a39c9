import { Button, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Frame } from './frame.tsx'
import { linkToken } from './link-token.ts'
import { isLongEnough, NewPassword } from './new-password.tsx'
import { LinkFault } from './over.tsx'

/** The link of a sign-up: the address is confirmed, and a password chosen. */
export function ConfirmPage() {
  const { t } = useTranslation()
  const [token] = useState(linkToken)
  const looked = useAsk('look-at-sign-up', { body: { token } }, { retry: false })
  return (
    <Frame title={t('welcome.confirm')}>
      {looked.isPending && <Waiting rows={2} />}
      {looked.error && <LinkFault fault={looked.error} what={t('welcome.confirmOver')} />}
      {looked.data && <Form email={looked.data.email} token={token} />}
      <LinkAnchor to="/login" size="sm">
        {t('welcome.toLogIn')}
      </LinkAnchor>
    </Frame>
  )
}

function Form({ email, token }: { email: string; token: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const confirm = useChange('confirm-sign-up')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isLongEnough(password)) return
    confirm.mutate(
      { body: { token, password } },
      {
        onSuccess: () => {
          tellDone(t('welcome.confirmed'))
          void navigate({ to: '/login' })
        },
      },
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{t('welcome.confirmAbout', { email })}</Text>
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <NewPassword
          label={t('welcome.password')}
          value={password}
          onChange={setPassword}
          tried={tried}
        />
        {confirm.error && <FaultNotice fault={confirm.error} />}
        <Button type="submit" loading={confirm.isPending} fullWidth>
          {t('welcome.confirmSend')}
        </Button>
      </Stack>
    </form>
  )
}
