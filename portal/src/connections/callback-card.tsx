import { Button, Card, Group, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { confirm } from '../parts/confirm.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'

/** Where the operator calls us: as good as a secret, so it is read when somebody asks for it. */
export function CallbackCard({ connectionId }: { connectionId: number }) {
  const { t } = useTranslation()
  const read = useChange('get-operator-callback-address')
  const renewal = useChange('renew-operator-callback-address')
  const url = renewal.data?.url ?? read.data?.url
  const params = { connectionId }
  const replace = async () => {
    if (
      await confirm({
        title: t('connection.callback.renewTitle'),
        text: t('connection.callback.renewText'),
        action: t('connection.callback.renew'),
        harmful: true,
      })
    )
      renewal.mutate(
        { params, body: {} },
        { onSuccess: () => tellDone(t('connection.callback.renewed')), onError: tellFault },
      )
  }
  return (
    <Card data-callback>
      <Title order={2}>{t('connection.callback.title')}</Title>
      <Text size="sm" my="sm">
        {t('connection.callback.about')}
      </Text>
      {url !== undefined && <CodeBlock code={url} label={t('connection.callback.title')} />}
      <Group mt="sm">
        {url === undefined && (
          <Button
            variant="default"
            loading={read.isPending}
            onClick={() => read.mutate({ params }, { onError: tellFault })}
          >
            {t('connection.callback.show')}
          </Button>
        )}
        <Button variant="default" loading={renewal.isPending} onClick={() => void replace()}>
          {t('connection.callback.renew')}
        </Button>
      </Group>
    </Card>
  )
}
