import { Button, Card, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconFingerprint, IconShieldLock } from '@tabler/icons-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer, Body } from '../api/call.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { passkeysWork, signWithPasskey } from './passkeys.ts'

export type SecondFactors = Answer<'list-second-factors'>

/** Shows what changes how people log in only to somebody who showed lately who they are; asks for that before. */
export function Fresh({ children }: { children: ReactNode }) {
  const factors = useAsk('list-second-factors', {})
  if (factors.error)
    return <FaultNotice fault={factors.error} retry={() => void factors.refetch()} />
  if (factors.isPending) return <Waiting rows={2} />
  return factors.data.freshUntil === null ? <Proof proveBy={factors.data.proveBy} /> : children
}

function Proof({ proveBy }: Pick<SecondFactors, 'proveBy'>) {
  const { t } = useTranslation()
  const begin = useChange('begin-passkey-proof')
  const prove = useChange('prove-who-i-am', ['list-second-factors'])
  const kinds = proveBy.filter((one) => one === 'TOTP' || one === 'RECOVERY_CODE')
  const [recovery, setRecovery] = useState(!proveBy.includes('TOTP'))
  const [text, setText] = useState('')
  const [gaveUp, setGaveUp] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') prove.mutate({ body: bodyOf(proveBy, recovery, text) })
  }
  const byPasskey = () => {
    setGaveUp(false)
    begin.mutate(
      {},
      {
        onSuccess: (question) =>
          void signWithPasskey(question.passkey).then((passkey) => {
            if (passkey === null) setGaveUp(true)
            else prove.mutate({ body: { challenge: question.challenge, passkey } })
          }),
      },
    )
  }
  const fault = prove.error ?? begin.error
  return (
    <Card data-proof>
      <form onSubmit={submit} noValidate>
        <Stack align="flex-start">
          <Group gap="xs">
            <IconShieldLock size={20} aria-hidden />
            <Title order={2}>{t('security.proof')}</Title>
          </Group>
          <Text size="sm" c="dimmed">
            {t('security.proofAbout')}
          </Text>
          {(proveBy.includes('PASSWORD') || kinds.length > 0) && (
            <ProofField
              kind={proveBy.includes('PASSWORD') ? 'password' : recovery ? 'recovery' : 'code'}
              value={text}
              onChange={setText}
            />
          )}
          {gaveUp && (
            <Text size="sm" role="alert">
              {t('security.passkeyGivenUp')}
            </Text>
          )}
          {fault && <FaultNotice fault={fault} />}
          <Group>
            {(proveBy.includes('PASSWORD') || kinds.length > 0) && (
              <Button type="submit" loading={prove.isPending}>
                {t('security.proofSubmit')}
              </Button>
            )}
            {proveBy.includes('PASSKEY') && passkeysWork() && (
              <Button
                variant={kinds.length > 0 ? 'default' : 'filled'}
                leftSection={<IconFingerprint size={16} />}
                loading={begin.isPending}
                onClick={byPasskey}
              >
                {t('security.proofPasskey')}
              </Button>
            )}
            {kinds.length === 2 && (
              <Button variant="subtle" onClick={() => setRecovery(!recovery)}>
                {recovery ? t('login.useCode') : t('login.useRecovery')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

const bodyOf = (
  proveBy: SecondFactors['proveBy'],
  recovery: boolean,
  text: string,
): Body<'prove-who-i-am'> =>
  proveBy.includes('PASSWORD')
    ? { password: text }
    : recovery
      ? { recoveryCode: text.trim() }
      : { code: text.trim() }

function ProofField({
  kind,
  value,
  onChange,
}: {
  kind: 'password' | 'code' | 'recovery'
  value: string
  onChange: (text: string) => void
}) {
  const { t } = useTranslation()
  if (kind === 'password')
    return (
      <PasswordInput
        w="100%"
        maw={360}
        label={t('profile.current')}
        autoComplete="current-password"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{
          'aria-label': t('login.showPassword'),
          tabIndex: 0,
          'aria-hidden': false,
        }}
        required
      />
    )
  return <CodeField recovery={kind === 'recovery'} value={value} onChange={onChange} />
}

/** For the code of an app, or for a recovery code. */
export function CodeField({
  recovery,
  value,
  onChange,
  autoFocus = false,
}: {
  recovery: boolean
  value: string
  onChange: (text: string) => void
  autoFocus?: boolean
}) {
  const { t } = useTranslation()
  return (
    <TextInput
      w="100%"
      maw={360}
      label={recovery ? t('login.recoveryCode') : t('login.code')}
      description={recovery ? t('login.recoveryCodeAbout') : t('login.codeAbout')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      inputMode={recovery ? 'text' : 'numeric'}
      autoComplete={recovery ? 'off' : 'one-time-code'}
      autoCapitalize="characters"
      maxLength={recovery ? 40 : 20}
      autoFocus={autoFocus}
      required
    />
  )
}
