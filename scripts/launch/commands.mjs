import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { check } from './check.mjs'
import { dev } from './dev.mjs'
import { install } from './install.mjs'
import { buildPortal } from './portal.mjs'
import { inProject, LaunchRefused, PROJECT, settingNames } from './project.mjs'
import { ended, findNode, startProgram } from './run.mjs'

const COMMANDS = {
  start: async (args) => {
    const node = findNode()
    const portal = await buildPortal(node)
    return ended(startProgram(node, server(portal, args)))
  },
  dev: async (args) => {
    const node = findNode()
    return dev(node, server(await buildPortal(node), args))
  },
  test: (args) => {
    const vitest = inProject('node_modules/vitest/vitest.mjs')
    return ended(startProgram(findNode(), [vitest, 'run', ...args], { env: withoutSettings() }))
  },
  check: () => check(findNode()),
  bench: ([name, ...args]) => {
    const program = inProject('bench', `${name}.ts`)
    if (!/^[a-z0-9-]+$/.test(name ?? '') || !existsSync(program))
      throw new LaunchRefused(
        `Say which: npm run bench -- NAME, with one of ${benches().join(', ') || 'none yet'}.`,
      )
    return ended(startProgram(findNode(), [...FLAGS, program, ...args]))
  },
  'reset-owner': (args) => ended(startProgram(findNode(), [...server(null, args), 'reset-owner'])),
}

// One file's worth of settings may lie beside the sample; the environment wins.
const FLAGS = ['--disable-warning=ExperimentalWarning']
const server = (portal, args) => [
  ...FLAGS,
  ...(existsSync(inProject('trunkline.env')) ? ['--env-file=trunkline.env'] : []),
  'src/main.ts',
  ...(portal === null ? [] : ['--portal', portal]),
  ...args,
]

/** Tests never touch what an operator set up; only the browser is theirs to choose. */
const withoutSettings = () =>
  Object.fromEntries(
    settingNames().flatMap((name) => (name === 'CHROME_PATH' ? [] : [[name, undefined]])),
  )

const benches = () =>
  existsSync(inProject('bench'))
    ? readdirSync(inProject('bench')).flatMap((file) =>
        (/^([a-z0-9-]+)\.ts$/.exec(file) ?? []).slice(1),
      )
    : []

const HELP = `npm start                  runs Trunkline: API, portal, database and simulated operators
npm start -- --help        this text
npm test                   runs the tests (npm test -- smpp: those whose file name has it)
npm run dev                runs it and starts it again when its sources change
npm run check              types, lint, format and house rules
npm run bench -- NAME      measures
npm run reset-owner        gives the owner a new password and the account a new API key
`

/** Runs one command and ends with its exit code. */
export async function launch([name, ...args]) {
  process.chdir(PROJECT)
  try {
    if (name === 'start' && args.some((arg) => arg === '--help' || arg === '-h')) {
      process.stdout.write(`${HELP}\n${readFileSync(inProject('trunkline.env.sample'), 'utf8')}`)
      return
    }
    const command = COMMANDS[name]
    if (!command)
      throw new LaunchRefused(`Say what to launch: ${Object.keys(COMMANDS).join(', ')}.`)
    install()
    process.exit(await command(args))
  } catch (error) {
    process.stderr.write(error instanceof LaunchRefused ? `${error.message}\n` : `${error.stack}\n`)
    process.exit(1)
  }
}
