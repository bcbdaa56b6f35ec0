CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`due_at` integer NOT NULL,
	`wanted` integer DEFAULT 1 NOT NULL,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`dead_at` integer,
	`error` text,
	`payload` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_kind_key` ON `jobs` (`kind`,`key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `consents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer NOT NULL,
	`newsletter_id` integer NOT NULL,
	`act` text NOT NULL,
	`wording` text NOT NULL,
	`form` text NOT NULL,
	`acted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `consents_subscriber` ON `consents` (`subscriber_id`,`newsletter_id`);--> statement-breakpoint
CREATE TABLE `newsletters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`rhythm` text NOT NULL,
	`weekdays` text DEFAULT '' NOT NULL,
	`sends_at_minute` integer,
	`zone` text NOT NULL,
	`topic_slugs` text DEFAULT '' NOT NULL,
	`position` integer NOT NULL,
	`subscribers` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `newsletters_slug_unique` ON `newsletters` (`slug`);--> statement-breakpoint
CREATE TABLE `subscribers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ref` text NOT NULL,
	`email` text NOT NULL,
	`reader_id` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscribers_ref_unique` ON `subscribers` (`ref`);--> statement-breakpoint
CREATE UNIQUE INDEX `subscribers_email_unique` ON `subscribers` (`email`);--> statement-breakpoint
CREATE INDEX `subscribers_reader` ON `subscribers` (`reader_id`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`newsletter_id` integer NOT NULL,
	`subscriber_id` integer NOT NULL,
	`state` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`newsletter_id`, `subscriber_id`)
);
--> statement-breakpoint
CREATE INDEX `subscriptions_subscriber` ON `subscriptions` (`subscriber_id`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`key` text NOT NULL,
	`window` integer NOT NULL,
	`count` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`key`, `window`)
);
--> statement-breakpoint
CREATE INDEX `attempts_expiry` ON `attempts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`reader_id` integer NOT NULL,
	`kind` text NOT NULL,
	`secret` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `kind`)
);
--> statement-breakpoint
CREATE TABLE `readers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`role` text DEFAULT 'reader' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `readers_email_unique` ON `readers` (`email`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`public_id` text NOT NULL,
	`reader_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_public_id_unique` ON `sessions` (`public_id`);--> statement-breakpoint
CREATE INDEX `sessions_reader` ON `sessions` (`reader_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`email` text NOT NULL,
	`nonce` text NOT NULL,
	`key_id` text NOT NULL,
	`browser_hash` text,
	`password` text,
	`intent` text,
	`consent` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tokens_email` ON `tokens` (`email`,`purpose`);--> statement-breakpoint
CREATE INDEX `tokens_expiry` ON `tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `counters` (
	`reader_id` integer PRIMARY KEY NOT NULL,
	`next_saved` integer DEFAULT 1 NOT NULL,
	`unread` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `saved` (
	`reader_id` integer NOT NULL,
	`id` integer NOT NULL,
	`url_key` text NOT NULL,
	`url_rule` integer NOT NULL,
	`url` text NOT NULL,
	`title` text NOT NULL,
	`byline` text DEFAULT '' NOT NULL,
	`source_name` text DEFAULT '' NOT NULL,
	`picture` text,
	`language` text NOT NULL,
	`direction` text NOT NULL,
	`words` integer DEFAULT 0 NOT NULL,
	`excerpt` text DEFAULT '' NOT NULL,
	`article_id` integer,
	`saved_at` integer NOT NULL,
	`archived_at` integer,
	`favourite_at` integer,
	`removed_at` integer,
	`progress` integer DEFAULT 0 NOT NULL,
	`progress_at` integer,
	PRIMARY KEY(`reader_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_url` ON `saved` (`reader_id`,`url_key`);--> statement-breakpoint
CREATE INDEX `saved_unread` ON `saved` (`reader_id`,`saved_at`,`id`) WHERE removed_at IS NULL AND archived_at IS NULL;--> statement-breakpoint
CREATE INDEX `saved_archived` ON `saved` (`reader_id`,`archived_at`,`id`) WHERE removed_at IS NULL AND archived_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `saved_article` ON `saved` (`reader_id`,`article_id`);--> statement-breakpoint
CREATE INDEX `saved_removed` ON `saved` (`removed_at`) WHERE removed_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `article_topics` (
	`topic_id` integer NOT NULL,
	`article_id` integer NOT NULL,
	`sorted_at` integer NOT NULL,
	PRIMARY KEY(`article_id`, `topic_id`)
);
--> statement-breakpoint
CREATE INDEX `article_topics_latest` ON `article_topics` (`topic_id`,`sorted_at`,`article_id`);--> statement-breakpoint
CREATE TABLE `articles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`url_key` text NOT NULL,
	`url_rule` integer NOT NULL,
	`url` text NOT NULL,
	`title` text NOT NULL,
	`byline` text DEFAULT '' NOT NULL,
	`source_id` integer NOT NULL,
	`source_name` text NOT NULL,
	`excerpt` text DEFAULT '' NOT NULL,
	`language` text NOT NULL,
	`direction` text NOT NULL,
	`words` integer DEFAULT 0 NOT NULL,
	`picture` text,
	`picture_alt` text DEFAULT '' NOT NULL,
	`published_at` integer,
	`sorted_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`hidden_at` integer,
	`picked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `articles_url_key_unique` ON `articles` (`url_key`);--> statement-breakpoint
CREATE INDEX `articles_latest` ON `articles` (`sorted_at`,`id`) WHERE hidden_at IS NULL;--> statement-breakpoint
CREATE INDEX `articles_of_source` ON `articles` (`source_id`,`sorted_at`,`id`) WHERE hidden_at IS NULL;--> statement-breakpoint
CREATE TABLE `categories` (
	`name` text PRIMARY KEY NOT NULL,
	`topic_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`source_id` integer NOT NULL,
	`guid` text NOT NULL,
	`article_id` integer NOT NULL,
	`hash` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `guid`)
);
--> statement-breakpoint
CREATE INDEX `entries_article` ON `entries` (`article_id`);--> statement-breakpoint
CREATE TABLE `sources` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`feed_url` text NOT NULL,
	`moved_url` text,
	`moved_runs` integer DEFAULT 0 NOT NULL,
	`moved_at` integer,
	`site_url` text,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`language` text DEFAULT 'ar' NOT NULL,
	`direction` text,
	`display` text DEFAULT 'excerpt' NOT NULL,
	`topic_id` integer,
	`state` text DEFAULT 'active' NOT NULL,
	`etag` text,
	`last_modified` text,
	`checked_at` integer,
	`succeeded_at` integer,
	`error` text,
	`error_detail` text,
	`error_streak` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_feed_url_unique` ON `sources` (`feed_url`);--> statement-breakpoint
CREATE TABLE `texts` (
	`article_id` integer PRIMARY KEY NOT NULL,
	`html` text NOT NULL,
	`sanitiser` integer NOT NULL,
	`place` text DEFAULT 'd1' NOT NULL,
	`truncated` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `topics` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_slug_unique` ON `topics` (`slug`);