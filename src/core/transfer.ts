/** The files that a reading list can be moved in from, by what is in them. */
export const IMPORT_FORMATS = [
  ...(['raff', 'pocket_csv', 'pocket_html', 'instapaper', 'omnivore', 'wallabag', 'readwise', 'raindrop'] as const),
  ...(['matter', 'netscape', 'pinboard', 'readeck', 'chrome', 'firefox', 'linkwarden', 'karakeep'] as const),
  ...(['goodlinks', 'delicious', 'elcurator', 'readability', 'opml', 'csv', 'urls'] as const),
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

export const EXPORT_FORMATS = ['json', 'csv', 'html', 'epub'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Why a whole file could not be moved. */
export const TRANSFER_FAULTS = ['empty', 'unknown_format', 'damaged', 'too_large', 'lost'] as const
export type TransferFault = (typeof TRANSFER_FAULTS)[number]

/** Why one row of a file could not be taken, or not with all its tags. */
export const ROW_FAULTS = [
  'no_url',
  'bad_url',
  'not_a_link',
  'not_saved',
  'broken',
  'list_full',
  'tags_full',
  'source_unknown',
] as const
export type RowFault = (typeof ROW_FAULTS)[number]
