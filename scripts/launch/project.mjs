import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const PROJECT = path.resolve(fileURLToPath(import.meta.url), '../../..')
export const inProject = (...names) => path.join(PROJECT, ...names)

/** What an operator can mend: told in one sentence, without a stack. */
export class LaunchRefused extends Error {}

/** For people; stdout belongs to the program that is started. */
export const tell = (line) => process.stderr.write(`${line}\n`)

/** The names of all settings, as the sample file has them. */
export const settingNames = () =>
  [
    ...readFileSync(inProject('trunkline.env.sample'), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm),
  ].map(([, name]) => name)
