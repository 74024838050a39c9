import { request } from 'node:http'
import { codeOf } from '../start-refused.ts'

const ANSWER_MS_MAX = 2_000
const ANSWER_BYTES_MAX = 100_000

/**
 * Asks a helper over HTTP on its Unix socket.
 * @returns the JSON of its answer, or null when nobody listens there
 * @throws when it answers with an error, too late, too much, or no JSON
 */
export function askSocket(socket: string, method: 'GET' | 'POST', path: string): Promise<unknown> {
  return new Promise((settle, fail) => {
    const asked = request(
      {
        socketPath: socket,
        method,
        path,
        agent: false,
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('error', fail)
        answer.on('data', (part: string) => {
          text += part
          if (text.length > ANSWER_BYTES_MAX) asked.destroy(new Error('the answer is too long'))
        })
        answer.on('end', () => {
          if ((answer.statusCode ?? 500) >= 300)
            return fail(new Error(`answered ${answer.statusCode}`))
          try {
            return settle(text.trim() === '' ? {} : JSON.parse(text))
          } catch (error) {
            return fail(error as Error)
          }
        })
      },
    )
    asked.on('error', (error) =>
      ['ENOENT', 'ECONNREFUSED'].includes(codeOf(error) ?? '') ? settle(null) : fail(error),
    )
    asked.end()
  })
}
