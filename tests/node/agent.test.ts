import { describe, expect, test } from 'vitest'
import { agentOf, readAgent } from '../../src/core/agent.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a browser is known by its family and system, no closer:', () => {
  test.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`, 'chrome.windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36 Edg/150.0`, 'edge.windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36 OPR/120.0`, 'opera.linux'],
    [
      `Mozilla/5.0 (Linux; Android 16; K) ${WEBKIT} SamsungBrowser/30.0 Chrome/150 Mobile Safari/537.36`,
      'samsung.android',
    ],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`, 'chrome.chromeos'],
    ['Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0', 'firefox.android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.0 Mobile/15E148 Safari/604.1',
      'safari.ios',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0 Mobile/15E148 Safari/604.1',
      'chrome.ios',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.0 Safari/605.1.15',
      'safari.macos',
    ],
    ['curl/8.0', '.'],
    ['', '.'],
    ['<script>alert(1)</script>', '.'],
    [`${'x'.repeat(5000)} Firefox/150.0`, '.'],
  ])('%s', (userAgent, agent) => {
    expect(agentOf(userAgent)).toBe(agent)
  })

  test('and read back as what it was', () => {
    expect(readAgent('firefox.android')).toEqual({ browser: 'firefox', system: 'android' })
    for (const unknown of ['', '.', 'x.y', '__proto__.constructor']) {
      expect(readAgent(unknown)).toEqual({ browser: undefined, system: undefined })
    }
  })
})
