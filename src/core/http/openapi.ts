import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { Rejection } from './rejection.ts'

interface Document {
  paths?: Record<string, Record<string, { tags?: string[] }>>
  [member: string]: unknown
}

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
  serveDocument(fastify)
}

function serveDocument(fastify: FastifyInstance): void {
  let whole: Document | undefined
  const document = () => (whole ??= fastify.swagger() as unknown as Document)
  fastify.get('/platform/1/openapi', { schema: { hide: true } }, async (_request, reply) =>
    reply.send(document()),
  )
  fastify.get(
    '/platform/1/openapi/:product',
    { schema: { hide: true } },
    async (request, reply) => {
      const { product } = request.params as { product: string }
      const paths = Object.entries(document().paths ?? {})
        .map(([path, methods]) => [path, onlyOf(product, methods)] as const)
        .filter(([, methods]) => Object.keys(methods).length > 0)
      if (paths.length === 0)
        throw new Rejection('NOT_FOUND', {
          text: `There is no product "${product.slice(0, 100)}".`,
        })
      return reply.send({ ...document(), paths: Object.fromEntries(paths) })
    },
  )
}

const onlyOf = (product: string, methods: Record<string, { tags?: string[] }>) =>
  Object.fromEntries(Object.entries(methods).filter(([, one]) => one.tags?.includes(product)))
