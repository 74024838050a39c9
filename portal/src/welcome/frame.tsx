import { Box, Card, Center, Group, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { LanguageMenu } from '../language/language-menu.tsx'

/** Around a page for people who are not logged in: one card, and the choice of a language. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="main" id="main" mih="100dvh" p="md">
      <title>{`${title} · Trunkline`}</title>
      <Group justify="flex-end">
        <LanguageMenu />
      </Group>
      <Center mih="calc(100dvh - 140px)">
        <Card w="100%" maw={460} p="xl" shadow="sm">
          <Stack>
            <Group gap="sm" wrap="nowrap">
              <img src="/portal/icon.svg" width={36} height={36} alt="" />
              <Title order={1}>{title}</Title>
            </Group>
            {children}
          </Stack>
        </Card>
      </Center>
    </Box>
  )
}
