export {
  API_KEY,
  OWNER,
  caller,
  eventually,
  makeKey,
  runPlatform,
  type Answer,
  type Call,
  type Running,
} from '../support/running.ts'
