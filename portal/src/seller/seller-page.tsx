import {
  Alert,
  Button,
  Card,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { now } from '../clock.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { CardPayments } from './card-payments.tsx'
import { VatRates } from './vat-rates.tsx'
import {
  bodyOf,
  faultsOf,
  PAYMENT_DAYS_MAX,
  rateFault,
  written,
  type Seller,
  type SellerFaults,
  type WrittenSeller,
} from './seller.ts'

/** Who issues the account's invoices to its customers, and how these pay. */
export function SellerPage() {
  const { t } = useTranslation()
  const seller = useAsk('get-seller', {})
  return (
    <Page title={t('seller.title')} about={t('seller.about')}>
      <LinkAnchor to="/invoices" size="sm">
        {t('seller.back')}
      </LinkAnchor>
      {seller.error && <FaultNotice fault={seller.error} retry={() => void seller.refetch()} />}
      {seller.isPending && <Waiting rows={6} />}
      {seller.data && <SellerForm seller={seller.data} />}
    </Page>
  )
}

interface Part {
  said: WrittenSeller
  put: (changed: Partial<WrittenSeller>) => void
  /** Empty until somebody tried to save. */
  faults: SellerFaults
}

function SellerForm({ seller }: { seller: Seller }) {
  const { t } = useTranslation()
  const save = useChange('update-seller', ['get-seller'])
  const [said, setSaid] = useState(() => written(seller))
  const [tried, setTried] = useState(false)
  const put = (changed: Partial<WrittenSeller>) => setSaid((before) => ({ ...before, ...changed }))
  const store = (keepKeys: boolean) => {
    setTried(true)
    const hasFaults = Object.keys(faultsOf(said)).length > 0 || said.vatRates.some(rateFault)
    if (hasFaults) return
    save.mutate(
      { body: bodyOf(said, keepKeys) },
      {
        onSuccess: () => {
          tellDone(keepKeys ? t('seller.saved') : t('seller.keysGone'))
          put({ stripeSecretKey: '', stripeWebhookSecret: '' })
          setTried(false)
        },
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    store(true)
  }
  const faults = tried ? faultsOf(said) : {}
  const part = { said, put, faults }
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={760}>
        {!seller.complete && (
          <Alert icon={<IconInfoCircle />} color="orange">
            {t('seller.incomplete')}
          </Alert>
        )}
        <Company {...part} />
        <Paper {...part} />
        <Tax {...part} tried={tried} />
        <CardPayments
          seller={seller}
          {...part}
          forget={() => store(false)}
          isSaving={save.isPending}
        />
        {save.error && <FaultNotice fault={save.error} />}
        {(Object.keys(faults).length > 0 || (tried && said.vatRates.some(rateFault))) && (
          <Alert color="red" role="alert">
            {t('seller.faults')}
          </Alert>
        )}
        <Button type="submit" loading={save.isPending} w="fit-content">
          {t('seller.save')}
        </Button>
      </Stack>
    </form>
  )
}

function Company({ said, put, faults }: Part) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} fz="lg">
          {t('seller.company')}
        </Title>
        <TextInput
          label={t('billingProfile.legalName')}
          value={said.legalName}
          onChange={(event) => put({ legalName: event.currentTarget.value })}
          error={faults.legalName && t(`seller.${faults.legalName}`)}
          maxLength={200}
          autoComplete="organization"
          required
        />
        <Textarea
          label={t('billingProfile.address')}
          description={t('billingProfile.addressAbout')}
          value={said.address}
          onChange={(event) => put({ address: event.currentTarget.value })}
          error={faults.address && t(`seller.${faults.address}`)}
          autoComplete="street-address"
          minRows={3}
          autosize
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('billingProfile.country')}
            description={t('billingProfile.countryAbout')}
            value={said.country}
            onChange={(event) => put({ country: event.currentTarget.value.toUpperCase().trim() })}
            error={faults.country && t(`seller.${faults.country}`)}
            maxLength={2}
          />
          <TextInput
            label={t('seller.vatId')}
            description={t('seller.vatIdAbout')}
            value={said.vatId}
            onChange={(event) => put({ vatId: event.currentTarget.value })}
            maxLength={40}
          />
          <TextInput
            label={t('seller.registration')}
            description={t('seller.registrationAbout')}
            value={said.registration}
            onChange={(event) => put({ registration: event.currentTarget.value })}
            maxLength={100}
          />
          <TextInput
            label={t('seller.email')}
            description={t('seller.emailAbout')}
            type="email"
            value={said.email}
            onChange={(event) => put({ email: event.currentTarget.value })}
            error={faults.email && t(`seller.${faults.email}`)}
            maxLength={254}
            autoComplete="email"
          />
        </SimpleGrid>
      </Stack>
    </Card>
  )
}

function Paper({ said, put, faults }: Part) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} fz="lg">
          {t('seller.paper')}
        </Title>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            label={t('seller.prefix')}
            description={t('seller.prefixAbout', {
              example: `${said.numberPrefix === '' ? '' : `${said.numberPrefix}-`}INV-${now().getUTCFullYear()}-000001`,
            })}
            value={said.numberPrefix}
            onChange={(event) =>
              put({ numberPrefix: event.currentTarget.value.toUpperCase().trim() })
            }
            error={faults.numberPrefix && t(`seller.${faults.numberPrefix}`)}
            maxLength={10}
            miw={200}
          />
          <NumberInput
            label={t('seller.days')}
            description={t('seller.daysAbout')}
            value={said.paymentDays}
            onChange={(paymentDays) => put({ paymentDays })}
            error={faults.paymentDays && t(`seller.${faults.paymentDays}`)}
            min={0}
            max={PAYMENT_DAYS_MAX}
            allowDecimal={false}
            miw={200}
          />
        </Group>
        <Textarea
          label={t('seller.bank')}
          description={t('seller.bankAbout')}
          value={said.bank}
          onChange={(event) => put({ bank: event.currentTarget.value })}
          error={faults.bank && t(`seller.${faults.bank}`)}
          minRows={2}
          autosize
        />
      </Stack>
    </Card>
  )
}

function Tax({ said, put, tried }: Part & { tried: boolean }) {
  const { t } = useTranslation()
  return (
    <Card>
      <Stack gap="md">
        <Title order={2} fz="lg">
          {t('seller.tax')}
        </Title>
        <Switch
          label={t('seller.exempt')}
          description={t('seller.exemptAbout')}
          checked={said.vatExempt}
          onChange={(event) => put({ vatExempt: event.currentTarget.checked })}
        />
        <VatRates rates={said.vatRates} put={(vatRates) => put({ vatRates })} tried={tried} />
      </Stack>
    </Card>
  )
}
