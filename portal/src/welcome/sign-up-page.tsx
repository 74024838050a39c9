import { Alert, Anchor, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import i18next from 'i18next'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { Frame } from './frame.tsx'
import { looksLikeEmail } from './email.ts'

/** An account of one's own, where the installation takes strangers. */
export function SignUpPage() {
  const { t } = useTranslation()
  const terms = useAsk('get-sign-up-terms', {})
  const [sentTo, setSentTo] = useState<string | null>(null)
  return (
    <Frame title={t('welcome.signUp')}>
      {terms.isPending && <Waiting rows={3} />}
      {terms.error && <FaultNotice fault={terms.error} retry={() => void terms.refetch()} />}
      {terms.data && !terms.data.open && <Text>{t('welcome.closed')}</Text>}
      {terms.data?.open && sentTo === null && <Form terms={terms.data} done={setSentTo} />}
      {sentTo !== null && (
        <Alert color="green" icon={<IconMail />} title={t('welcome.look')} role="status">
          <Text size="sm">{t('welcome.signUpSent', { email: sentTo })}</Text>
        </Alert>
      )}
      <LinkAnchor to="/login" size="sm">
        {t('welcome.toLogIn')}
      </LinkAnchor>
    </Frame>
  )
}

function Form({
  terms,
  done,
}: {
  terms: Answer<'get-sign-up-terms'>
  done: (email: string) => void
}) {
  const { t } = useTranslation()
  const signUp = useChange('sign-up')
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [company, setCompany] = useState('')
  const [ofAge, setOfAge] = useState(false)
  const [agrees, setAgrees] = useState(false)
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!looksLikeEmail(email) || name.trim() === '' || !ofAge || !agrees) return
    const body = {
      email: email.trim(),
      name: name.trim(),
      company: company.trim(),
      person: company.trim() === '' ? ('natural' as const) : ('legal' as const),
      locale: i18next.language,
      ofAge,
      termsVersion: terms.termsVersion,
    }
    signUp.mutate({ body }, { onSuccess: () => done(body.email) })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('welcome.signUpAbout')}
        </Text>
        <TextInput
          label={t('login.email')}
          type="email"
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={tried && !looksLikeEmail(email) ? t('welcome.emailMissing') : undefined}
          maxLength={254}
          required
        />
        <TextInput
          label={t('welcome.name')}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' ? t('welcome.nameMissing') : undefined}
          maxLength={100}
          required
        />
        <TextInput
          label={t('welcome.company')}
          description={t('welcome.companyAbout')}
          autoComplete="organization"
          value={company}
          onChange={(event) => setCompany(event.currentTarget.value)}
          maxLength={100}
        />
        <Checkbox
          label={t('welcome.ofAge')}
          checked={ofAge}
          onChange={(event) => setOfAge(event.currentTarget.checked)}
          error={tried && !ofAge ? t('welcome.ofAgeMissing') : undefined}
        />
        <Checkbox
          label={
            terms.termsUrl === null ? (
              t('welcome.agrees')
            ) : (
              <>
                {t('welcome.agrees')}{' '}
                <Anchor href={terms.termsUrl} target="_blank" rel="noreferrer">
                  {t('welcome.readTerms')}
                </Anchor>
              </>
            )
          }
          checked={agrees}
          onChange={(event) => setAgrees(event.currentTarget.checked)}
          error={tried && !agrees ? t('welcome.agreesMissing') : undefined}
        />
        {signUp.error && <FaultNotice fault={signUp.error} />}
        <Button type="submit" loading={signUp.isPending} fullWidth>
          {t('welcome.signUpSend')}
        </Button>
      </Stack>
    </form>
  )
}
