import { Button, Code, Container, Group, Stack, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FaultNotice } from '../parts/states.tsx'
import { ApiFault } from '../api/call.ts'

/** What is shown when a page could not be drawn: what went wrong, and two ways on. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Container size="sm" py="xl" component="main" id="main">
      <Stack>
        <Title order={1}>{t('fault.pageTitle')}</Title>
        {error instanceof ApiFault ? (
          <FaultNotice fault={error} />
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
