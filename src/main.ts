import { main } from './start/index.ts'

await main(process.argv.slice(2), () => import('./platform.ts'))
