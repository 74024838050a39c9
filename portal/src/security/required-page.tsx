import { Box, Button, Center, Group, Stack, Text, Title } from '@mantine/core'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { forgetEverything } from '../app/session.ts'
import { LanguageMenu } from '../language/language-menu.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { Fresh } from './proof.tsx'
import { NewRecoveryCodes } from './recovery-codes.tsx'
import { SetUp } from './set-up.tsx'

const route = getRouteApi('/second-factor')

/** Where somebody is led whose account asks for a second factor, and who has none. */
export function RequiredPage() {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const router = useRouter()
  const navigate = useNavigate()
  const factors = useAsk('list-second-factors', {})
  const logOut = useChange('portal-log-out')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const goOn = () => {
    // What was read before said that this page comes first.
    forgetEverything()
    router.history.replace(`/portal${next ?? '/'}`)
  }
  const leave = () =>
    logOut.mutate(
      {},
      { onSettled: () => void navigate({ to: '/login', search: {} }).then(forgetEverything) },
    )
  return (
    <Box component="main" id="main" mih="100dvh" p="md">
      <title>{`${t('security.required')} · Trunkline`}</title>
      <Group justify="flex-end">
        <LanguageMenu />
        <Button variant="subtle" onClick={leave} loading={logOut.isPending}>
          {t('nav.logOut')}
        </Button>
      </Group>
      <Center>
        <Stack w="100%" maw={560}>
          <Title order={1}>{t('security.required')}</Title>
          <Text c="dimmed">{t('security.requiredAbout')}</Text>
          {factors.error && (
            <FaultNotice fault={factors.error} retry={() => void factors.refetch()} />
          )}
          {factors.isPending && <Waiting rows={2} />}
          {codes !== null && <NewRecoveryCodes codes={codes} done={goOn} />}
          {factors.data && codes === null && (
            <Fresh>
              <SetUp passkeyOrigin={factors.data.passkeyOrigin} added={setCodes} />
            </Fresh>
          )}
        </Stack>
      </Center>
    </Box>
  )
}
