import { Rejection, type App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { resourceId, type Associations } from '../associations.ts'
import { pageOf, pagingOf } from '../paging.ts'
import { countAssociations, pageAssociations, type AssociationRow } from '../store/associations.ts'
import * as wire from '../wire.ts'
import { shared } from './names.ts'

/** `/provisioning/1/associations`: which numbers and names belong to which application and entity. */
export function addAssociations(
  app: App,
  { db, associations }: { db: Db; associations: Associations },
): void {
  const path = '/provisioning/1/associations'
  app.operation(
    {
      ...shared,
      id: 'get-resource-associations',
      method: 'GET',
      path,
      summary: 'List associations',
      query: wire.AssociationsQuery,
      answers: { 200: wire.AssociationPage },
    },
    async ({ query, credential: { accountId } }) => {
      const page = pageOf(query, 20)
      const filter = filterOf(query)
      const found = await pageAssociations(db, accountId, filter, page)
      return {
        results: found.map(present),
        paging: pagingOf(page, await countAssociations(db, accountId, filter)),
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-resource-association',
      method: 'POST',
      path,
      summary: 'Associate a number or name with an application and an entity',
      description:
        'What comes in for it then carries them. A resource may have several; a message takes only what all of them agree on.',
      body: wire.AssociationRequest,
      answers: { 201: null },
    },
    async ({ body, credential }) => associations.make(credential.accountId, body),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-resource-association',
      method: 'DELETE',
      path,
      summary: 'End an association',
      body: wire.AssociationRequest,
      answers: { 204: null },
    },
    async ({ body, credential }) => {
      if (!(await associations.remove(credential.accountId, body))) throw noSuchAssociation()
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-resource-association',
      method: 'GET',
      path: `${path}/single`,
      summary: 'Read an association',
      query: wire.AssociationQuery,
      answers: { 200: wire.Association },
    },
    async ({ query, credential }) => {
      const [found] = await pageAssociations(db, credential.accountId, filterOf(query), {
        offset: 0,
        limit: 1,
      })
      if (!found) throw noSuchAssociation()
      return present(found)
    },
  )
}

const noSuchAssociation = () =>
  new Rejection('NOT_FOUND', { text: 'The account has no such association.' })

/** Empty filters are none: clients write out what their caller left out. */
const filterOf = (query: wire.AssociationsQuery): Partial<AssociationRow> => ({
  ...(query.resourceType ? { resource_type: query.resourceType } : {}),
  ...(query.channel ? { channel: query.channel } : {}),
  ...(query.applicationId ? { application_id: query.applicationId } : {}),
  ...(query.entityId ? { entity_id: query.entityId } : {}),
  ...(query.resourceId ? { resource_id: resourceId(query.resourceId) } : {}),
})

const present = (row: AssociationRow): wire.Association => ({
  resourceType: row.resource_type as wire.Association['resourceType'],
  channel: row.channel as wire.Association['channel'],
  applicationId: row.application_id,
  entityId: row.entity_id,
  resourceId: row.resource_id,
})
