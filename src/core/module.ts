import type { DataMap } from './data-map.ts'
import type { App } from './http/index.ts'

/** Ends what `start` began; called once, in the reverse order of starting, and waits for work in hand. */
export type Stop = () => Promise<void>

/** A product of the platform, as the composition root sees it. Nothing in it is mandatory but the name. */
export interface Module {
  name: string
  /** Folder of `<UTC minute>-….sql` files, as a file URL ending in a slash. */
  migrations?: URL
  dataMap?: DataMap
  routes?(app: App): void
  start?(): Promise<Stop>
}
