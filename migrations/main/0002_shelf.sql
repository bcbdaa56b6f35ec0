CREATE TABLE `exports` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`format` text NOT NULL,
	`selection` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`fault` text,
	`cursor` integer DEFAULT 0 NOT NULL,
	`parts` integer DEFAULT 0 NOT NULL,
	`items` integer DEFAULT 0 NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `exports_finished` ON `exports` (`finished_at`);--> statement-breakpoint
CREATE TABLE `follows` (
	`reader_id` integer NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`label` text NOT NULL,
	`muted` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `kind`, `ref`)
);
--> statement-breakpoint
CREATE TABLE `highlights` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`saved_id` integer NOT NULL,
	`quote` text NOT NULL,
	`prefix` text DEFAULT '' NOT NULL,
	`suffix` text DEFAULT '' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `highlights_of` ON `highlights` (`reader_id`,`saved_id`,`id`);--> statement-breakpoint
CREATE INDEX `highlights_latest` ON `highlights` (`reader_id`,`created_at`,`id`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX `highlights_removed` ON `highlights` (`removed_at`) WHERE removed_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `import_rows` (
	`reader_id` integer NOT NULL,
	`import_id` integer NOT NULL,
	`row` integer NOT NULL,
	`fault` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`reader_id`, `import_id`, `row`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`bytes` integer NOT NULL,
	`format` text,
	`state` text NOT NULL,
	`fault` text,
	`cursor` text DEFAULT '' NOT NULL,
	`bytes_done` integer DEFAULT 0 NOT NULL,
	`added` integer DEFAULT 0 NOT NULL,
	`known` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`untagged` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `imports_created` ON `imports` (`created_at`);--> statement-breakpoint
CREATE TABLE `saved_tags` (
	`reader_id` integer NOT NULL,
	`saved_id` integer NOT NULL,
	`tag_id` integer NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `saved_id`, `tag_id`)
);
--> statement-breakpoint
CREATE INDEX `saved_tags_of` ON `saved_tags` (`reader_id`,`tag_id`,`saved_at`,`saved_id`);--> statement-breakpoint
CREATE TABLE `saved_texts` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`html` text NOT NULL,
	`sanitiser` integer NOT NULL,
	`truncated` integer DEFAULT 0 NOT NULL,
	`pasted` integer DEFAULT 0 NOT NULL,
	`place` text DEFAULT 'd1' NOT NULL,
	`stored_at` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `saved_texts_in_d1` ON `saved_texts` (`stored_at`) WHERE place = 'd1';--> statement-breakpoint
CREATE INDEX `saved_texts_sanitiser` ON `saved_texts` (`sanitiser`);--> statement-breakpoint
CREATE TABLE `saved_urls` (
	`reader_id` integer NOT NULL,
	`url_key` text NOT NULL,
	`saved_id` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `url_key`)
);
--> statement-breakpoint
CREATE INDEX `saved_urls_of` ON `saved_urls` (`reader_id`,`saved_id`,`url_key`);--> statement-breakpoint
CREATE TABLE `tags` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`saved` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_key` ON `tags` (`reader_id`,`key`);--> statement-breakpoint
CREATE INDEX `tags_removed` ON `tags` (`removed_at`) WHERE removed_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `hosts` (
	`host` text PRIMARY KEY NOT NULL,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `hosts_next` ON `hosts` (`next_at`);--> statement-breakpoint
DROP INDEX `jobs_due`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `lane` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`lane`,`due_at`);--> statement-breakpoint
ALTER TABLE `counters` ADD `next_tag` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `next_highlight` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `next_import` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `next_export` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `archived` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `counters` ADD `favourites` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `saved` ADD `progress_anchor` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `saved` ADD `note` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `saved` ADD `own_direction` text;--> statement-breakpoint
ALTER TABLE `saved` ADD `page` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `saved` ADD `page_fault` text;--> statement-breakpoint
ALTER TABLE `saved` ADD `page_at` integer;--> statement-breakpoint
CREATE INDEX `saved_favourite` ON `saved` (`reader_id`,`favourite_at`,`id`) WHERE removed_at IS NULL AND favourite_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `saved_all` ON `saved` (`reader_id`,`saved_at`,`id`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX `saved_words` ON `saved` (`reader_id`,`words`,`id`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX `saved_source` ON `saved` (`reader_id`,`source_name`,`saved_at`,`id`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX `saved_started` ON `saved` (`reader_id`,`progress_at`) WHERE removed_at IS NULL AND archived_at IS NULL AND progress > 0 AND progress < 100;--> statement-breakpoint
ALTER TABLE `texts` ADD `stored_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `texts_in_d1` ON `texts` (`stored_at`) WHERE place = 'd1';--> statement-breakpoint
CREATE INDEX `texts_sanitiser` ON `texts` (`sanitiser`);--> statement-breakpoint
UPDATE `counters` SET `archived` = (SELECT count(*) FROM `saved` WHERE `saved`.`reader_id` = `counters`.`reader_id` AND `removed_at` IS NULL AND `archived_at` IS NOT NULL);--> statement-breakpoint
UPDATE `texts` SET `stored_at` = coalesce((SELECT `sorted_at` FROM `articles` WHERE `articles`.`id` = `texts`.`article_id`), 0);
