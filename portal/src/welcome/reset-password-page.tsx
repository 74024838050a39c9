import { Button, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { tellDone } from '../parts/tell.ts'
import { Frame } from './frame.tsx'
import { linkToken } from './link-token.ts'
import { isLongEnough, NewPassword } from './new-password.tsx'
import { LinkFault } from './over.tsx'

/** The link to a new password. */
export function ResetPasswordPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [token] = useState(linkToken)
  const finish = useChange('finish-password-reset')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isLongEnough(password)) return
    finish.mutate(
      { body: { token, password } },
      {
        onSuccess: () => {
          tellDone(t('welcome.resetDone'))
          void navigate({ to: '/login' })
        },
      },
    )
  }
  return (
    <Frame title={t('welcome.reset')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <NewPassword
            label={t('welcome.newPassword')}
            value={password}
            onChange={setPassword}
            tried={tried}
          />
          {finish.error && <LinkFault fault={finish.error} what={t('welcome.resetOver')} />}
          <Button type="submit" loading={finish.isPending} fullWidth>
            {t('welcome.resetSend')}
          </Button>
        </Stack>
      </form>
      <LinkAnchor to="/forgot-password" size="sm">
        {t('welcome.again')}
      </LinkAnchor>
    </Frame>
  )
}
