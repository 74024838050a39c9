import { Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { GenericDraft } from './http-settings.ts'

interface Fields {
  draft: GenericDraft
  put: (part: Partial<GenericDraft>) => void
  /** @param field below `http.generic` */
  refused: (field: string) => string | undefined
}

const methods = ['POST', 'PUT', 'GET'] as const
const contentTypes = ['application/json', 'application/x-www-form-urlencoded', 'text/xml', 'text/plain'] as const // prettier-ignore
const signing = ['HMAC_SHA256_HEX', 'HMAC_SHA256_BASE64', 'PLAIN'] as const
const GAPS =
  '{{to}} {{toPlus}} {{from}} {{text}} {{textHex}} {{validitySeconds}} {{username}} {{secret}} {{basicAuth}} {{callbackUrl}}'

const sections = [
  ['answer', [['idAt', 'idAt'], ['errorAt', 'errorAt']], 'errors'],
  ['receipt', [['receiptIdAt', 'receipt', 'idAt'], ['receiptStatusAt', 'receipt', 'statusAt'], ['receiptErrorAt', 'receipt', 'errorAt']], 'states'],
  ['inbound', [['fromAt', 'inbound', 'fromAt'], ['toAt', 'inbound', 'toAt'], ['textAt', 'inbound', 'textAt']], null],
  ['callback', [['callbackListAt', 'callbackListAt'], ['callbackReply', 'callbackReply'], ['signatureHeader', 'signature', 'header']], null],
] as const // prettier-ignore

/** An API told by templates, and by where things stand in what it says. */
export function GenericFields({ draft, put, refused }: Fields) {
  const { t } = useTranslation()
  const long = (name: 'headers' | 'body' | 'errors' | 'states') => (
    <Textarea
      label={t(`connection.http.${name}`)}
      description={t(`connection.http.about.${name}`)}
      value={draft[name]}
      onChange={(event) => put({ [name]: event.currentTarget.value })}
      error={refused(name)}
      autosize
      minRows={2}
      maxRows={12}
      maxLength={20_000}
      classNames={{ input: 'mono' }}
    />
  )
  return (
    <Stack>
      <Title order={3}>{t('connection.http.section.request')}</Title>
      <Text size="sm">
        {t('connection.http.gaps')} <span className="mono">{GAPS}</span>
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('connection.http.method')}
          data={methods}
          value={draft.method}
          onChange={(method) => method !== null && put({ method })}
          allowDeselect={false}
        />
        <Select
          label={t('connection.http.contentType')}
          data={contentTypes}
          value={draft.contentType}
          onChange={(contentType) => contentType !== null && put({ contentType })}
          allowDeselect={false}
        />
      </SimpleGrid>
      <TextInput
        label={t('connection.http.url')}
        value={draft.url}
        onChange={(event) => put({ url: event.currentTarget.value })}
        error={refused('url')}
        maxLength={2_000}
        required
      />
      {long('headers')}
      {long('body')}
      {sections.map(([section, fields, list]) => (
        <Stack key={section} gap="sm">
          <Title order={3}>{t(`connection.http.section.${section}`)}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {fields.map(([name, ...path]) => (
              <TextInput
                key={name}
                label={t(`connection.http.${name}`)}
                value={draft[name]}
                onChange={(event) => put({ [name]: event.currentTarget.value })}
                error={refused(path.join('.'))}
                maxLength={500}
              />
            ))}
            {section === 'callback' && (
              <Select
                label={t('connection.http.signatureMethod')}
                data={signing}
                value={draft.signatureMethod}
                onChange={(signatureMethod) => signatureMethod !== null && put({ signatureMethod })}
                allowDeselect={false}
              />
            )}
          </SimpleGrid>
          {list !== null && long(list)}
        </Stack>
      ))}
    </Stack>
  )
}
