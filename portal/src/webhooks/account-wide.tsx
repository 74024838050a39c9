import { Anchor, Button, Card, List, Stack, Tabs, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

const isUrl = (text: string): boolean =>
  text === '' || (/^https?:\/\//.test(text) && URL.canParse(text))

/** The simple way: one address for reports and one for inbound messages, of what no subscription wants. */
export function AccountWide() {
  const { t } = useTranslation()
  const settings = useAsk('get-webhooks', {})
  return (
    <Stack>
      {settings.error && (
        <FaultNotice fault={settings.error} retry={() => void settings.refetch()} />
      )}
      {settings.isPending && <Waiting rows={3} />}
      {settings.data && (
        <Addresses deliveryUrl={settings.data.deliveryUrl} inboundUrl={settings.data.inboundUrl} />
      )}
      <Card>
        <Title order={2}>{t('webhooks.how')}</Title>
        <List size="sm" mt="xs" spacing={4}>
          <List.Item>{t('webhooks.order')}</List.Item>
          <List.Item>{t('webhooks.answer')}</List.Item>
          <List.Item>{t('webhooks.retries')}</List.Item>
          <List.Item>{t('webhooks.pull')}</List.Item>
          <List.Item>{t('webhooks.private')}</List.Item>
        </List>
      </Card>
      <Examples />
    </Stack>
  )
}

function Examples() {
  const { t } = useTranslation()
  return (
    <Card>
      <Title order={2} mb="xs">
        {t('webhooks.examples')}
      </Title>
      <Tabs defaultValue="delivery" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="delivery">{t('webhooks.delivery')}</Tabs.Tab>
          <Tabs.Tab value="inbound">{t('webhooks.inbound')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="delivery" pt="sm">
          <CodeBlock
            label={t('webhooks.delivery')}
            code={JSON.stringify(deliveryExample, null, 2)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="inbound" pt="sm">
          <CodeBlock label={t('webhooks.inbound')} code={JSON.stringify(inboundExample, null, 2)} />
        </Tabs.Panel>
      </Tabs>
      <Text size="sm" mt="sm">
        <Anchor href="/reference" target="_blank" size="sm">
          {t('help.reference')}
        </Anchor>
      </Text>
    </Card>
  )
}

function Addresses({
  deliveryUrl,
  inboundUrl,
}: {
  deliveryUrl: string | null
  inboundUrl: string | null
}) {
  const { t } = useTranslation()
  const save = useChange('update-webhooks', ['get-webhooks'])
  const [delivery, setDelivery] = useState(deliveryUrl ?? '')
  const [inbound, setInbound] = useState(inboundUrl ?? '')
  useEffect(() => setDelivery(deliveryUrl ?? ''), [deliveryUrl])
  useEffect(() => setInbound(inboundUrl ?? ''), [inboundUrl])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isUrl(delivery.trim()) || !isUrl(inbound.trim())) return
    save.mutate(
      { body: { deliveryUrl: delivery.trim() || null, inboundUrl: inbound.trim() || null } },
      { onSuccess: () => tellDone(t('webhooks.saved')) },
    )
  }
  return (
    <Card>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('webhooks.delivery')}
            description={t('webhooks.deliveryAbout')}
            placeholder="https://example.com/reports"
            type="url"
            value={delivery}
            onChange={(event) => setDelivery(event.currentTarget.value)}
            error={isUrl(delivery.trim()) ? undefined : t('compose.fault.url')}
          />
          <TextInput
            label={t('webhooks.inbound')}
            description={t('webhooks.inboundAbout')}
            placeholder="https://example.com/inbound"
            type="url"
            value={inbound}
            onChange={(event) => setInbound(event.currentTarget.value)}
            error={isUrl(inbound.trim()) ? undefined : t('compose.fault.url')}
          />
          {save.error && <FaultNotice fault={save.error} />}
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('webhooks.save')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}

const deliveryExample = {
  results: [
    {
      bulkId: '2034072219640523072',
      messageId: '019ab2c4-7d10-7a55-9d0b-0f4d3c1a9e21',
      to: '999100000001',
      sender: 'Trunkline',
      sentAt: '2026-11-23T20:29:00.000+0000',
      doneAt: '2026-11-23T20:29:01.200+0000',
      messageCount: 1,
      mccMnc: '00101',
      price: { pricePerMessage: 0, currency: 'EUR' },
      status: {
        groupId: 3,
        groupName: 'DELIVERED',
        id: 5,
        name: 'DELIVERED_TO_HANDSET',
        description: 'Message delivered to handset',
      },
      error: {
        groupId: 0,
        groupName: 'OK',
        id: 0,
        name: 'NO_ERROR',
        description: 'No Error',
        permanent: false,
      },
    },
  ],
}
const inboundExample = {
  results: [
    {
      messageId: '019ab2c5-11f3-7b07-8a4e-5f0b9d6a2c44',
      from: '999100000001',
      to: 'Trunkline',
      text: 'Yes, please',
      cleanText: 'Yes, please',
      keyword: '',
      receivedAt: '2026-11-23T20:31:07.000+0000',
      smsCount: 1,
      price: { pricePerMessage: 0, currency: 'EUR' },
    },
  ],
  messageCount: 1,
  pendingMessageCount: 0,
}
