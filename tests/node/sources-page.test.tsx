import { describe, expect, it } from 'vitest'
import { ar } from '../../src/i18n/ar.ts'
import { SourcePage } from '../../views/sources.tsx'
import { article, html } from '../helpers/views.ts'

const source = {
  id: 3,
  title: 'مرصد الماء',
  description: '',
  siteUrl: 'https://www.marsad.example/',
  feedUrl: 'https://marsad.example/feed.xml',
  error: null,
  state: 'active',
}

describe('a source', () => {
  it('that cannot be read says so, and why', () => {
    const shown = html(<SourcePage source={{ ...source, error: 'unreachable' }} articles={[]} older={null} />)
    expect(shown).toContain(ar.sources.failing)
    expect(shown).toContain(ar.sources.errors.unreachable)
  })

  it('that was read, if only in part, says nothing of it', () => {
    for (const error of [null, 'damaged'] as const) {
      const shown = html(<SourcePage source={{ ...source, error }} articles={[article]} older={null} />)
      expect(shown).not.toContain(ar.sources.failing)
    }
  })

  it('that was removed says so, and cannot be followed', () => {
    const gone = { ...source, state: 'removed', error: 'gone' as const }
    const shown = html(<SourcePage source={gone} articles={[article]} older={null} />)
    expect(shown).toContain(ar.sources.removed)
    expect(shown).not.toContain(ar.sources.failing)
    expect(shown).not.toContain('data-follow="source:3"')
  })

  it('leads to its site, and says that this is another one', () => {
    const shown = html(<SourcePage source={source} articles={[]} older={null} />)
    expect(shown).toContain('href="https://www.marsad.example/"')
    expect(shown).toContain(ar.articles.otherSite)
  })

  it('whose site is in no network is named without a link', () => {
    const sample = { ...source, siteUrl: 'https://sample.raff.invalid/' }
    const shown = html(<SourcePage source={sample} articles={[]} older={null} />)
    expect(shown).toContain('<bdi dir="ltr">sample.raff.invalid</bdi>')
    expect(shown).not.toContain('href="https://sample.raff.invalid')
  })
})
