import { parseArgs } from 'node:util'
import { reasonOf, StartRefused } from '../core/start-refused.ts'

export interface Arguments {
  command: 'serve' | 'help' | 'reset-owner'
  /** The built portal; null: `portal/dist` in the project. */
  portal: string | null
}

const ROLES = ['api', 'dispatch', 'gateway', 'jobs', 'portal']

/** @throws StartRefused when something is given that is not known */
export function readArguments(given: readonly string[]): Arguments {
  const { values, positionals } = parse(given)
  const [command = 'serve', ...more] = positionals
  if ((command !== 'serve' && command !== 'reset-owner') || more.length > 0)
    throw new StartRefused(
      `There is no command “${positionals.join(' ')}”: see npm start -- --help.`,
    )
  const roles = values.roles?.split(',') ?? ROLES
  const unknown = roles.find((role) => !ROLES.includes(role))
  if (unknown !== undefined)
    throw new StartRefused(`--roles has “${unknown}”, but the roles are ${ROLES.join(', ')}.`)
  if (new Set(roles).size < ROLES.length)
    throw new StartRefused(
      '--roles is reserved for many nodes; this version takes all roles at once: leave it out.',
    )
  return { command: values.help ? 'help' : command, portal: values.portal ?? null }
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        roles: { type: 'string' },
        portal: { type: 'string' },
      },
    })
  } catch (error) {
    throw new StartRefused(`${reasonOf(error)}: see npm start -- --help.`)
  }
}
