import { spawn } from 'node:child_process'
import { existsSync, rmSync, watch } from 'node:fs'
import { inProject, PROJECT, tell } from './project.mjs'

const QUIET_MS = 150

/** Runs the server and starts it again when its sources change; the portal is built again when its own do. */
export async function dev(node, serverArgs) {
  const portal = watchPortal(node)
  let server = null
  const stop = new AbortController()
  let changed = () => undefined

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      stop.abort()
      portal?.kill('SIGTERM')
      server?.kill(signal)
      changed()
    })

  let quiet
  watch(inProject('src'), { recursive: true }, (_event, name) => {
    if (!/\.(ts|sql)$/.test(name ?? '') || name.endsWith('.test.ts')) return
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      tell('── Something changed; starting again.')
      server?.kill('SIGTERM')
      changed()
    }, QUIET_MS)
  })

  while (!stop.signal.aborted) {
    const change = new Promise((settle) => (changed = settle))
    server = spawn(node, serverArgs, {
      cwd: PROJECT,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    const code = await new Promise((settle) => server.once('exit', settle))
    server = null
    if (stop.signal.aborted) return code ?? 1
    if (code !== 0) tell('── It ended; waiting for a change.')
    await change
  }
  return 0
}

/** Rebuilding takes a second and serves what a user gets, with the same origin, cookies and policy. */
function watchPortal(node) {
  if (!existsSync(inProject('portal/index.html'))) return null
  // What is built on the way is not what the next start may take for a whole build.
  rmSync(inProject('portal/dist/.built-from'), { force: true })
  const args = [
    'build',
    inProject('portal'),
    '--configLoader',
    'native',
    '--watch',
    '--logLevel',
    'warn',
  ]
  return spawn(node, [inProject('node_modules/vite/bin/vite.js'), ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 2, 2],
  })
}
