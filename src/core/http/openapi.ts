import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import Type from 'typebox'
import type { App } from './operation.ts'
import { Rejection } from './rejection.ts'

interface Described {
  tags?: string[]
  security?: Record<string, string[]>[]
  requestBody?: { required?: boolean }
  [BODY_OPTIONAL]?: boolean
}
interface Document {
  paths?: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, unknown>; securitySchemes?: Record<string, unknown> }
  [member: string]: unknown
}

/** Marks an operation that may be called without its body. */
export const BODY_OPTIONAL = 'x-body-optional'

const text = { type: 'string' }
const pairs = (...names: string[]) => ({
  type: 'array',
  items: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, text])) },
})

/** The two error bodies, as `errorBody` writes them. */
const errorBodies = [
  {
    $id: 'ApiException',
    type: 'object',
    properties: {
      requestError: {
        type: 'object',
        properties: {
          serviceException: {
            type: 'object',
            properties: {
              messageId: text,
              text,
              validationErrors: {
                type: 'object',
                additionalProperties: { type: 'array', items: text },
              },
            },
          },
        },
      },
    },
  },
  {
    $id: 'ApiError',
    type: 'object',
    properties: {
      errorCode: text,
      description: text,
      action: text,
      violations: pairs('property', 'violation'),
      resources: pairs('name', 'url'),
    },
    required: ['errorCode', 'description', 'action', 'violations', 'resources'],
  },
]

/** Collects every operation into an OpenAPI 3.1 document; to be called before the first one is added. */
export async function describeApi(fastify: FastifyInstance): Promise<void> {
  for (const schema of errorBodies) fastify.addSchema(schema)
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trunkline API',
        version: '1',
        description:
          'One API to reach people on every channel. Send `Authorization: App <key>`; every time is UTC, written `2026-11-23T20:29:00.000+0000`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          APIKeyHeader: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: 'App <key>',
          },
          Basic: { type: 'http', scheme: 'basic' },
          IBSSOTokenHeader: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: 'IBSSO <token>',
          },
          OAuth2: { type: 'http', scheme: 'bearer' },
          PortalCookie: { type: 'apiKey', in: 'cookie', name: 'trunkline_session' },
        },
      },
    },
    hideUntagged: true,
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, at) => String(schema.$id ?? `def-${at}`),
    },
  })
  await fastify.register(swaggerUi, {
    routePrefix: '/reference',
    staticCSP: true,
    uiConfig: {
      docExpansion: 'none',
      persistAuthorization: false,
      tryItOutEnabled: true,
      defaultModelsExpandDepth: 0,
    },
    theme: { title: 'Trunkline API reference' },
  })
}

/** The generator takes every body for required; a mark on the operation says which are not. */
function withOptionalBodies(document: Document): Document {
  for (const methods of Object.values(document.paths ?? {}))
    for (const one of Object.values(methods))
      if (one[BODY_OPTIONAL]) {
        if (one.requestBody) one.requestBody.required = false
        delete one[BODY_OPTIONAL]
      }
  return document
}

const OpenApi = Type.Object({}, { additionalProperties: true, description: 'OpenAPI 3.1' })
const Products = Type.Object({
  products: Type.Array(Type.Object({ id: Type.String() })),
})
const shared = { method: 'GET', product: 'openapi', envelope: 2, access: 'none' } as const

/**
 * `/platform/1/openapi`: the document as a whole and by product. Made when it is first asked for, when all operations
 * are there, and kept; a browser that has it already is told so (ETag).
 */
export function addOpenApi(app: App, fastify: FastifyInstance): void {
  let whole: Document | undefined
  const document = () => (whole ??= withOptionalBodies(fastify.swagger() as unknown as Document))
  const kept = new Map<string, Kept>()
  app.operation(
    {
      ...shared,
      id: 'get-openapi',
      path: '/platform/1/openapi',
      summary: 'The OpenAPI document of everything',
      answers: { 200: OpenApi },
    },
    ({ request, reply }) => {
      const made = kept.get('') ?? keep(document())
      kept.set('', made)
      return answer(made, request, reply)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-available-products',
      path: '/platform/1/openapi/available-products',
      summary: 'List products that have a document of their own',
      answers: { 200: Products },
    },
    () => ({ products: productsOf(document()).map((id) => ({ id })) }),
  )
  app.operation(
    {
      ...shared,
      id: 'get-product-level-openapi',
      path: '/platform/1/openapi/:product',
      summary: 'The OpenAPI document of one product',
      description: 'Its operations, and of schemas and credentials only what they name.',
      params: Type.Object({ product: Type.String({ maxLength: 100 }) }),
      answers: { 200: OpenApi },
    },
    ({ params, request, reply }) => {
      // Only products that there are: what strangers ask for is not kept.
      if (!productsOf(document()).includes(params.product))
        throw new Rejection('NOT_FOUND', {
          text: `There is no product "${params.product}".`,
          action: 'See GET /platform/1/openapi/available-products.',
        })
      const made = kept.get(params.product) ?? keep(documentOf(document(), params.product))
      kept.set(params.product, made)
      return answer(made, request, reply)
    },
  )
}

interface Kept {
  text: string
  etag: string
}
function keep(document: Document): Kept {
  const text = JSON.stringify(document)
  const hash = createHash('sha256').update(text).digest('base64url')
  return { text, etag: `"${hash.slice(0, 27)}"` }
}

function answer({ text, etag }: Kept, request: FastifyRequest, reply: FastifyReply) {
  void reply.header('etag', etag).header('cache-control', 'no-cache')
  const known = request.headers['if-none-match']?.split(',') ?? []
  if (!known.some((one) => one.trim().replace(/^W\//, '') === etag)) return text
  void reply.code(304)
  return undefined
}

const productsOf = (document: Document): string[] =>
  [
    ...new Set(
      Object.values(document.paths ?? {}).flatMap((methods) =>
        Object.values(methods).flatMap((one) => one.tags ?? []),
      ),
    ),
  ].toSorted()

/** The operations of a product, with the schemas they name, the schemas these name, and so on. */
function documentOf(document: Document, product: string): Document {
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {})
      .map(([path, methods]) => [path, onlyOf(product, methods)] as const)
      .filter(([, methods]) => Object.keys(methods).length > 0),
  )
  const all = document.components?.schemas ?? {}
  const named = new Set<string>()
  const open: unknown[] = [paths]
  while (open.length > 0)
    for (const name of refsIn(open.pop()))
      if (name in all && !named.has(name)) {
        named.add(name)
        open.push(all[name])
      }
  const schemes = new Set(
    Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap((one) => (one.security ?? []).flatMap(Object.keys)),
    ),
  )
  const only = <T>(record: Record<string, T> | undefined, names: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => names.has(name)))
  return {
    ...document,
    components: {
      schemas: only(all, named),
      securitySchemes: only(document.components?.securitySchemes, schemes),
    },
    paths,
  }
}

function* refsIn(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return
  for (const [name, value] of Object.entries(part))
    if (name === '$ref' && typeof value === 'string') yield value.split('/').at(-1)!
    else yield* refsIn(value)
}

const onlyOf = (product: string, methods: Record<string, Described>) =>
  Object.fromEntries(Object.entries(methods).filter(([, one]) => one.tags?.includes(product)))
