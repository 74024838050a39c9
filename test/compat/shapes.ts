import accounts from './fixtures/accounts.json' with { type: 'json' }
import operations from './fixtures/operations.json' with { type: 'json' }
import platform from './fixtures/platform.json' with { type: 'json' }
import pushes from './fixtures/pushes.json' with { type: 'json' }
import shapes from './fixtures/shapes.json' with { type: 'json' }

/**
 * A strict judge of answers, after the strictest client there is: a member that is not documented, of another type,
 * null, or outside its list of words is a fault; so is a required one that is missing.
 * `fixtures/README.md` tells how shapes are written.
 */
type Shape = string | readonly Shape[] | { readonly [member: string]: Shape }

const named = shapes as unknown as Record<string, Shape>
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000$/

export interface KnownOperation {
  method: string
  path: string
  scopes: string[]
  deprecated?: true
  earlyAccess?: true
  /** Needs no credential. */
  open?: true
  query: Record<string, boolean>
  'path parameters': string[]
  /** Required members of the body by path; the path of the body itself is ''. */
  required: Record<string, string[]>
  /** Shape by status. */
  answers: Record<string, Shape | null>
}
export const knownOperations = { ...operations, ...platform, ...accounts } as unknown as Record<
  string,
  KnownOperation
>

export const answerFaults = (operationId: string, status: number, body: unknown): string[] => {
  const { answers } = knownOperations[operationId]!
  const shape =
    String(status) in answers
      ? answers[status]
      : (answers[`${String(status)[0]}XX`] ?? answers['401'] ?? answers['400'])
  if (shape === undefined) return [`${operationId} answers ${status}, which is not documented`]
  if (shape !== null) return faultsOf(body, shape, operationId)
  return body === undefined ? [] : [`${operationId} answers ${status} with a body: ${told(body)}`]
}

export const pushFaults = (webhook: keyof typeof pushes, body: unknown): string[] =>
  faultsOf(body, pushes[webhook], webhook)

export function faultsOf(value: unknown, shape: Shape, path: string): string[] {
  if (typeof shape === 'string')
    return shape.startsWith('@')
      ? faultsOf(value, named[shape.slice(1)]!, path)
      : wordFaults(value, shape, path)
  if (Array.isArray(shape))
    return Array.isArray(value)
      ? value.flatMap((item, index) => faultsOf(item, shape[0] as Shape, `${path}[${index}]`))
      : [`${path} is ${told(value)}, not a list`]
  return memberFaults(value, shape as Record<string, Shape>, path)
}

function memberFaults(value: unknown, shape: Record<string, Shape>, path: string): string[] {
  if (Array.isArray(shape['either'])) {
    const fitting = shape['either'].filter(
      (one) => faultsOf(value, one as Shape, path).length === 0,
    )
    return fitting.length === 1
      ? []
      : [`${path} fits ${fitting.length} of the forms it can have: ${told(value)}`]
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path} is ${told(value)}, not an object`]
  if (shape['*'] !== undefined)
    return Object.entries(value).flatMap(([name, item]) =>
      faultsOf(item, shape['*']!, `${path}.${name}`),
    )
  const members = new Map(
    Object.entries(shape).map(([name, item]) => [
      name.replace('!', ''),
      { item, required: name.endsWith('!') },
    ]),
  )
  const faults: string[] = []
  for (const [name, item] of Object.entries(value)) {
    const known = members.get(name)
    if (known === undefined) faults.push(`${path}.${name} is not documented`)
    else faults.push(...faultsOf(item, known.item, `${path}.${name}`))
  }
  for (const [name, { required }] of members)
    if (required && !(name in value)) faults.push(`${path}.${name} is missing`)
  return faults
}

function wordFaults(value: unknown, word: string, path: string): string[] {
  const fits =
    word === 'time'
      ? typeof value === 'string' && TIME.test(value)
      : word === 'integer'
        ? Number.isInteger(value)
        : word.startsWith('one of ')
          ? word
              .slice(7)
              .split('|')
              .includes(value as string)
          : word === 'any' || typeof value === word
  return fits ? [] : [`${path} is ${told(value)}, not ${word}`]
}

const told = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 80)
