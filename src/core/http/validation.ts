import { Ajv } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { Operation } from './operation.ts'
import { Rejection } from './rejection.ts'
import { violations } from './violations.ts'

/** Bodies are taken literally; what comes in an address is text and becomes what the schema wants. */
const bodyValidator = new Ajv({
  allErrors: false,
  strict: false,
  useDefaults: true,
  validateFormats: false,
  discriminator: false,
})
const addressValidator = new Ajv({
  allErrors: false,
  strict: false,
  useDefaults: true,
  validateFormats: false,
  coerceTypes: 'array',
})

/** @param known operations; those whose body may be left out are looked up there */
export const compileValidator =
  (known: readonly Operation[]): FastifySchemaCompiler<object> =>
  ({ schema, httpPart, method, url }) => {
    const check = (httpPart === 'body' ? bodyValidator : addressValidator).compile(schema)
    const optional =
      httpPart === 'body' &&
      known.some((one) => one.bodyOptional && one.method === method && one.path === url)
    return (value: unknown) =>
      (optional && (value === null || value === undefined)) || check(value)
        ? { value }
        : { error: new Rejection('BAD_REQUEST', { violations: violations(check.errors) }) }
  }
