CREATE TABLE `suppressions` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `security_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`reader_id` integer NOT NULL,
	`kind` text NOT NULL,
	`agent` text DEFAULT '' NOT NULL,
	`country` text DEFAULT '' NOT NULL,
	`logged_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `security_events_reader` ON `security_events` (`reader_id`,`logged_at`,`id`);--> statement-breakpoint
CREATE INDEX `security_events_age` ON `security_events` (`logged_at`);--> statement-breakpoint
ALTER TABLE `attempts` ADD `next_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `readers` ADD `prefs` text;--> statement-breakpoint
ALTER TABLE `readers` ADD `deletes_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_seen_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `agent` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `country` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tokens` ADD `reader_id` integer;--> statement-breakpoint
CREATE INDEX `tokens_reader` ON `tokens` (`reader_id`,`purpose`);