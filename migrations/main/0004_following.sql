CREATE TABLE `drafts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`markdown` text NOT NULL,
	`excerpt` text DEFAULT '' NOT NULL,
	`byline` text DEFAULT '' NOT NULL,
	`picture` text,
	`picture_alt` text DEFAULT '' NOT NULL,
	`topic_ids` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`publishes_at` integer,
	`article_id` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drafts_latest` ON `drafts` (`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `edits` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`edited_at` integer NOT NULL,
	`editor_id` integer NOT NULL,
	`noun` text NOT NULL,
	`ref` integer NOT NULL,
	`label` text NOT NULL,
	`action` text NOT NULL,
	`before` text DEFAULT '{}' NOT NULL,
	`after` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `edits_of` ON `edits` (`noun`,`ref`,`id`);--> statement-breakpoint
CREATE TABLE `hours` (
	`hour` integer NOT NULL,
	`kind` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`milliseconds` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour`, `kind`)
);
--> statement-breakpoint
CREATE TABLE `article_keywords` (
	`keyword_id` integer NOT NULL,
	`article_id` integer NOT NULL,
	`sorted_at` integer NOT NULL,
	`rank` integer NOT NULL,
	PRIMARY KEY(`article_id`, `keyword_id`)
);
--> statement-breakpoint
CREATE INDEX `article_keywords_latest` ON `article_keywords` (`keyword_id`,`sorted_at`,`article_id`);--> statement-breakpoint
CREATE INDEX `article_keywords_ranked` ON `article_keywords` (`keyword_id`,`rank`,`article_id`);--> statement-breakpoint
CREATE TABLE `keywords` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ref` text NOT NULL,
	`stem` text NOT NULL,
	`stems` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keywords_ref_unique` ON `keywords` (`ref`);--> statement-breakpoint
CREATE INDEX `keywords_stem` ON `keywords` (`stem`);--> statement-breakpoint
CREATE TABLE `topic_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`topic_id` integer NOT NULL,
	`words` text NOT NULL,
	`stem` text NOT NULL,
	`stems` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `topic_rules_stem` ON `topic_rules` (`stem`);--> statement-breakpoint
CREATE INDEX `topic_rules_of_topic` ON `topic_rules` (`topic_id`);--> statement-breakpoint
CREATE TABLE `story_bands` (
	`band` integer NOT NULL,
	`article_id` integer NOT NULL,
	`sorted_at` integer NOT NULL,
	PRIMARY KEY(`band`, `article_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `story_bands_old` ON `story_bands` (`sorted_at`);--> statement-breakpoint
ALTER TABLE `issues` ADD `keyword_refs` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `follows` ADD `followed` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `follows` ADD `less` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `follows` ADD `alerts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `follows_of_keyword` ON `follows` (`ref`,`alerts`,`reader_id`) WHERE kind = 'keyword' AND followed = 1 AND muted = 0;--> statement-breakpoint
ALTER TABLE `article_topics` ADD `rank` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `article_topics_ranked` ON `article_topics` (`topic_id`,`rank`,`article_id`);--> statement-breakpoint
ALTER TABLE `articles` ADD `saves` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `articles` ADD `rank` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `articles` ADD `story_id` integer;--> statement-breakpoint
ALTER TABLE `articles` ADD `hidden_topics` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `articles` ADD `held` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `articles` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `articles_of_source_ranked` ON `articles` (`source_id`,`rank`,`id`) WHERE hidden_at IS NULL;--> statement-breakpoint
CREATE INDEX `articles_picked` ON `articles` (`picked_at`,`id`) WHERE picked_at IS NOT NULL AND hidden_at IS NULL;--> statement-breakpoint
CREATE INDEX `articles_hidden` ON `articles` (`hidden_at`,`id`) WHERE hidden_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `articles_of_story` ON `articles` (`story_id`);--> statement-breakpoint
CREATE INDEX `articles_untold` ON `articles` (`id`) WHERE story_id IS NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `extracts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `recent` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `topics` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `saved_by` ON `saved` (`article_id`) WHERE article_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `readers_editors` ON `readers` (`role`) WHERE role = 'editor';--> statement-breakpoint
DROP INDEX `jobs_due`;--> statement-breakpoint
CREATE INDEX `jobs_dead` ON `jobs` (`dead_at`) WHERE dead_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`lane`,`due_at`) WHERE dead_at IS NULL;--> statement-breakpoint
UPDATE `articles` SET `rank` = `sorted_at`, `story_id` = `id`;--> statement-breakpoint
UPDATE `article_topics` SET `rank` = `sorted_at`;