import path from 'node:path'
import { sourcesOf, type Import } from './source.ts'
import { isServerCode, type Offence, type Rule, type Tree } from './tree.ts'

/** What each folder of src/ may import beside itself. Arrows run downwards; a folder that is not here has no place yet. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  protocols: [],
  privacy: [],
  core: ['protocols'],
  simulator: ['core', 'protocols'],
  'portal-server': ['core', 'protocols'],
  mail: ['core', 'protocols'],
  audit: ['core', 'protocols'],
  billing: ['core', 'protocols'],
  provisioning: ['core', 'protocols'],
  subscriptions: ['core', 'protocols'],
  metrics: ['core', 'protocols'],
  accounts: ['core', 'protocols'],
  telecoms: ['core', 'protocols', 'telecoms'],
  messaging: ['accounts', 'telecoms', 'core', 'protocols'],
  channels: ['messaging', 'accounts', 'telecoms', 'core', 'protocols'],
  'smpp-server': ['messaging', 'accounts', 'telecoms', 'core', 'protocols'],
  operate: ['messaging', 'accounts', 'telecoms', 'core', 'protocols'],
  email: ['messaging', 'accounts', 'telecoms', 'core', 'protocols'],
  calls: ['messaging', 'accounts', 'telecoms', 'core', 'protocols'],
}

/** Puts the modules together and starts them: may import everything, and nobody imports it. */
const isCompositionRoot = (file: string): boolean =>
  /^src\/(main|platform|modules)\.ts$|^src\/(start|platform)\//.test(file)

/** Folders whose sub-folders are modules of their own. */
const GROUPS = new Set(['protocols', 'telecoms', 'channels'])

/** `messaging`, `telecoms/routing`, `channels` (its list); the composition root is one as well. */
export function moduleOf(file: string): string {
  if (isCompositionRoot(file)) return 'composition root'
  const [, top = '', ...rest] = file.split('/')
  return GROUPS.has(top) && rest.length > 1 ? `${top}/${rest[0]}` : top
}
const topOf = (module: string): string => module.split('/')[0]!

/** Imports between files of the server, tests left out. */
function* crossings(tree: Tree): Generator<{ from: string; to: string; at: string }> {
  for (const [file, { imports }] of sourcesOf(tree, isServerCode))
    for (const { target, own, line } of imports)
      if (own && target.startsWith('src/')) yield { from: file, to: target, at: `${file}:${line}` }
}

export const pure: Rule = {
  name: 'protocols and wire.ts import nothing of ours',
  help: 'Give it what it needs as an argument, or move the import to the module that uses it.',
  find: (tree) => {
    const found: Offence[] = []
    for (const { from, to, at } of crossings(tree)) {
      const inside = moduleOf(from) === moduleOf(to)
      if (from.endsWith('/wire.ts') || (from.startsWith('src/protocols/') && !inside))
        found.push({ at, says: `imports ${to}` })
    }
    return found
  },
  refused: [
    { 'src/protocols/smpp/codec.ts': "import { clock } from '../../core/clock.ts'" },
    { 'src/protocols/smpp/codec.ts': "import type { Msisdn } from '../e164/index.ts'" },
    { 'src/messaging/wire.ts': "import type { Status } from './statuses.ts'" },
  ],
  allowed: [
    {
      'src/protocols/smpp/codec.ts': "import { pdus } from './pdus.ts'\nimport net from 'node:net'",
      'src/messaging/wire.ts': "import Type from 'typebox'",
      'src/messaging/routes.ts': "import * as wire from './wire.ts'",
    },
  ],
}

export const arrows: Rule = {
  name: 'arrows run channels, email, calls → messaging → accounts, telecoms → core → protocols',
  help: 'Let the composition root hand the lower module what it needs of the higher one.',
  find: (tree) => {
    const found: Offence[] = []
    for (const { from, to, at } of crossings(tree)) {
      const [above, below] = [moduleOf(from), moduleOf(to)]
      if (above === below || above === 'composition root') continue
      const may = mayImport[topOf(above)]
      if (!may) found.push({ at, says: `${above} has no place in test/tidy/layers.ts yet` })
      else if (!may.includes(topOf(below)) && !isOwnList(above, below))
        found.push({ at, says: `${above} imports ${below}` })
    }
    return found
  },
  refused: [
    { 'src/core/log.ts': "import { statuses } from '../messaging/index.ts'" },
    { 'src/messaging/accept.ts': "import { sms } from '../channels/sms/index.ts'" },
    { 'src/messaging/accept.ts': "import type { Content } from '../channels/sms/index.ts'" },
    { 'src/accounts/keys.ts': "import { route } from '../telecoms/routing/index.ts'" },
    { 'src/simulator/main.ts': "import { sms } from '../channels/sms/index.ts'" },
    { 'src/channels/sms/send.ts': "import { viber } from '../viber/index.ts'" },
    { 'src/accounts/index.ts': "export { modules } from '../modules.ts'" },
    { 'src/pigeons/index.ts': "import { clock } from '../core/clock.ts'" },
  ],
  allowed: [
    {
      'src/channels/index.ts': "import { sms } from './sms/index.ts'",
      'src/channels/sms/send.ts': "import type { Outbound } from '../../messaging/index.ts'",
      'src/messaging/accept.ts': "import { networkOf } from '../telecoms/numbering-plan/index.ts'",
      'src/platform.ts': "import { sms } from './channels/index.ts'",
      'src/messaging/accept.test.ts': "import { simulator } from '../simulator/index.ts'",
    },
  ],
}

/** `channels/index.ts` lists the channels. */
const isOwnList = (above: string, below: string): boolean =>
  GROUPS.has(above) && topOf(below) === above

export const doors: Rule = {
  name: 'modules meet only at doors (index.ts)',
  help: "Import from the module's index.ts; what is missing there is added to it, or asked for.",
  find: (tree) => {
    const found: Offence[] = []
    for (const { from, to, at } of crossings(tree))
      if (moduleOf(from) !== moduleOf(to) && !isDoor(to))
        found.push({ at, says: `reaches past the door to ${to}` })
    return found
  },
  refused: [
    { 'src/channels/sms/send.ts': "import { Accept } from '../../messaging/accept.ts'" },
    { 'src/messaging/accept.ts': "import { pools } from '../core/storage/database.ts'" },
    { 'src/platform.ts': "import { Fleet } from './telecoms/operators/fleet.ts'" },
  ],
  allowed: [
    {
      'src/channels/sms/send.ts': "import type { Channel } from '../../messaging/index.ts'",
      'src/messaging/accept.ts':
        "import { sql } from '../core/storage/index.ts'\nimport { clock } from '../core/clock.ts'",
      'src/messaging/deep.ts': "import { rows } from './store/accept.ts'",
    },
  ],
}

/** Files right in core/ are small doors of their own; its folders have one each. */
const isDoor = (file: string): boolean =>
  isCompositionRoot(file) || file.endsWith('/index.ts') || /^src\/core\/[^/]+\.ts$/.test(file)

export const cycles: Rule = {
  name: 'no file imports itself by a detour',
  help: 'Move what both need into a third file, or hand it over as an argument. Imports of types count, except in one folder.',
  find: (tree) => {
    const graph = new Map<string, string[]>()
    for (const [file, { imports }] of sourcesOf(tree, (name) =>
      /^(src|portal|scripts|bench|test)\//.test(name),
    ))
      graph.set(
        file,
        imports.flatMap((one) => (one.own && !isNeighbourly(file, one) ? [one.target] : [])),
      )
    return rings(graph).map((ring) => ({
      at: ring[0]!,
      says: `${ring.join(' → ')} → ${ring[0]}`,
    }))
  },
  refused: [
    {
      'src/a/a.ts': "import { b } from './b.ts'\nexport const a = 1",
      'src/a/b.ts': "import { c } from './c.ts'\nexport const b = 1",
      'src/a/c.ts': "import { a } from './a.ts'\nexport const c = 1",
    },
    {
      'src/a/a.ts': "import { b } from '../b/b.ts'\nexport const a = 1",
      'src/b/b.ts': "import type { a } from '../a/a.ts'\nexport const b = 1",
    },
  ],
  allowed: [
    {
      'src/a/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'",
      'src/a/b.ts': "import { c } from './c.ts'\nexport const b = 1",
      'src/a/c.ts': 'export const c = 1',
    },
    {
      'src/smpp/session.ts': "import { type } from './session-types.ts'\nexport class Session {}",
      'src/smpp/session-types.ts': "import type { Session } from './session.ts'",
    },
  ],
}

/**
 * Two files of one folder may name each other's types: a session whose events name the session is one thing in two
 * files, and nothing is loaded in a circle.
 */
const isNeighbourly = (file: string, { target, typeOnly }: Import): boolean =>
  typeOnly && path.posix.dirname(target) === path.posix.dirname(file)

/** One ring for every knot of files that reach each other: the shortest way back from the first of them. */
function rings(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = []
  const told = new Set<string>()
  for (const start of graph.keys()) {
    if (told.has(start)) continue
    const ring = wayBack(graph, start)
    if (!ring) continue
    for (const file of ring) told.add(file)
    found.push(ring)
  }
  return found
}

function wayBack(graph: ReadonlyMap<string, readonly string[]>, start: string): string[] | null {
  const cameFrom = new Map<string, string>()
  const open = [start]
  for (let file = open.shift(); file !== undefined; file = open.shift())
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const ring = [file]
        while (ring[0] !== start) ring.unshift(cameFrom.get(ring[0]!)!)
        return ring
      }
      if (cameFrom.has(next) || !graph.has(next)) continue
      cameFrom.set(next, file)
      open.push(next)
    }
  return null
}
