import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconFishHook } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Copy } from '../parts/copy.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { DeleteEntry, Entries, Entry } from './entries.tsx'

const LOOK_MS = 3_000

export function Catchers() {
  const { t } = useTranslation()
  const found = useAsk('list-catchers', {})
  const create = useChange('create-catcher', ['list-catchers'])
  const remove = useChange('delete-catcher', ['list-catchers'])
  const [shown, setShown] = useState<string | null>(null)
  const first = found.data?.results[0]?.id ?? null
  const looked = found.data?.results.some((one) => one.id === shown) ? shown : first
  return (
    <Stack>
      <Entries
        about={t('webhooks.catchersAbout')}
        asked={found}
        items={found.data?.results}
        icon={<IconFishHook size={28} />}
        none={{ title: t('webhooks.noCatchers'), text: t('webhooks.noCatchersText') }}
        add={{
          label: t('webhooks.newCatcher'),
          run: () => create.mutate({}, { onError: tellFault }),
          pending: create.isPending,
        }}
      >
        {(one) => (
          <Entry
            key={one.id}
            name={one.url}
            detail={
              <>
                {t('webhooks.until')} <Time at={one.expiresAt} />
              </>
            }
            actions={
              <>
                <Copy text={one.url} what={t('webhooks.url')} />
                <Button
                  size="xs"
                  variant={looked === one.id ? 'filled' : 'default'}
                  aria-pressed={looked === one.id}
                  onClick={() => setShown(one.id)}
                >
                  {t('webhooks.show')}
                </Button>
                <DeleteEntry
                  name={one.url}
                  run={() =>
                    remove.mutate(
                      { params: { id: one.id } },
                      { onSuccess: () => tellDone(t('webhooks.deleted')), onError: tellFault },
                    )
                  }
                />
              </>
            }
          />
        )}
      </Entries>
      {looked !== null && <Caught key={looked} id={looked} />}
    </Stack>
  )
}

function Caught({ id }: { id: string }) {
  const { t } = useTranslation()
  const caught = useAsk('list-caught', { params: { id } }, { refetchInterval: LOOK_MS })
  return (
    <Card>
      <Title order={2}>{t('webhooks.caught')}</Title>
      {caught.error && <FaultNotice fault={caught.error} retry={() => void caught.refetch()} />}
      {caught.isPending && <Waiting rows={2} />}
      {caught.data?.results.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('webhooks.nothingCaught')}
        </Text>
      )}
      <Stack mt="sm">
        {caught.data?.results.map((one, index, all) => (
          <div key={one.id} data-caught>
            <Group gap="xs" mb={4}>
              <Time at={one.at} />
              <Text size="xs" c="dimmed">
                {t('webhooks.bytes', { count: one.bodyBytes })}
              </Text>
            </Group>
            <CodeBlock
              label={t('webhooks.caughtNumber', { number: all.length - index })}
              code={[
                ...Object.entries(one.headers).map(([name, value]) => `${name}: ${value}`),
                '',
                one.body,
              ].join('\n')}
            />
          </div>
        ))}
      </Stack>
    </Card>
  )
}
