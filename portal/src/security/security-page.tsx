import { Button, Card, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { confirm } from '../parts/confirm.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellFault } from '../parts/tell.ts'
import { Factors } from './factor-list.tsx'
import { Fresh } from './proof.tsx'
import { NewRecoveryCodes } from './recovery-codes.tsx'
import { SetUp } from './set-up.tsx'

/** How I log in, beside the password. */
export function SecurityPage() {
  const { t } = useTranslation()
  const factors = useAsk('list-second-factors', {})
  const [codes, setCodes] = useState<readonly string[]>([])
  return (
    <Page title={t('security.title')} about={t('security.about')}>
      {factors.error && <FaultNotice fault={factors.error} retry={() => void factors.refetch()} />}
      {factors.isPending && <Waiting rows={3} />}
      {codes.length > 0 && <NewRecoveryCodes codes={codes} done={() => setCodes([])} />}
      {factors.data && (
        <>
          <Factors data={factors.data} />
          <Fresh>
            <SetUp passkeyOrigin={factors.data.passkeyOrigin} added={setCodes} />
            {factors.data.factors.length > 0 && (
              <RecoveryCodes left={factors.data.recoveryCodesLeft} made={setCodes} />
            )}
          </Fresh>
        </>
      )}
    </Page>
  )
}

function RecoveryCodes({ left, made }: { left: number; made: (codes: readonly string[]) => void }) {
  const { t } = useTranslation()
  const make = useChange('create-recovery-codes', ['list-second-factors'])
  const ask = async () => {
    const sure = await confirm({
      title: t('security.codesNew'),
      text: t('security.codesNewText'),
      action: t('security.codesNew'),
    })
    if (sure)
      make.mutate({}, { onSuccess: ({ recoveryCodes }) => made(recoveryCodes), onError: tellFault })
  }
  return (
    <Card>
      <Stack align="flex-start">
        <Title order={2}>{t('security.codes')}</Title>
        <Text size="sm" c="dimmed">
          {t('security.codesLeft', { count: left })}
        </Text>
        <Button variant="default" loading={make.isPending} onClick={() => void ask()}>
          {t('security.codesNew')}
        </Button>
      </Stack>
    </Card>
  )
}
