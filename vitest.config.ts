import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { testBindings } from './tests/helpers/bindings.ts'
import { outbound } from './tests/helpers/outbound.ts'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            main: './tests/helpers/main.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                ...testBindings,
                TEST_MIGRATIONS: await readD1Migrations('./migrations/main'),
                TEST_SEARCH_MIGRATIONS: await readD1Migrations('./migrations/search'),
              },
              // Where `tests/split.test.ts` puts a shelf.
              d1Databases: ['SHELF_DB'],
              outboundService: outbound,
            },
          })),
        ],
        test: {
          name: 'worker',
          // Files share two cores with whatever else runs there.
          testTimeout: 20_000,
          // Hundreds of small modules: loaded one by one they take each file that reads a feed, or a passkey's answer, four seconds.
          deps: {
            optimizer: {
              ssr: {
                enabled: true,
                include: [
                  ...['feedsmith', 'sanitize-html', '@simplewebauthn/server', '@simplewebauthn/server/helpers'],
                  ...['linkedom/worker', '@mozilla/readability', 'htmlparser2', 'fflate', 'marked', 'postal-mime'],
                ],
              },
            },
          },
          include: ['tests/*.test.{ts,tsx}'],
          globalSetup: ['./tests/helpers/feed-server.ts'],
          setupFiles: ['./tests/helpers/setup.ts'],
        },
      },
      { test: { name: 'node', testTimeout: 20_000, include: ['tests/node/*.test.{ts,tsx}'] } },
    ],
  },
})
