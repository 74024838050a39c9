import type { ErrorObject } from 'ajv'
import type { Violation } from './rejection.ts'

/** What a schema found wrong, with the paths written as our error bodies write them; the first 20. */
export function violations(errors: ErrorObject[] | null | undefined): Violation[] {
  return (errors ?? []).slice(0, 20).map((error) => {
    const path = error.instancePath
      .slice(1)
      .split('/')
      .filter((step) => step !== '')
      .map((step) =>
        /^\d+$/.test(step) ? `[${step}]` : `.${step.replaceAll('~1', '/').replaceAll('~0', '~')}`,
      )
      .join('')
      .replace(/^\./, '')
    const missing =
      error.keyword === 'required'
        ? (error.params as { missingProperty: string }).missingProperty
        : undefined
    if (missing !== undefined)
      return { property: path === '' ? missing : `${path}.${missing}`, violation: 'is required' }
    return { property: path || 'body', violation: error.message ?? 'is not valid' }
  })
}
