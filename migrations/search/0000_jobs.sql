-- Written by hand: this database is derived and holds no table of the main schema but these two.
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
CREATE UNIQUE INDEX `jobs_kind_key` ON `jobs` (`kind`,`key`);
CREATE INDEX `jobs_due` ON `jobs` (`due_at`);
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
