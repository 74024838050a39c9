import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { inProject, LaunchRefused, tell } from './project.mjs'
import { runTool } from './run.mjs'

const SOURCES = ['portal', 'package-lock.json', 'sdk']
const STAMP = '.built-from'

/**
 * Builds the portal, unless what is there was built from the same sources.
 * @returns the folder it is in, or null when there is no portal to build
 */
export async function buildPortal(node) {
  if (!existsSync(inProject('portal/index.html'))) {
    tell('There is no portal in this folder yet (portal/index.html): starting without one.')
    return null
  }
  const wanted = fingerprint()
  const built = inProject('portal/dist')
  if (isBuilt(built, wanted)) return built
  const target = isWritable(inProject('portal')) ? built : path.join(dataFolder(), 'portal')
  if (target !== built && isBuilt(target, wanted)) return target
  const said = await build(node, target, wanted)
  if (said === null) return target
  tell(
    `${said.trim()}\nThe portal could not be built (see above): starting with what was built before, if anything. The API works without it.`,
  )
  return existsSync(path.join(target, 'index.html')) ? target : built
}

const isBuilt = (folder, wanted) => readOr(path.join(folder, STAMP)) === wanted

/** @returns null, or why it could not be built */
async function build(node, target, wanted) {
  tell('Building the portal …')
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o711 })
  // Beside its place and then put there at once: a running server never serves half of it.
  const draft = `${target}.draft-${process.pid}`
  const old = `${target}.old-${process.pid}`
  const out = path.relative(inProject('portal'), draft)
  try {
    const vite = inProject('node_modules/vite/bin/vite.js')
    const how = ['--outDir', out, '--emptyOutDir', '--configLoader', 'native', '--logLevel', 'warn']
    const { code, said } = await runTool(node, [vite, 'build', inProject('portal'), ...how])
    if (code !== 0) return said
    writeFileSync(path.join(draft, STAMP), wanted)
    if (target !== inProject('portal/dist')) chmodSync(draft, 0o700)
    if (existsSync(target)) renameSync(target, old)
    renameSync(draft, target)
    return null
  } finally {
    for (const left of [draft, old]) rmSync(left, { recursive: true, force: true })
  }
}

/** Of everything the build reads: names and contents. Tests and what was built do not count. */
function fingerprint() {
  const hash = createHash('sha256')
  const take = (name) => {
    const place = inProject(name)
    const entries = listOr(place)
    if (entries === null)
      hash
        .update(`${name}\0`)
        .update(readOr(place) ?? '')
        .update('\0')
    else
      for (const { name: inside } of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
        if (!/^(dist|dist\..*|node_modules|test)$|\.test\.tsx?$/.test(inside))
          take(path.join(name, inside))
  }
  for (const source of SOURCES) take(source)
  return hash.digest('hex')
}

/** Where the data goes when nothing else is said is known to the program; without it the project is the only place. */
function dataFolder() {
  const said =
    process.env.DATA_DIR ||
    /^DATA_DIR=(.+)$/m.exec(readOr(inProject('trunkline.env')) ?? '')?.[1]?.trim()
  if (said) return path.resolve(inProject(), said)
  if (process.getuid?.() === 0) return '/var/lib/trunkline'
  throw new LaunchRefused(
    `The portal has to be built, and this user may not write to ${inProject('portal')}: set DATA_DIR to a folder of yours.`,
  )
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function listOr(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return null
  }
}
