import { Button, Stack, Text } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { passkeysWork, signWithPasskey } from '../security/passkeys.ts'
import { CodeField } from '../security/proof.tsx'
import { LoginFault } from './login-fault.tsx'

export type Outcome = Answer<'portal-log-in'>
export type NextStep = Extract<Outcome, { next: string }>

/** What comes after the password: a code, a passkey, or a recovery code. */
export function SecondStep({
  step,
  done,
  again,
}: {
  step: NextStep
  done: (outcome: Outcome) => void
  again: () => void
}) {
  const { t } = useTranslation()
  const answer = useChange('portal-log-in-second-factor')
  const hasCode = step.methods.includes('TOTP')
  const hasRecovery = step.methods.includes('RECOVERY_CODE')
  const question = step.methods.includes('PASSKEY') && passkeysWork() ? step.passkey : null
  const [recovery, setRecovery] = useState(!hasCode && question === null)
  const [text, setText] = useState('')
  const [gaveUp, setGaveUp] = useState(false)
  const challenge = step.challenge ?? ''
  const send = (shown: object) =>
    answer.mutate({ body: { challenge, ...shown } }, { onSuccess: done })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = text.trim()
    if (given !== '') send(recovery ? { recoveryCode: given } : { code: given })
  }
  const byPasskey = async () => {
    setGaveUp(false)
    const passkey = question && (await signWithPasskey(question))
    if (passkey) send({ passkey })
    else setGaveUp(true)
  }
  const change = (to: boolean) => {
    setRecovery(to)
    setText('')
    answer.reset()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('login.secondAbout')}
        </Text>
        {answer.error && <LoginFault fault={answer.error} />}
        {gaveUp && (
          <Text size="sm" role="alert">
            {t('security.passkeyGivenUp')}
          </Text>
        )}
        {question !== null && (
          <Button
            leftSection={<IconFingerprint size={16} />}
            variant={hasCode ? 'default' : 'filled'}
            onClick={() => void byPasskey()}
          >
            {t('login.usePasskey')}
          </Button>
        )}
        {(hasCode || recovery) && (
          <>
            <CodeField
              key={String(recovery)}
              recovery={recovery}
              value={text}
              onChange={setText}
              autoFocus
            />
            <Button type="submit" loading={answer.isPending} fullWidth>
              {t('login.submit')}
            </Button>
          </>
        )}
        {hasRecovery && !recovery && (
          <Button variant="subtle" onClick={() => change(true)}>
            {t('login.useRecovery')}
          </Button>
        )}
        {recovery && hasCode && (
          <Button variant="subtle" onClick={() => change(false)}>
            {t('login.useCode')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={again}>
          {t('login.again')}
        </Button>
      </Stack>
    </form>
  )
}
