import { dayStart } from '../src/core/days.ts'
import {
  LENGTHS,
  LIST_LANGUAGES,
  LIST_SORTS,
  type ListField,
  type ListFilters,
  listPath,
  narrowing,
  WITHIN,
} from '../src/core/list-filters.ts'
import { isolate } from '../src/i18n/format.ts'
import { Bdi, Button, HiddenField, Icon, Select } from './ui.tsx'
import { useWords } from './words.tsx'

/** `offered`: tags and sources there are. `q`: what is searched for, which the filters narrow. */
type FilterProps = { filters: ListFilters; q?: string; tags: string[]; sources: string[] }

/** A plain form whose answer is a page with its own url. */
export function FilterForm({ filters, q, tags, sources }: FilterProps) {
  const { m } = useWords()
  const words = m.list.filters
  const any: [string, string] = ['', words.any]
  const named = (values: readonly string[], names: Record<string, string>): [string, string][] =>
    values.map((value) => [value, names[value] ?? value])
  return (
    <details class="filters">
      <summary class="tool">
        <Icon name="filter" />
        <span>{words.title}</span>
      </summary>
      <form class="filter-box" method="get" action="/list">
        {q && <HiddenField name="q" value={q} />}
        <HiddenField name="state" value={filters.state} />
        {!q && <Select name="sort" label={words.sort} choices={named(LIST_SORTS, words.sorts)} chosen={filters.sort} />}
        <Select name="tag" label={words.tag} choices={[any, ...known(tags, filters.tag)]} chosen={filters.tag ?? ''} />
        <Select
          name="source"
          label={words.source}
          choices={[any, ...known(sources, filters.source)]}
          chosen={filters.source ?? ''}
        />
        <LanguageSelect chosen={filters.language} />
        <Select
          name="length"
          label={words.length}
          choices={[any, ...named(Object.keys(LENGTHS), words.lengths)]}
          chosen={filters.length ?? ''}
        />
        <Select
          name="within"
          label={words.within}
          choices={[any, ...named(Object.keys(WITHIN), words.withins)]}
          chosen={filters.within ?? ''}
        />
        <Day name="from" label={words.from} value={filters.from} />
        <Day name="to" label={words.to} value={filters.to} />
        <Button>{words.apply}</Button>
      </form>
    </details>
  )
}

/** What is filtered by is among the choices even where nothing else has it. */
function known(names: string[], chosen: string | undefined): [string, string][] {
  const all = chosen === undefined || names.includes(chosen) ? names : [chosen, ...names]
  return all.map((name) => [name, name])
}

function LanguageSelect({ chosen }: { chosen?: string }) {
  const { m } = useWords()
  const nameOf = useLanguageNames()
  const tags = chosen === undefined || LIST_LANGUAGES.includes(chosen) ? LIST_LANGUAGES : [chosen, ...LIST_LANGUAGES]
  const choices = tags.map((tag): [string, string] => [tag, nameOf(tag)])
  return (
    <Select
      name="language"
      label={m.list.filters.language}
      choices={[['', m.list.filters.any], ...choices]}
      chosen={chosen ?? ''}
    />
  )
}

function useLanguageNames() {
  const { m, f } = useWords()
  return (tag: string) => (tag === 'und' ? m.list.filters.unknownLanguage : (f.language(tag) ?? tag))
}

function Day({ name, label, value }: { name: string; label: string; value?: string }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="date" value={value} />
    </div>
  )
}

/** What the list is narrowed by, each with its way out. */
export function ActiveFilters({ filters, q }: { filters: ListFilters; q?: string }) {
  const { m } = useWords()
  const label = useLabels(filters)
  const fields = narrowing(filters)
  if (fields.length === 0) return null
  return (
    <ul class="chips active" aria-label={m.list.filters.active}>
      {fields.map((field) => (
        <li>
          <a href={listPath(filters, { q, [field]: undefined })} aria-label={m.list.filters.off(isolate(label(field)))}>
            <Bdi>{label(field)}</Bdi>
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function useLabels(filters: ListFilters): (field: ListField) => string {
  const { m, f, site } = useWords()
  const nameOf = useLanguageNames()
  const words = m.list.filters
  const day = (date: string) => f.date(dayStart(date, site.zone) ?? 0)
  return (field) => {
    const value = filters[field] ?? ''
    if (field === 'tag') return `#${value}`
    if (field === 'language') return nameOf(value)
    if (field === 'length') return words.lengths[value as keyof typeof words.lengths]
    if (field === 'within') return words.withins[value as keyof typeof words.withins]
    if (field === 'from') return words.since(day(value))
    if (field === 'to') return words.until(day(value))
    return value
  }
}
