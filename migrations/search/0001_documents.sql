-- Each index stands twice: a row in `settings` names the one that is searched, and a rebuild fills the other.
CREATE VIRTUAL TABLE `article_docs_a` USING fts5(exact, stem, filter, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE `article_docs_b` USING fts5(exact, stem, filter, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE `saved_docs_a` USING fts5(exact, stem, filter, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE `saved_docs_b` USING fts5(exact, stem, filter, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE TABLE `saved_doc_ids` (
	`rowid` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`reader_id` integer NOT NULL,
	`saved_id` integer NOT NULL
);
CREATE UNIQUE INDEX `saved_doc_ids_of` ON `saved_doc_ids` (`reader_id`,`saved_id`);
ALTER TABLE `jobs` ADD `lane` integer DEFAULT 0 NOT NULL;
