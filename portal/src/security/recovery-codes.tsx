import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Copy } from '../parts/copy.tsx'

/** Codes that are shown this once. */
export function NewRecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useTranslation()
  const panel = useRef<HTMLDivElement>(null)
  // They stand above the form that made them, and must not be missed.
  useEffect(() => panel.current?.focus(), [codes])
  return (
    <Alert
      ref={panel}
      tabIndex={-1}
      color="yellow"
      title={t('security.codesTitle')}
      data-recovery-codes
    >
      <Stack align="flex-start">
        <Text size="sm">{t('security.codesAbout')}</Text>
        <SimpleGrid
          component="ul"
          cols={2}
          spacing="lg"
          verticalSpacing={4}
          m={0}
          p={0}
          style={{ listStyle: 'none' }}
        >
          {codes.map((code) => (
            <Text component="li" key={code} className="mono" fw={600}>
              {code}
            </Text>
          ))}
        </SimpleGrid>
        <Group>
          <Copy text={codes.join('\n')} what={t('security.codes')} wide />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={14} />}
            onClick={() => print()}
          >
            {t('security.print')}
          </Button>
          <Button size="xs" onClick={done}>
            {t('security.codesKept')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
