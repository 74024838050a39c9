import type { App } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { makeNamed, noSuch, removeNamed } from '../names.ts'
import { pageOf, pagingOf } from '../paging.ts'
import { countNamed, findNamed, pageNamed, renameNamed, type Named } from '../store/names.ts'
import * as wire from '../wire.ts'

export const shared = {
  product: 'application-entity',
  envelope: 1,
  access: ['application-entity:manage'],
} as const

interface Parts {
  db: Db
  clock: Clock
}

/** `/provisioning/1/applications`: what of a customer's sends. */
export function addApplications(app: App, { db, clock }: Parts): void {
  const path = '/provisioning/1/applications'
  const one = `${path}/:applicationId`
  app.operation(
    {
      ...shared,
      id: 'get-applications',
      method: 'GET',
      path,
      summary: 'List applications',
      description: 'By their ids.',
      query: wire.PageQuery,
      answers: { 200: wire.ApplicationPage },
    },
    async ({ query, credential: { accountId } }) => {
      const page = pageOf(query, 20)
      const found = await pageNamed(db, 'application', accountId, page)
      return {
        results: found.map(presentApplication),
        paging: pagingOf(page, await countNamed(db, 'application', accountId)),
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-application',
      method: 'POST',
      path,
      summary: 'Make an application',
      body: wire.Application,
      answers: { 201: null },
    },
    async ({ body, credential }) =>
      makeNamed(
        db,
        'application',
        credential.accountId,
        { id: body.applicationId, name: body.applicationName || null },
        clock.now(),
      ),
  )
  app.operation(
    {
      ...shared,
      id: 'get-application',
      method: 'GET',
      path: one,
      summary: 'Read an application',
      params: wire.ApplicationPath,
      answers: { 200: wire.Application },
    },
    async ({ params, credential }) => {
      const found = await findNamed(db, 'application', credential.accountId, params.applicationId)
      if (!found) throw noSuch('application')
      return presentApplication(found)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'modify-application',
      method: 'PUT',
      path: one,
      summary: 'Rename an application',
      description: 'A name that is left out stays as it is.',
      params: wire.ApplicationPath,
      body: wire.ChangedApplication,
      answers: { 204: null },
    },
    async ({ params, body, credential: { accountId } }) => {
      const found = await findNamed(db, 'application', accountId, params.applicationId)
      const changed = found && renamed(found, body.applicationName)
      if (!changed || !(await renameNamed(db, 'application', accountId, changed, clock.now())))
        throw noSuch('application')
    },
  )
  app.operation(
    {
      ...shared,
      id: 'delete-application',
      method: 'DELETE',
      path: one,
      summary: 'Delete an application',
      description: 'Not while associations or sending strategies belong to it.',
      params: wire.ApplicationPath,
      answers: { 200: null },
    },
    async ({ params, credential }) =>
      removeNamed(db, 'application', credential.accountId, params.applicationId),
  )
}

/** `/provisioning/1/entities`: for whom a customer sends. */
export function addEntities(app: App, { db, clock }: Parts): void {
  const path = '/provisioning/1/entities'
  const one = `${path}/:entityId`
  app.operation(
    {
      ...shared,
      id: 'get-entities',
      method: 'GET',
      path,
      summary: 'List entities',
      description: 'By their ids.',
      query: wire.PageQuery,
      answers: { 200: wire.EntityPage },
    },
    async ({ query, credential: { accountId } }) => {
      const page = pageOf(query, 20)
      const found = await pageNamed(db, 'entity', accountId, page)
      return {
        results: found.map(presentEntity),
        paging: pagingOf(page, await countNamed(db, 'entity', accountId)),
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-entity',
      method: 'POST',
      path,
      summary: 'Make an entity',
      body: wire.Entity,
      answers: { 201: null },
    },
    async ({ body, credential }) =>
      makeNamed(
        db,
        'entity',
        credential.accountId,
        { id: body.entityId, name: body.entityName || null },
        clock.now(),
      ),
  )
  app.operation(
    {
      ...shared,
      id: 'get-entity',
      method: 'GET',
      path: one,
      summary: 'Read an entity',
      params: wire.EntityPath,
      answers: { 200: wire.Entity },
    },
    async ({ params, credential }) => {
      const found = await findNamed(db, 'entity', credential.accountId, params.entityId)
      if (!found) throw noSuch('entity')
      return presentEntity(found)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'modify-entity',
      method: 'PUT',
      path: one,
      summary: 'Rename an entity',
      description: 'A name that is left out stays as it is.',
      params: wire.EntityPath,
      body: wire.ChangedEntity,
      answers: { 204: null },
    },
    async ({ params, body, credential: { accountId } }) => {
      const found = await findNamed(db, 'entity', accountId, params.entityId)
      const changed = found && renamed(found, body.entityName)
      if (!changed || !(await renameNamed(db, 'entity', accountId, changed, clock.now())))
        throw noSuch('entity')
    },
  )
  app.operation(
    {
      ...shared,
      id: 'delete-entity',
      method: 'DELETE',
      path: one,
      summary: 'Delete an entity',
      description: 'Not while associations or sending strategies belong to it.',
      params: wire.EntityPath,
      answers: { 200: null },
    },
    async ({ params, credential }) =>
      removeNamed(db, 'entity', credential.accountId, params.entityId),
  )
}

const renamed = (found: Named, name: string | undefined): Named => ({
  id: found.id,
  name: name === undefined ? found.name : name || null,
})

const presentApplication = ({ id, name }: Named) => ({
  ...(name === null ? {} : { applicationName: name }),
  applicationId: id,
})
const presentEntity = ({ id, name }: Named) => ({
  ...(name === null ? {} : { entityName: name }),
  entityId: id,
})
