import { listenTo } from './listen.ts'
import { keepHighlights } from './marks.ts'
import { keepPlace } from './progress.ts'

// What reading a saved article takes: its place kept, its marks shown and made, its text read out. Deferred, on that
// page alone.
const box = document.getElementById('reading')
const text = box?.querySelector<HTMLElement>('.text')
if (box && text) {
  keepPlace(box, text)
  keepHighlights(text)
  listenTo(text)
}
