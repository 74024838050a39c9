import { ActionIcon, Button, CopyButton, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A small button that copies, and says that it did. */
export function Copy({ text, what, wide = false }: { text: string; what: string; wide?: boolean }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => {
        const label = copied ? t('copy.done') : t('copy.copy', { what })
        return (
          <>
            {wide ? (
              <Button
                variant="default"
                size="xs"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              >
                {label}
              </Button>
            ) : (
              <Tooltip label={label}>
                <ActionIcon
                  variant="subtle"
                  color={copied ? 'green' : 'gray'}
                  onClick={copy}
                  aria-label={label}
                  size="sm"
                >
                  {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                </ActionIcon>
              </Tooltip>
            )}
            <VisuallyHidden role="status">{copied ? t('copy.done') : ''}</VisuallyHidden>
          </>
        )
      }}
    </CopyButton>
  )
}
