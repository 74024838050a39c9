import { Badge, Button, Card, Code, Group, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { confirm } from '../parts/confirm.tsx'
import { Copy } from '../parts/copy.tsx'
import type { Seller, SellerFaults, WrittenSeller } from './seller.ts'

/** The keys of the payment provider: written here, never shown again. */
export function CardPayments({
  seller,
  said,
  put,
  faults,
  forget,
  isSaving,
}: {
  seller: Seller
  said: WrittenSeller
  put: (changed: Partial<WrittenSeller>) => void
  faults: SellerFaults
  forget: () => void
  isSaving: boolean
}) {
  const { t } = useTranslation()
  const ask = async () => {
    const sure = await confirm({
      title: t('seller.forget'),
      text: t('seller.forgetText'),
      action: t('seller.forget'),
      harmful: true,
    })
    if (sure) forget()
  }
  const kept = seller.stripeConfigured ? { placeholder: t('seller.keyKept') } : {}
  return (
    <Card data-card-payments={seller.stripeConfigured ? 'on' : 'off'}>
      <Stack gap="md">
        <Group gap="xs">
          <Title order={2} fz="lg">
            {t('seller.cards')}
          </Title>
          <Badge color={seller.stripeConfigured ? 'green' : 'gray'}>
            {seller.stripeConfigured ? t('seller.cardsOn') : t('seller.cardsOff')}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {t('seller.cardsAbout')}
        </Text>
        <PasswordInput
          label={t('seller.secretKey')}
          {...kept}
          value={said.stripeSecretKey}
          onChange={(event) => put({ stripeSecretKey: event.currentTarget.value })}
          error={faults.stripeSecretKey && t(`seller.${faults.stripeSecretKey}`)}
          maxLength={255}
          autoComplete="off"
        />
        <PasswordInput
          label={t('seller.webhookSecret')}
          {...kept}
          value={said.stripeWebhookSecret}
          onChange={(event) => put({ stripeWebhookSecret: event.currentTarget.value })}
          error={faults.stripeWebhookSecret && t(`seller.${faults.stripeWebhookSecret}`)}
          maxLength={255}
          autoComplete="off"
        />
        <div>
          <Text size="sm" fw={500}>
            {t('seller.webhookAddress')}
          </Text>
          <Group gap="xs" wrap="nowrap">
            <Code style={{ overflowWrap: 'anywhere' }}>{seller.stripeWebhookAddress}</Code>
            <Copy text={seller.stripeWebhookAddress} what={t('seller.webhookAddress')} />
          </Group>
        </div>
        {seller.stripeConfigured && (
          <Button
            variant="light"
            color="red"
            w="fit-content"
            loading={isSaving}
            onClick={() => void ask()}
          >
            {t('seller.forget')}
          </Button>
        )}
      </Stack>
    </Card>
  )
}
