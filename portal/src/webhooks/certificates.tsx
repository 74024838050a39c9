import { Badge, Button, FileInput, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCertificate } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useFormat } from '../language/format.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { DeleteEntry, Entries, Entry, FormWindow } from './entries.tsx'

const colours = { READY: 'green', PROCESSING: 'gray', EXPIRED: 'red' } as const

export function Certificates() {
  const { t } = useTranslation()
  const format = useFormat()
  const found = useAsk('get-certificates-details-page', { query: { page: 0, size: 100 } })
  const remove = useChange('delete-certificate', ['get-certificates-details-page'])
  const [opened, form] = useDisclosure(false)
  return (
    <>
      <Entries
        about={t('webhooks.certificatesAbout')}
        asked={found}
        items={found.data?.results}
        icon={<IconCertificate size={28} />}
        none={{ title: t('webhooks.noCertificates'), text: t('webhooks.noCertificatesText') }}
        add={{ label: t('webhooks.upload'), run: form.open }}
      >
        {(one) => (
          <Entry
            key={one.certificateId}
            name={one.certificateId}
            badges={
              <Badge color={colours[one.certificateStatus]}>
                {t(`webhooks.certificateState.${one.certificateStatus}`)}
              </Badge>
            }
            detail={`${one.issuedTo} · ${t('webhooks.validUntil', { time: format.time(new Date(one.validUntil)) })}`}
            actions={
              <DeleteEntry
                name={one.certificateId}
                run={() =>
                  remove.mutate(
                    { params: { certificateId: one.certificateId } },
                    { onSuccess: () => tellDone(t('webhooks.deleted')), onError: tellFault },
                  )
                }
              />
            }
          />
        )}
      </Entries>
      <FormWindow title={t('webhooks.upload')} opened={opened} close={form.close}>
        <CertificateForm
          done={() => {
            form.close()
            tellDone(t('webhooks.saved'))
          }}
        />
      </FormWindow>
    </>
  )
}

function CertificateForm({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const upload = useChange('upload-certificate', ['get-certificates-details-page'])
  const [certificateId, setId] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (file === null) return
    const body = {
      certificateId,
      certificateContent: base64(new Uint8Array(await file.arrayBuffer())),
      ...(passphrase === '' ? {} : { passphrase: base64(new TextEncoder().encode(passphrase)) }),
    }
    upload.mutate({ body }, { onSuccess: done })
  }
  return (
    <form onSubmit={(event) => void submit(event)} autoComplete="off">
      <Stack>
        <TextInput
          label={t('webhooks.id')}
          description={t('webhooks.idAbout')}
          value={certificateId}
          onChange={(event) => setId(event.currentTarget.value)}
          maxLength={255}
          required
        />
        <FileInput
          label={t('webhooks.file')}
          description={t('webhooks.fileAbout')}
          value={file}
          onChange={setFile}
          accept=".pem,.p12,.pfx,.crt"
          required
        />
        <PasswordInput
          label={t('webhooks.passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          maxLength={500}
        />
        {upload.error && <FaultNotice fault={upload.error} />}
        <Button type="submit" loading={upload.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('webhooks.save')}
        </Button>
      </Stack>
    </form>
  )
}

const base64 = (octets: Uint8Array): string =>
  btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(''))
