import { Anchor, Button, Card, Code, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { renew, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { Copy } from '../parts/copy.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { makePasskey, passkeysWork } from './passkeys.ts'
import { CodeField } from './proof.tsx'
import { QrCode } from './qr-code.tsx'

type Added = (codes: readonly string[]) => void
type TotpSetUp = Answer<'begin-totp'>

const changed = () => renew('list-second-factors')

/** The two ways to a second factor. */
export function SetUp({ passkeyOrigin, added }: { passkeyOrigin: string | null; added: Added }) {
  return (
    <>
      <AddTotp added={added} />
      <AddPasskey passkeyOrigin={passkeyOrigin} added={added} />
    </>
  )
}

function AddTotp({ added }: { added: Added }) {
  const { t } = useTranslation()
  const begin = useChange('begin-totp')
  const [name, setName] = useState('')
  const start = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate({ body: { name: name.trim() || t('security.totpName') } })
  }
  const done: Added = (codes) => {
    begin.reset()
    setName('')
    added(codes)
  }
  return (
    <Card>
      <Stack>
        <Group gap="xs">
          <IconDeviceMobile size={20} aria-hidden />
          <Title order={2}>{t('security.totp')}</Title>
        </Group>
        <Text size="sm" c="dimmed">
          {t('security.totpAbout')}
        </Text>
        {begin.data ? (
          <ConfirmTotp setUp={begin.data} added={done} />
        ) : (
          <form onSubmit={start} noValidate>
            <Stack align="flex-start">
              <TextInput
                w="100%"
                maw={360}
                label={t('security.name')}
                placeholder={t('security.totpName')}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={100}
              />
              {begin.error && <FaultNotice fault={begin.error} />}
              <Button type="submit" loading={begin.isPending}>
                {t('security.totpBegin')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Card>
  )
}

function ConfirmTotp({ setUp, added }: { setUp: TotpSetUp; added: Added }) {
  const { t } = useTranslation()
  const confirm = useChange('confirm-totp')
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() === '') return
    confirm.mutate(
      { params: { id: setUp.id }, body: { code: code.trim() } },
      {
        onSuccess: ({ recoveryCodes }) => {
          tellDone(t('security.added'))
          added(recoveryCodes)
          void changed()
        },
      },
    )
  }
  // In groups it can be typed; the app wants it without.
  const typed = setUp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
  return (
    <form onSubmit={submit} noValidate>
      <Stack align="flex-start">
        <Text size="sm">{t('security.scan')}</Text>
        <QrCode text={setUp.uri} label={t('security.qr')} />
        <Text size="sm">{t('security.orType')}</Text>
        <Group gap="xs">
          <Code data-secret>{typed}</Code>
          <Copy text={setUp.secret} what={t('security.secret')} />
        </Group>
        <CodeField recovery={false} value={code} onChange={setCode} autoFocus />
        {confirm.error && <FaultNotice fault={confirm.error} />}
        <Button type="submit" loading={confirm.isPending}>
          {t('security.totpConfirm')}
        </Button>
      </Stack>
    </form>
  )
}

function AddPasskey({ passkeyOrigin, added }: { passkeyOrigin: string | null; added: Added }) {
  const { t } = useTranslation()
  const begin = useChange('begin-passkey')
  const finish = useChange('finish-passkey')
  const [name, setName] = useState('')
  const [gaveUp, setGaveUp] = useState(false)
  const start = (event: FormEvent) => {
    event.preventDefault()
    setGaveUp(false)
    begin.mutate(
      {},
      {
        onSuccess: ({ challenge, passkey }) =>
          void makePasskey(passkey).then((registration) => {
            if (registration === null) return setGaveUp(true)
            const body = { challenge, registration, name: name.trim() || t('security.passkeyName') }
            return finish.mutate(
              { body },
              {
                onSuccess: ({ recoveryCodes }) => {
                  tellDone(t('security.added'))
                  setName('')
                  added(recoveryCodes)
                  void changed()
                },
              },
            )
          }),
      },
    )
  }
  const fault = begin.error ?? finish.error
  const here = passkeyOrigin === location.origin && passkeysWork()
  return (
    <Card>
      <form onSubmit={start} noValidate>
        <Stack align="flex-start">
          <Group gap="xs">
            <IconFingerprint size={20} aria-hidden />
            <Title order={2}>{t('security.passkey')}</Title>
          </Group>
          <Text size="sm" c="dimmed">
            {t('security.passkeyAbout')}
          </Text>
          {here ? (
            <>
              <TextInput
                w="100%"
                maw={360}
                label={t('security.name')}
                placeholder={t('security.passkeyName')}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={100}
              />
              {gaveUp && (
                <Text size="sm" role="alert">
                  {t('security.passkeyGivenUp')}
                </Text>
              )}
              {fault && <FaultNotice fault={fault} />}
              <Button type="submit" loading={begin.isPending || finish.isPending}>
                {t('security.passkeyBegin')}
              </Button>
            </>
          ) : (
            <NotHere origin={passkeyOrigin} />
          )}
        </Stack>
      </form>
    </Card>
  )
}

/** Why this address knows no passkeys, and where they work. */
function NotHere({ origin }: { origin: string | null }) {
  const { t } = useTranslation()
  if (origin === null) return <Text size="sm">{t('security.passkeyNowhere')}</Text>
  if (origin === location.origin) return <Text size="sm">{t('security.passkeyUnknown')}</Text>
  return (
    <Text size="sm">
      {t('security.passkeyElsewhere')}{' '}
      <Anchor href={`${origin}/portal/security`} size="sm">
        {origin}
      </Anchor>
    </Text>
  )
}
