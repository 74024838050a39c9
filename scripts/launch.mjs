// What every npm script runs first, on whatever Node there is. It parses on very old ones too, so that they are
// refused in a sentence and not with a syntax error; everything newer is behind the import below.
const NODE_MIN = 20
if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
  process.stderr.write(
    'Trunkline needs Node ' +
      NODE_MIN +
      ' or newer to start (this is ' +
      process.version +
      '): install a newer one from https://nodejs.org.\n',
  )
  process.exit(1)
}
import('./launch/commands.mjs').then((launcher) => launcher.launch(process.argv.slice(2)))
