import { readPrefs } from '../../src/core/prefs.ts'
import { isReader } from './reader.ts'

// The one script that may hold the first paint, so that no theme flashes: what it finds in the two readable cookies
// becomes attributes of the root, and the style sheet does the rest.
const { dataset } = document.documentElement
Object.assign(dataset, { script: '' }, readPrefs(document.cookie), isReader() && { reader: '1' })
