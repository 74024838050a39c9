import { Button, Code, Container, Group, Stack, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FaultNotice } from '../parts/states.tsx'
import { api, ApiFault } from '../api/call.ts'

/** A part of the portal could not be fetched: the server is away, or it was updated under the open page. */
const isMissingPart = (error: unknown): boolean =>
  error instanceof Error && /preload|dynamically imported|importing a module/i.test(error.message)

/** Only a page that will come is worth leaving this one for. */
async function reloadWhenReachable(): Promise<void> {
  await api('get-me', {}).catch((fault: unknown) => {
    if (!(fault instanceof ApiFault) || fault.status === 0) throw fault
  })
  location.reload()
}

/** What is shown when a page could not be drawn: what went wrong, and two ways on. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const missing = isMissingPart(error)
  const again = () => {
    if (missing) return void reloadWhenReachable().catch(() => undefined)
    reset()
    void router.invalidate()
  }
  return (
    <Container size="sm" py="xl" component="main" id="main">
      <Stack>
        <Title order={1}>{t('fault.pageTitle')}</Title>
        {error instanceof ApiFault || missing ? (
          <FaultNotice
            fault={error instanceof ApiFault ? error : new ApiFault({ status: 0, description: '' })}
          />
        ) : (
          <>
            <Text>{t('fault.pageText')}</Text>
            <Code block>{String(error instanceof Error ? error.message : error)}</Code>
          </>
        )}
        <Group>
          <Button leftSection={<IconRefresh size={16} />} onClick={again}>
            {t('fault.retry')}
          </Button>
          <Button component="a" href="/portal/" variant="default">
            {t('fault.toOverview')}
          </Button>
        </Group>
      </Stack>
    </Container>
  )
}
