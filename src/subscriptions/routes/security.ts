import type { App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Deliverer } from '../deliver.ts'
import { paged, presentSecurity } from '../present.ts'
import { nothing, SECURITY_MAX, type Settings } from '../settings.ts'
import { findSecurity, listSecurity, type SecurityRow } from '../store/settings.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'subscriptions-api',
  envelope: 1,
  access: ['subscriptions:manage'],
} as const
const path = '/subscriptions/1/security'
const one = `${path}/:authId`

/** `/subscriptions/1/security`: how an address is told who we are. Secrets go in and never come out. */
export function addSecurity(
  app: App,
  { db, settings, deliverer }: { db: Db; settings: Settings; deliverer: Deliverer },
): void {
  const present = (row: SecurityRow) => presentSecurity(row.auth_id, deliverer.credentialsOf(row))
  const stored = async (accountId: number, authId: string): Promise<SecurityRow> => {
    const found = await findSecurity(db, accountId, authId)
    if (!found) throw nothing('security settings')
    return found
  }
  app.operation(
    {
      ...shared,
      id: 'get-security-settings',
      method: 'GET',
      path,
      summary: 'List security settings, newest first',
      description: 'Secrets are masked.',
      query: wire.PageQuery,
      answers: { 200: wire.SecurityPage },
    },
    async ({ query, credential }) =>
      paged(await listSecurity(db, credential.accountId, SECURITY_MAX), query, present),
  )
  app.operation(
    {
      ...shared,
      id: 'create-security-settings',
      method: 'POST',
      path,
      summary: 'Make security settings',
      body: wire.NewSecurity,
      answers: { 201: wire.SecurityId },
    },
    async ({ body, credential, reply }) => {
      await settings.createSecurity(credential.accountId, body)
      void reply.header('location', `${path}/${body.authId}`)
      return { authId: body.authId }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-security-setting',
      method: 'GET',
      path: one,
      summary: 'Read security settings',
      description: 'Secrets are masked.',
      params: wire.SecurityPath,
      answers: { 200: wire.Security },
    },
    async ({ params, credential }) => present(await stored(credential.accountId, params.authId)),
  )
  app.operation(
    {
      ...shared,
      id: 'update-security-settings',
      method: 'PUT',
      path: one,
      summary: 'Change security settings',
      description: 'A masked secret that is sent back stays as it is.',
      params: wire.SecurityPath,
      body: wire.ChangedSecurity,
      answers: { 200: wire.SecurityId },
    },
    async ({ params, body, credential }) => {
      const { accountId } = credential
      const before = deliverer.credentialsOf(await stored(accountId, params.authId))
      await settings.updateSecurity(accountId, params.authId, body, before)
      return { authId: params.authId }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'delete-security-settings',
      method: 'DELETE',
      path: one,
      summary: 'Delete security settings',
      description: 'Refused while a profile uses them.',
      params: wire.SecurityPath,
      answers: { 200: wire.SecurityId },
    },
    async ({ params, credential }) => {
      await settings.removeSecurity(credential.accountId, params.authId)
      return { authId: params.authId }
    },
  )
}
