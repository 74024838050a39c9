import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPlatform, type Running } from '../support/running.ts'

/** The dashboard for Grafana asks only for figures that the server exports. */

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[]
  templating: { list: { name: string; definition?: string }[] }
}

const file = path.join(import.meta.dirname, '../../docs/grafana/trunkline.json')
let running: Running
let dashboard: Dashboard
let exported: Map<string, Set<string>>
beforeAll(async () => {
  running = await runPlatform()
  dashboard = JSON.parse(await readFile(file, 'utf8')) as Dashboard
  exported = figuresIn(await (await fetch(`${running.url}/metrics`)).text())
})
afterAll(() => running?.stop())

/** Names of series by what `/metrics` describes: also those that have no value yet. */
function figuresIn(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [, name = '', kind = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const ends = kind === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    for (const end of ends) found.set(name + end, new Set())
  }
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{([^}]*)\}/gm))
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) found.get(name)?.add(label)
  return found
}
const figuresOf = (expr: string) => [...expr.matchAll(/\btrunkline_\w+/g)].map(([name]) => name)

test('every query asks for figures that a running server has', () => {
  const queries = [
    ...dashboard.panels.flatMap((panel) => panel.targets?.map((one) => one.expr) ?? []),
    ...dashboard.templating.list.flatMap((one) => one.definition ?? []),
  ]
  expect(queries.length).toBeGreaterThan(25)
  for (const query of queries) {
    expect(figuresOf(query), query).not.toEqual([])
    for (const name of figuresOf(query)) expect([...exported.keys()], query).toContain(name)
  }
})

test('the labels that a query names are those of its figure, where it has a value', () => {
  for (const panel of dashboard.panels)
    for (const { expr } of panel.targets ?? [])
      for (const [, name = '', labels = ''] of expr.matchAll(/\b(trunkline_\w+)\{([^}]*)\}/g)) {
        const known = exported.get(name)!
        if (known.size === 0) continue
        for (const [, label = ''] of labels.matchAll(/(\w+)\s*[=!]~?"/g))
          expect([...known], expr).toContain(label)
      }
})

test('every figure that is exported can be seen: in the dashboard, or it is not of traffic', () => {
  const shown = new Set(
    dashboard.panels.flatMap((panel) => panel.targets?.flatMap((one) => figuresOf(one.expr)) ?? []),
  )
  const left = [...exported.keys()].filter(
    (name) => /^trunkline_(operator|queue|receipts|dispatch|messages|smpp)_/.test(name) && !shown.has(name), // prettier-ignore
  )
  expect(left).toEqual([])
})
