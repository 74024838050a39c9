import { Alert, Button, Card, Code, Group, Stack, Text } from '@mantine/core'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Answer, type ApiFault } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'

type Verification = Answer<'verify-audit-trail'>

/** Goes along the whole chain, step by step, until its end or a fault. */
async function verifyAll(): Promise<Verification> {
  let checked = 0
  for (let after = 0; ;) {
    const step = await api('verify-audit-trail', { query: { after } })
    checked += step.checked
    if (step.next === null || !step.ok) return { ...step, checked }
    after = step.next
  }
}

export function VerifyCard() {
  const { t } = useTranslation()
  const verify = useMutation<Verification, ApiFault>({ mutationFn: verifyAll })
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Text size="sm" maw={640}>
            {t('audit.verifyText')}
          </Text>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} />}
            onClick={() => verify.mutate()}
            loading={verify.isPending}
          >
            {t('audit.verify')}
          </Button>
        </Group>
        {verify.error && <FaultNotice fault={verify.error} retry={() => verify.mutate()} />}
        {verify.data && <Result found={verify.data} />}
      </Stack>
    </Card>
  )
}

function Result({ found }: { found: Verification }) {
  const { t } = useTranslation()
  if (found.fault !== null)
    return (
      <Alert
        color="red"
        icon={<IconShieldX />}
        title={t('audit.broken', { seq: found.fault.seq })}
        role="alert"
        data-verified="broken"
      >
        {t(`audit.fault.${found.fault.kind}`)}
      </Alert>
    )
  return (
    <Alert
      color="green"
      icon={<IconShieldCheck />}
      title={t('audit.whole', { count: found.checked })}
      role="status"
      data-verified="whole"
    >
      <Text size="sm" className="breaks">
        {t('audit.head')} <Code>{found.head.hash}</Code>
      </Text>
    </Alert>
  )
}
