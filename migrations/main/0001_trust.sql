CREATE TABLE `suppressions` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`reader_id` integer,
	`sealed` text,
	`intent` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `challenges_reader` ON `challenges` (`reader_id`);--> statement-breakpoint
CREATE INDEX `challenges_expiry` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`reader_id` integer NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`user_handle` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text DEFAULT '[]' NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential_id_unique` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_reader` ON `passkeys` (`reader_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`reader_id` integer NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`reader_id`, `hash`)
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
CREATE TABLE `totp` (
	`reader_id` integer PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`step` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `next_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `readers` ADD `prefs` text;--> statement-breakpoint
ALTER TABLE `readers` ADD `deletes_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_seen_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `agent` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `country` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tokens` ADD `reader_id` integer;--> statement-breakpoint
CREATE INDEX `tokens_reader` ON `tokens` (`reader_id`,`purpose`);