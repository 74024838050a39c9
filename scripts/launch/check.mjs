import { existsSync } from 'node:fs'
import { inProject } from './project.mjs'
import { runTool } from './run.mjs'

const tool = (name, ...args) => [inProject('node_modules', name), ...args]

/** Everything that is checked without running the program, in the order of what takes longest. */
const checks = () => [
  {
    name: 'house rules',
    args: tool('vitest/vitest.mjs', 'run', 'test/tidy.test.ts'),
    needs: 'test/tidy.test.ts',
  },
  { name: 'types', args: tool('typescript/bin/tsc', '--noEmit', '-p', '.') },
  {
    name: 'types of the portal',
    args: tool('typescript/bin/tsc', '--noEmit', '-p', 'portal'),
    needs: 'portal/src',
  },
  { name: 'lint', args: tool('oxlint/bin/oxlint', '--deny-warnings') },
  { name: 'format', args: tool('oxfmt/bin/oxfmt', '--check') },
]

/** @returns the exit code */
export async function check(node) {
  const waiting = checks().filter(
    ({ needs }) => needs === undefined || existsSync(inProject(needs)),
  )
  const failed = []
  // Two at a time: more would only take turns on a small machine.
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const startMs = performance.now()
      const { code, said } = await runTool(node, next.args)
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${next.name} (${seconds} s)\n`)
      if (code === 0) continue
      failed.push(next.name)
      process.stdout.write(`${said.trim()}\n\n`)
    }
  }
  await Promise.all([work(), work()])
  process.stdout.write(
    failed.length === 0 ? 'check: all passed\n' : `check: FAILED: ${failed.join(', ')}\n`,
  )
  return failed.length === 0 ? 0 : 1
}
