import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { root } from './process.ts'

/** What a runner reports; `skipped` holds the reasons. */
export type Tally = { passed: number; failed: number; skipped: string[] }

export const none: Tally = { passed: 0, failed: 0, skipped: [] }

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] }
}

type VitestReport = {
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

/** A skipped test is a failure, unless it needs the corpus of other people's feeds and pages, and that is not here. */
export function vitestTally(file: string, code: number): Tally {
  const report = read<VitestReport>(file)
  if (!report) return { ...none, failed: 1 }
  const files = report.testResults.map((result) => {
    const tests = result.assertionResults
    const passed = tests.filter((test) => test.status === 'passed').length
    const failed = tests.filter((test) => test.status === 'failed').length
    const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
    // A file can fail around its tests: by not loading, or in what runs after all of them.
    const around = result.status === 'failed' && failed === 0 ? 1 : 0
    return mayLackCorpus(result.name)
      ? {
          passed,
          failed: failed + around,
          skipped: skipped.map(() => 'need ../shared/corpus, which is not here'),
        }
      : { passed, failed: failed + around + skipped.length, skipped: [] }
  })
  return atLeastOneFailure(files.reduce(add, none), code)
}

type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }

export function playwrightTally(file: string, code: number): Tally {
  const stats = read<PlaywrightReport>(file)?.stats
  if (!stats) return { ...none, failed: 1 }
  const failed = stats.unexpected + stats.flaky + stats.skipped
  return atLeastOneFailure({ passed: stats.expected, failed, skipped: [] }, code)
}

/** A runner that says it failed did, whatever its report counts. */
function atLeastOneFailure(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

function mayLackCorpus(test: string): boolean {
  return !existsSync(resolve(root, '../shared/corpus')) && readFileSync(test, 'utf8').includes('hasCorpus')
}

function read<T>(file: string): T | null {
  const path = resolve(root, file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null
}
