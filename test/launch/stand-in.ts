import { main } from '../../src/start/index.ts'

await main(process.argv.slice(2), () => import('./stand-in-platform.ts'))
