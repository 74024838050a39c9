import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'

let lastPath: string | null = null

/** The frame of every page: its title (in the browser's tab too), a sentence on it, and what can be done. */
export function Page({
  title,
  about,
  actions,
  children,
}: {
  title: string
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // After a change of page a screen reader goes on at its heading; on a fresh load it starts at the top.
    if (lastPath !== null && lastPath !== location.pathname)
      heading.current?.focus({ preventScroll: true })
    lastPath = location.pathname
  }, [])
  return (
    <Stack gap="lg">
      <title>{`${title} · Trunkline`}</title>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box flex={1} miw={260}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {about !== undefined && (
            <Text c="dimmed" size="sm" maw={720} mt={2}>
              {about}
            </Text>
          )}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
