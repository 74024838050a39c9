import type { Clock } from '../../core/clock.ts'
import type { App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Outbound } from '../../core/webhooks/index.ts'
import type { Deliverer } from '../deliver.ts'
import { paged, presentCertificate, presentStatus } from '../present.ts'
import { CERTIFICATES_MAX, nothing, type Settings } from '../settings.ts'
import { findCertificate, listCertificates, type CertificateRow } from '../store/settings.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'subscriptions-api',
  envelope: 1,
  access: ['subscriptions:manage'],
} as const
const path = '/subscriptions/1/certificates'

interface Parts {
  db: Db
  clock: Clock
  settings: Settings
  deliverer: Deliverer
  outbound: Outbound
}

/** `/subscriptions/1/certificates`: what we show to addresses that ask who connects. */
export function addCertificates(app: App, parts: Parts): void {
  const { db, clock, settings } = parts
  const asked = async (
    accountId: number,
    query: { search?: string; direction?: string },
  ): Promise<CertificateRow[]> => {
    const search = query.search?.toLowerCase() ?? ''
    const all = await listCertificates(db, accountId, CERTIFICATES_MAX)
    const found = all.filter((row) => row.certificate_id.toLowerCase().includes(search))
    return query.direction === 'DESC' ? found.toReversed() : found
  }
  const stored = async (accountId: number, certificateId: string) => {
    const found = await findCertificate(db, accountId, certificateId)
    if (!found) throw nothing('certificate')
    return found
  }
  app.operation(
    {
      ...shared,
      id: 'get-certificates-details-page',
      method: 'GET',
      path,
      summary: 'List client certificates',
      query: wire.CertificateQuery,
      answers: { 200: wire.CertificateDetailsPage },
    },
    async ({ query, credential }) =>
      paged(await asked(credential.accountId, query), query, (row) =>
        presentCertificate(row, clock.now()),
      ),
  )
  app.operation(
    {
      ...shared,
      id: 'upload-certificate',
      method: 'POST',
      path,
      summary: 'Upload a client certificate with its private key',
      description: 'The key is kept encrypted and never answered.',
      body: wire.NewCertificate,
      answers: { 201: wire.CertificateStatus },
    },
    async ({ body, credential, reply }) => {
      const added = await settings.addCertificate(credential.accountId, body)
      void reply.header('location', `${path}/${body.certificateId}`)
      return presentStatus(added, clock.now())
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-certificates-statuses-page',
      method: 'GET',
      path: `${path}/status`,
      summary: 'List the states of client certificates',
      query: wire.CertificateQuery,
      answers: { 200: wire.CertificateStatusPage },
    },
    async ({ query, credential }) =>
      paged(await asked(credential.accountId, query), query, (row) =>
        presentStatus(row, clock.now()),
      ),
  )
  app.operation(
    {
      ...shared,
      id: 'get-certificate-status',
      method: 'GET',
      path: `${path}/status/:certificateId`,
      summary: 'Read the state of a client certificate',
      params: wire.CertificatePath,
      answers: { 200: wire.CertificateStatus },
    },
    async ({ params, credential }) =>
      presentStatus(await stored(credential.accountId, params.certificateId), clock.now()),
  )
  app.operation(
    {
      ...shared,
      id: 'get-certificate-details',
      method: 'GET',
      path: `${path}/:certificateId`,
      summary: 'Read a client certificate',
      params: wire.CertificatePath,
      answers: { 200: wire.CertificateDetails },
    },
    async ({ params, credential }) =>
      presentCertificate(await stored(credential.accountId, params.certificateId), clock.now()),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-certificate',
      method: 'DELETE',
      path: `${path}/:certificateId`,
      summary: 'Delete a client certificate',
      description: 'Refused while a profile uses it.',
      params: wire.CertificatePath,
      answers: { 200: wire.CertificateId },
    },
    async ({ params, credential }) => {
      await settings.removeCertificate(credential.accountId, params.certificateId)
      return { certificateId: params.certificateId }
    },
  )
  addConnectionTest(app, parts)
}

function addConnectionTest(app: App, { settings, deliverer, outbound }: Parts): void {
  app.operation(
    {
      ...shared,
      id: 'test-connection-to-webhook',
      method: 'POST',
      path: `${path}/test/webhook`,
      summary: 'Connect to an address with a client certificate',
      description: 'Posts an empty list of results and tells what came of it.',
      body: wire.NewConnectionTest,
      answers: { 200: wire.ConnectionTest },
    },
    async ({ body, credential }) => {
      const { certificateId, webhookUrl } = body
      const tls = await deliverer.certificate(credential.accountId, certificateId)
      if (!tls) throw nothing('certificate')
      settings.checkAddress('webhookUrl', webhookUrl)
      const answer = await outbound.post(webhookUrl, JSON.stringify({ results: [] }), {
        contentType: 'application/json',
        tls,
      })
      return {
        certificateId,
        webhookUrl,
        result: answer.ok ? 'SUCCESS' : 'FAIL',
        failReasons: answer.ok ? [] : [answer.reason],
        ...(answer.ok ? {} : { hint: hintOf(answer.status) }),
      }
    },
  )
}

const hintOf = (status: number | null): string =>
  status === null
    ? 'No connection came about. Check the address, its own certificate, and whether it trusts the issuer of yours.'
    : 'The connection stands, but the address refused the request. Check who it lets in, and what it expects.'
