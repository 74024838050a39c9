import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Launches } from './launched.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const launches = new Launches()
let project = ''
let dataDir = ''

beforeAll(async () => {
  project = await launches.project()
  dataDir = await launches.folder('data')
  await mkdir(path.join(project, 'portal'))
  await write(
    'index.html',
    '<!doctype html><title>One</title><script type="module" src="/main.js"></script>',
  )
  await write('main.js', 'document.title += "!"')
})
afterAll(() => launches.end())

const write = (name: string, text: string) => writeFile(path.join(project, 'portal', name), text)
const built = () => readFile(path.join(project, 'portal/dist/index.html'), 'utf8')

/** Starts and stops once. @returns whether it built the portal first */
async function startBuilds(): Promise<boolean> {
  const launched = launches.launch({ project, dataDir })
  await launched.ready()
  expect(await launched.stop(), launched.stderr).toBe(0)
  return launched.stderr.includes('Building the portal')
}

it('the portal is built when its sources changed, and only then', async () => {
  expect(await startBuilds()).toBe(true)
  expect(await built()).toContain('<title>One</title>')
  expect(await startBuilds()).toBe(false)
  await write(
    'index.html',
    (await built()).replace(/<script[^>]*><\/script>/, '').replace('One', 'Two'),
  )
  expect(await startBuilds()).toBe(true)
  expect(await built()).toContain('<title>Two</title>')
  expect((await readdir(path.join(project, 'portal'))).toSorted()).toEqual([
    'dist',
    'index.html',
    'main.js',
  ])
})

it('that cannot be built is told, and the program starts with what was built before', async () => {
  await write('index.html', '<script type="module" src="/nothing.js"></script>')
  const launched = launches.launch({ project, dataDir })
  await launched.ready()
  expect(launched.stderr).toContain('The portal could not be built')
  expect(await built()).toContain('<title>Two</title>')
  expect(await launched.stop()).toBe(0)
})

it('a copy without a portal starts without one', async () => {
  await rm(path.join(project, 'portal'), { recursive: true })
  const launched = launches.launch({ project, dataDir })
  await launched.ready()
  expect(launched.stderr).toContain('There is no portal in this folder yet')
  expect(await launched.stop()).toBe(0)
})
