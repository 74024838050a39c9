import { Modal, Stack, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../parts/code-block.tsx'
import { copyLanguages, KEY_VARIABLE, requestCode, type CopyLanguage } from './copy-as.ts'
import type { SendRequest } from './request.ts'
import { LinkAnchor } from '../parts/links.tsx'

/** The request of the composer, ready to be run elsewhere. */
export function CopyAs({
  opened,
  onClose,
  request,
}: {
  opened: boolean
  onClose: () => void
  request: SendRequest | null
}) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<CopyLanguage>('curl')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t('compose.code.title')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <Stack>
        <Text size="sm">
          {t('compose.code.about', { variable: KEY_VARIABLE })}{' '}
          <LinkAnchor to="/api-keys" size="sm">
            {t('compose.code.key')}
          </LinkAnchor>
        </Text>
        <Tabs
          value={language}
          onChange={(value) => setLanguage((value ?? 'curl') as CopyLanguage)}
          keepMounted={false}
        >
          <Tabs.List>
            {Object.entries(copyLanguages).map(([code, name]) => (
              <Tabs.Tab key={code} value={code}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {request &&
            Object.entries(copyLanguages).map(([code, name]) => (
              <Tabs.Panel key={code} value={code} pt="sm">
                <CodeBlock
                  label={name}
                  code={requestCode(
                    code as CopyLanguage,
                    `${location.origin}/sms/3/messages`,
                    request,
                  )}
                />
              </Tabs.Panel>
            ))}
        </Tabs>
      </Stack>
    </Modal>
  )
}
