import { expect, it } from 'vitest'
import { generateClient } from './generate-client.ts'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })

it('writes the types of an operation from its schemas', () => {
  const source = generateClient({
    paths: {
      '/things/{id}': {
        put: {
          operationId: 'change-thing',
          summary: 'Change a thing',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
            { name: 'dry-run', in: 'query', schema: { type: 'boolean' } },
          ],
          requestBody: json({
            type: 'object',
            properties: { tags: { type: 'array', items: { enum: ['a', "b'"] } } },
            required: ['tags'],
          }),
          responses: {
            201: json({
              allOf: [
                { $ref: '#/components/schemas/Named' },
                { anyOf: [{ type: 'string' }, { type: 'null' }] },
              ],
            }),
          },
        },
      },
    },
    components: {
      schemas: { Named: { type: 'object', properties: { name: { type: ['string', 'null'] } } } },
    },
  })
  expect(source).toContain(
    "  'change-thing': {\n    params: { id: number }\n    query: { 'dry-run'?: boolean }\n    body: { tags: ('a' | 'b\\'')[] }\n",
  )
  expect(source).toContain('    answer: ({ name?: (string | null) } & (string | null))\n')
  expect(source).toContain("  'change-thing': ['PUT', '/things/{id}'],")
})

it('gives the same text for the same document, whatever the order of its paths', () => {
  const get = (operationId: string) => ({ get: { operationId, responses: {} } })
  expect(generateClient({ paths: { '/a': get('a'), '/b': get('b') } })).toBe(
    generateClient({ paths: { '/b': get('b'), '/a': get('a') } }),
  )
})

it('ends at a schema that names itself', () => {
  const source = generateClient({
    paths: {
      '/a': {
        get: { operationId: 'a', responses: { 200: json({ $ref: '#/components/schemas/Loop' }) } },
      },
    },
    components: {
      schemas: {
        Loop: { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } } },
      },
    },
  })
  expect(source).toContain('unknown')
})
