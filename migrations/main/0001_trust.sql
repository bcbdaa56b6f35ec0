CREATE TABLE `suppressions` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `readers` ADD `prefs` text;--> statement-breakpoint
ALTER TABLE `readers` ADD `deletes_at` integer;