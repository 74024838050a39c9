import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** To and fro in a list that is read page by page; nothing when it has one. @param cursors of the pages up to this one */
export function Pages({
  next,
  cursors,
  go,
}: {
  next: string | null
  cursors: readonly string[]
  go: (cursors: string[]) => void
}) {
  const { t } = useTranslation()
  if (next === null && cursors.length === 0) return null
  return (
    <Group justify="center">
      <Button
        variant="default"
        disabled={cursors.length === 0}
        onClick={() => go(cursors.slice(0, -1))}
      >
        {t('invoices.newer')}
      </Button>
      <Button
        variant="default"
        disabled={next === null}
        onClick={() => next !== null && go([...cursors, next])}
      >
        {t('invoices.older')}
      </Button>
    </Group>
  )
}
