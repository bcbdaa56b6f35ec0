// Plain JavaScript on purpose: an old Node dies on a .ts file before its first line could say why.
import { spawn } from 'node:child_process'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Raff needs Node 22.12 or newer and found ${process.versions.node}. Run \`npm ci\` (it brings its own Node) and start it with \`npm run\`, or install Node 24.`,
  )
  process.exit(1)
}

const [script, ...args] = process.argv.slice(2)
const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
