import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { inProject, LaunchRefused, PROJECT } from './project.mjs'

const NODE_MAJOR = 24

/** The Node that everything runs with: the one that npm installed, else ours when it is new enough. */
export function findNode() {
  const packaged = inProject('node_modules/.bin/node')
  if (existsSync(packaged) && major(packaged) >= NODE_MAJOR) return packaged
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  throw new LaunchRefused(
    `Node ${NODE_MAJOR} is not among the packages for this machine (${process.platform}-${process.arch}), and this is ${process.version}: install Node ${NODE_MAJOR}.`,
  )
}

const major = (node) =>
  Number(
    /^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? 0,
  )

const environment = (more) => ({
  ...process.env,
  ...more,
  PATH: `${inProject('node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
})

/**
 * Starts a program that shares our terminal, and hands on every signal. It notices by the closed channel when we are
 * killed, and stops too.
 */
export function startProgram(node, args, { env } = {}) {
  const child = spawn(node, args, {
    cwd: PROJECT,
    env: environment(env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return child
}

/** How a child ended, as an exit code. */
export const ended = (child) =>
  new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => settle(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)))
  })
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** Runs a tool to its end and keeps what it says. */
export async function runTool(node, args, { env } = {}) {
  const child = spawn(node, args, {
    cwd: PROJECT,
    env: environment({ FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const out of [child.stdout, child.stderr])
    out.setEncoding('utf8').on('data', (part) => (said += part))
  const code = await new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('close', (status) => settle(status ?? 1))
  })
  return { code, said }
}
