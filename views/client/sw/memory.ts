// What the worker has to know after the browser ended it, which it does at any moment: IndexedDB, and two stores.

/** A change that waits for its connection, or was refused when it came. */
export type Change = {
  /** Given by the store: the order in which they were made. */
  key: number
  /** `readerMark` of whoever made it. */
  reader: string
  /** What takes the place of an earlier change with the same: the state of one row, or one thing to save. */
  slot: string
  path: string
  type: string
  body: string
  /** A key of the words `offline.queued`; none for what is said to nobody, such as a position. */
  what?: string
  /** What it is about, to be shown: a url or a title. */
  label: string
  /** Milliseconds. */
  at: number
  /** Why it was refused, in the words of the answer. */
  refused?: string
}

/**
 * `reader`: whose pages these are; `freshAt`: when they were last compared, in milliseconds; `whole`: what the site said
 * by then, if all of it is here.
 */
type Facts = { reader: string; freshAt: number; whole: string }

const STORES = ['facts', 'changes'] as const
type Store = (typeof STORES)[number]

export async function recall<Name extends keyof Facts>(name: Name): Promise<Facts[Name] | undefined> {
  return within('facts', 'readonly', (facts) => facts.get(name))
}

export async function remember<Name extends keyof Facts>(name: Name, value: Facts[Name]): Promise<void> {
  await within('facts', 'readwrite', (facts) => facts.put(value, name))
}

export async function forget(...names: (keyof Facts)[]): Promise<void> {
  for (const name of names) await within('facts', 'readwrite', (facts) => facts.delete(name))
}

/** All of them, in the order in which they were made. */
export function changes(): Promise<Change[]> {
  return within('changes', 'readonly', (store) => store.getAll())
}

/** Adds one, or with a key changes it. */
export async function keepChange(change: Omit<Change, 'key'> & { key?: number }): Promise<void> {
  await within('changes', 'readwrite', (store) => store.put(change))
}

export async function dropChange(key: number): Promise<void> {
  await within('changes', 'readwrite', (store) => store.delete(key))
}

export async function forgetEverything(): Promise<void> {
  for (const name of STORES) await within(name, 'readwrite', (store) => store.clear())
}

/** One request in a transaction of its own. The connection is closed again, so that the browser may clear it all. */
async function within<T>(name: Store, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>) {
  const database = await open()
  try {
    return await answer(ask(database.transaction(name, mode).objectStore(name)))
  } finally {
    database.close()
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('raff', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('facts')
    request.result.createObjectStore('changes', { keyPath: 'key', autoIncrement: true })
  }
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
