import { Container, Group, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../parts/links.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Container size="sm" py={80} component="main" id="main">
      <title>{`${t('notFound.title')} · Trunkline`}</title>
      <Stack align="flex-start">
        <Text c="dimmed" fw={600}>
          404
        </Text>
        <Title order={1}>{t('notFound.title')}</Title>
        <Text>{t('notFound.text')}</Text>
        <Group>
          <LinkButton to="/">{t('notFound.overview')}</LinkButton>
          <LinkButton to="/messages" variant="default">
            {t('notFound.messages')}
          </LinkButton>
        </Group>
      </Stack>
    </Container>
  )
}
