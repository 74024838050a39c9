import { Button, Card, Radio, Stack, Switch, Title } from '@mantine/core'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { Fresh } from '../security/proof.tsx'
import { ProviderSettings } from './provider-settings.tsx'

type Policy = Answer<'get-login-policy'>
const choices = ['OPTIONAL', 'OWNERS_AND_ADMINS', 'ALL'] as const

/** How the people of the account log in. */
export function LoginSettingsPage() {
  const { t } = useTranslation()
  const policy = useAsk('get-login-policy', {})
  const sso = useAsk('get-sso', {})
  const fault = policy.error ?? sso.error
  return (
    <Page title={t('loginSettings.title')} about={t('loginSettings.about')}>
      {fault && (
        <FaultNotice
          fault={fault}
          retry={() => void Promise.all([policy.refetch(), sso.refetch()])}
        />
      )}
      {(policy.isPending || sso.isPending) && !fault && <Waiting rows={3} />}
      {policy.data && sso.data && (
        <Fresh>
          <PolicyForm policy={policy.data} />
          <ProviderSettings sso={sso.data} />
        </Fresh>
      )}
    </Page>
  )
}

function PolicyForm({ policy }: { policy: Policy }) {
  const { t } = useTranslation()
  const save = useChange('update-login-policy', ['get-login-policy', 'list-second-factors'])
  const [wanted, setWanted] = useState(policy)
  useEffect(() => setWanted(policy), [policy])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ body: wanted }, { onSuccess: () => tellDone(t('loginSettings.saved')) })
  }
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack align="flex-start">
          <Title order={2}>{t('loginSettings.secondFactor')}</Title>
          <Radio.Group
            label={t('loginSettings.whoNeeds')}
            description={t('loginSettings.whoNeedsAbout')}
            value={wanted.secondFactor}
            onChange={(value) =>
              setWanted({ ...wanted, secondFactor: value as Policy['secondFactor'] })
            }
          >
            <Stack gap="xs" mt="xs">
              {choices.map((one) => (
                <Radio key={one} value={one} label={t(`loginSettings.who.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Switch
            label={t('loginSettings.passwordApi')}
            description={t('loginSettings.passwordApiAbout')}
            checked={wanted.passwordApi}
            onChange={(event) => setWanted({ ...wanted, passwordApi: event.currentTarget.checked })}
          />
          {save.error && <FaultNotice fault={save.error} />}
          <Button type="submit" loading={save.isPending}>
            {t('loginSettings.save')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
